// asks: What are an organisation's units called, and which unit is each part of?
// params: organization: organization
// columns: unit_ids: list[str], unit_titles: list[str], unit_aliases: list[list], parent_ids: list[str]
// revision: 1     source: docs/model.md#names-by-which-people-ask
MATCH (u:Unit) WHERE u.organization_id = $organization
OPTIONAL MATCH (u)-[:PART_OF]->(p:Unit)
RETURN collect(u.id) AS unit_ids,
       collect(coalesce(u.title, '')) AS unit_titles,
       collect(coalesce(u.aliases, [])) AS unit_aliases,
       collect(coalesce(p.id, '')) AS parent_ids
