UNWIND $rows AS row
MATCH (a:Unit {id: row.from_id})
MATCH (b:Organization {id: row.to_id})
MERGE (a)-[r:PART_OF {id: row.id}]->(b)
SET r.document_ids = row.document_ids, r.quotes = row.quotes, r.locators = row.locators, r.spans = row.spans
RETURN count(r) AS written
