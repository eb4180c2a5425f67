UNWIND $rows AS row
MERGE (n:Unit {id: row.id})
SET n.organization_id = row.organization_id, n.title = row.title, n.aliases = row.aliases,
    n.headcount_min = row.headcount_min, n.headcount_max = row.headcount_max, n.goal = row.goal,
    n.document_ids = row.document_ids, n.quotes = row.quotes, n.locators = row.locators, n.spans = row.spans
RETURN count(n) AS written
