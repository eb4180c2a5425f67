UNWIND $rows AS row
MATCH (a:Duty {id: row.from_id})
MATCH (b:Metric {id: row.to_id})
MERGE (a)-[r:MEASURED_BY {id: row.id}]->(b)
SET r.owner_id = row.owner_id, r.document_ids = row.document_ids, r.quotes = row.quotes, r.locators = row.locators,
    r.spans = row.spans
RETURN count(r) AS written
