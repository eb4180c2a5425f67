// asks: Who stands in for which role of an organisation?
// params: organization: organization
// columns: stands_in: list[str], stands_in_names: list[str], stood_in_for: list[str], deputy_ids: list[str]
// revision: 1     source: docs/measures.md#what-falls-on-nobody
MATCH (d)-[r:DEPUTIZES_FOR]->(n:Role) WHERE n.organization_id = $organization
RETURN collect(d.id) AS stands_in,
       collect(CASE WHEN d:Person THEN d.name ELSE d.title END) AS stands_in_names,
       collect(n.id) AS stood_in_for,
       collect(r.id) AS deputy_ids,
       collect([r.id] + r.document_ids + r.quotes + r.locators + r.spans) AS evidence
