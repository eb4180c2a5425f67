// asks: Which unit is each unit part of?
// params: organization: organization
// columns: unit_ids: list[str], parent_ids: list[str]
// revision: 1     source: docs/audit.md#what-rules-read
MATCH (u:Unit)-[:PART_OF]->(p:Unit) WHERE u.organization_id = $organization
RETURN collect(u.id) AS unit_ids, collect(p.id) AS parent_ids
