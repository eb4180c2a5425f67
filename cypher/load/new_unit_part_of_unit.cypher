// For ids that the store does not hold; their constraint refuses any that it does.
UNWIND $rows AS row
MATCH (a:Unit {id: row.from_id})
MATCH (b:Unit {id: row.to_id})
CREATE (a)-[r:PART_OF {id: row.id, document_ids: row.document_ids, quotes: row.quotes, locators: row.locators, spans: row.spans}]->(b)
RETURN count(r) AS written
