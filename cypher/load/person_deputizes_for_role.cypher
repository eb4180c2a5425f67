UNWIND $rows AS row
MATCH (a:Person {id: row.from_id})
MATCH (b:Role {id: row.to_id})
MERGE (a)-[r:DEPUTIZES_FOR {id: row.id}]->(b)
SET r.condition = row.condition, r.valid_from = row.valid_from, r.valid_to = row.valid_to,
    r.document_ids = row.document_ids, r.quotes = row.quotes, r.locators = row.locators, r.spans = row.spans
RETURN count(r) AS written
