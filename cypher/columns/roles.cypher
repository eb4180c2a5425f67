// asks: What are an organisation's roles called, and in which units do they sit?
// params: organization: organization
// columns: role_ids: list[str], role_titles: list[str], role_aliases: list[list], in_unit_ids: list[str],
//     role_documents: list[str], role_locators: list[str]
// revision: 1     source: docs/model.md#names-by-which-people-ask
MATCH (n:Role) WHERE n.organization_id = $organization
OPTIONAL MATCH (n)-[:IN_UNIT]->(u:Unit)
RETURN collect(n.id) AS role_ids,
       collect(coalesce(n.title, '')) AS role_titles,
       collect(coalesce(n.aliases, [])) AS role_aliases,
       collect(coalesce(u.id, '')) AS in_unit_ids,
       collect(coalesce(n.document_ids[0], '')) AS role_documents,
       collect(coalesce(n.locators[0], '')) AS role_locators
