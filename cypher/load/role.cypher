UNWIND $rows AS row
MERGE (n:Role {id: row.id})
SET n.organization_id = row.organization_id, n.title = row.title, n.aliases = row.aliases, n.kind = row.kind,
    n.vacant = row.vacant, n.headcount_min = row.headcount_min, n.headcount_max = row.headcount_max,
    n.summary = row.summary, n.document_ids = row.document_ids, n.quotes = row.quotes, n.locators = row.locators,
    n.spans = row.spans
RETURN count(n) AS written
