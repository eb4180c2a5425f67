// What the store holds of every Unit.
MATCH (n:Unit)
RETURN
    n.id AS id, n.organization_id AS organization_id, n.title AS title, n.aliases AS aliases,
    n.headcount_min AS headcount_min, n.headcount_max AS headcount_max, n.goal AS goal, n.document_ids AS document_ids,
    n.quotes AS quotes, n.locators AS locators, n.spans AS spans
