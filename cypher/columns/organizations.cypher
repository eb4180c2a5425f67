// asks: Which organisations does the store hold, and by which names?
// columns: organization_ids: list[str], organization_titles: list[str], organization_aliases: list[list],
//     organization_documents: list[str], organization_locators: list[str]
// revision: 1     source: docs/model.md#names-by-which-people-ask
MATCH (o:Organization)
RETURN collect(o.id) AS organization_ids,
       collect(coalesce(o.title, '')) AS organization_titles,
       collect(coalesce(o.aliases, [])) AS organization_aliases,
       collect(coalesce(o.document_ids[0], '')) AS organization_documents,
       collect(coalesce(o.locators[0], '')) AS organization_locators
