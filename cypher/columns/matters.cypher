// asks: Which matters does an organisation decide?
// params: organization: organization
// columns: ids: list[str], texts: list[str]
// revision: 1     source: docs/measures.md#escalation
MATCH (a:Authority) WHERE a.organization_id = $organization
RETURN collect(a.id) AS ids, collect(coalesce(a.matter, '')) AS texts
