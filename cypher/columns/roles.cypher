// asks: What are an organisation's roles called, and in which units do they sit?
// params: organization: organization
// columns: role_ids: list[str], role_titles: list[str], role_aliases: list[list], in_unit_ids: list[str]
// revision: 1     source: docs/model.md#names-by-which-people-ask
MATCH (n:Role) WHERE n.organization_id = $organization
OPTIONAL MATCH (n)-[:IN_UNIT]->(u:Unit)
RETURN collect(n.id) AS role_ids,
       collect(coalesce(n.title, '')) AS role_titles,
       collect(coalesce(n.aliases, [])) AS role_aliases,
       collect(coalesce(u.id, '')) AS in_unit_ids
