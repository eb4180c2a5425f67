// asks: In which units do an organisation's roles sit?
// params: organization: organization
// columns: role_ids: list[str], unit_ids: list[str]
// revision: 1     source: docs/audit.md#what-rules-read
MATCH (n:Role)-[:IN_UNIT]->(u:Unit) WHERE n.organization_id = $organization
RETURN collect(n.id) AS role_ids, collect(u.id) AS unit_ids
