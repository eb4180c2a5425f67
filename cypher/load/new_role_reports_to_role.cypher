// For ids that the store does not hold; their constraint refuses any that it does.
UNWIND $rows AS row
MATCH (a:Role {id: row.from_id})
MATCH (b:Role {id: row.to_id})
CREATE (a)-[r:REPORTS_TO {id: row.id, line: row.line, condition: row.condition, basis: row.basis, document_ids: row.document_ids,
    quotes: row.quotes, locators: row.locators, spans: row.spans}]->(b)
RETURN count(r) AS written
