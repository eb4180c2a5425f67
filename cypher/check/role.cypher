// What the store holds of every Role.
MATCH (n:Role)
RETURN
    n.id AS id, n.organization_id AS organization_id, n.title AS title, n.aliases AS aliases, n.kind AS kind,
    n.vacant AS vacant, n.headcount_min AS headcount_min, n.headcount_max AS headcount_max, n.summary AS summary,
    n.document_ids AS document_ids, n.quotes AS quotes, n.locators AS locators, n.spans AS spans
