// asks: Which posts and bodies does an organisation have, and which of them are vacant?
// params: organization: organization
// columns: described_ids: list[str], vacancies: list[bool]
// revision: 1     source: docs/measures.md#what-falls-on-nobody
MATCH (n:Role) WHERE n.organization_id = $organization AND coalesce(n.kind, 'post') <> 'external'
RETURN collect(n.id) AS described_ids,
       collect(coalesce(n.vacant, false)) AS vacancies,
       collect([n.id] + n.document_ids + n.quotes + n.locators + n.spans) AS evidence
