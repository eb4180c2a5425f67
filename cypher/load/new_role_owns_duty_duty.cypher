// For ids that the store does not hold; their constraint refuses any that it does.
UNWIND $rows AS row
MATCH (a:Role {id: row.from_id})
MATCH (b:Duty {id: row.to_id})
CREATE (a)-[r:OWNS_DUTY {id: row.id, mode: row.mode, area: row.area, frequency: row.frequency, item: row.item,
    document_ids: row.document_ids, quotes: row.quotes, locators: row.locators, spans: row.spans}]->(b)
RETURN count(r) AS written
