// asks: Which person fills which role of an organisation?
// params: organization: organization
// columns: holding_ids: list[str], person_ids: list[str], names: list[str], role_ids: list[str]
// revision: 1     source: docs/audit.md#what-rules-read
MATCH (p:Person)-[r:HOLDS]->(n:Role) WHERE n.organization_id = $organization
RETURN collect(r.id) AS holding_ids,
       collect(p.id) AS person_ids,
       collect(p.name) AS names,
       collect(n.id) AS role_ids,
       collect([r.id] + r.document_ids + r.quotes + r.locators + r.spans) AS evidence
