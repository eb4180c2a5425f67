// For ids that the store does not hold; their constraint refuses any that it does.
UNWIND $rows AS row
CREATE (n:Unit {id: row.id, organization_id: row.organization_id, title: row.title, aliases: row.aliases,
    headcount_min: row.headcount_min, headcount_max: row.headcount_max, goal: row.goal,
    document_ids: row.document_ids, quotes: row.quotes, locators: row.locators, spans: row.spans})
RETURN count(n) AS written
