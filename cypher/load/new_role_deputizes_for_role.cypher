// For ids that the store does not hold; their constraint refuses any that it does.
UNWIND $rows AS row
MATCH (a:Role {id: row.from_id})
MATCH (b:Role {id: row.to_id})
CREATE (a)-[r:DEPUTIZES_FOR {id: row.id, condition: row.condition, valid_from: row.valid_from, valid_to: row.valid_to,
    document_ids: row.document_ids, quotes: row.quotes, locators: row.locators, spans: row.spans}]->(b)
RETURN count(r) AS written
