UNWIND $rows AS row
MATCH (a:Role {id: row.from_id})
MATCH (b:Unit {id: row.to_id})
MERGE (a)-[r:IN_UNIT {id: row.id}]->(b)
SET r.document_ids = row.document_ids, r.quotes = row.quotes, r.locators = row.locators, r.spans = row.spans
RETURN count(r) AS written
