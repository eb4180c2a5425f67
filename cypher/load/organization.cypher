UNWIND $rows AS row
MERGE (n:Organization {id: row.id})
SET n.title = row.title, n.aliases = row.aliases, n.document_ids = row.document_ids, n.quotes = row.quotes,
    n.locators = row.locators, n.spans = row.spans
RETURN count(n) AS written
