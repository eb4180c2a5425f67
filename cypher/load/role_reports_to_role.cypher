UNWIND $rows AS row
MATCH (a:Role {id: row.from_id})
MATCH (b:Role {id: row.to_id})
MERGE (a)-[r:REPORTS_TO {id: row.id}]->(b)
SET r.line = row.line, r.condition = row.condition, r.basis = row.basis, r.document_ids = row.document_ids,
    r.quotes = row.quotes, r.locators = row.locators, r.spans = row.spans
RETURN count(r) AS written
