// asks: Who stands in for which role of an organisation?
// params: organization: organization
// columns: deputy_fact_ids: list[str], deputy_ids: list[str], role_ids: list[str]
// revision: 1     source: docs/audit.md#what-rules-read
MATCH (d)-[r:DEPUTIZES_FOR]->(n:Role) WHERE n.organization_id = $organization
RETURN collect(r.id) AS deputy_fact_ids,
       collect(d.id) AS deputy_ids,
       collect(n.id) AS role_ids,
       collect([r.id] + r.document_ids + r.quotes + r.locators + r.spans) AS evidence
