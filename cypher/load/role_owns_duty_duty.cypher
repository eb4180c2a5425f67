UNWIND $rows AS row
MATCH (a:Role {id: row.from_id})
MATCH (b:Duty {id: row.to_id})
MERGE (a)-[r:OWNS_DUTY {id: row.id}]->(b)
SET r.mode = row.mode, r.area = row.area, r.frequency = row.frequency, r.item = row.item,
    r.document_ids = row.document_ids, r.quotes = row.quotes, r.locators = row.locators, r.spans = row.spans
RETURN count(r) AS written
