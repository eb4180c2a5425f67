UNWIND $rows AS row
MERGE (n:Person {id: row.id})
SET n.organization_id = row.organization_id, n.name = row.name, n.document_ids = row.document_ids,
    n.quotes = row.quotes, n.locators = row.locators, n.spans = row.spans
RETURN count(n) AS written
