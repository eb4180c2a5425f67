// For ids that the store does not hold; their constraint refuses any that it does.
UNWIND $rows AS row
MATCH (a:Unit {id: row.from_id})
MATCH (b:Document {id: row.to_id})
CREATE (a)-[r:DESCRIBED_IN {id: row.id}]->(b)
RETURN count(r) AS written
