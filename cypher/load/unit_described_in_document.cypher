UNWIND $rows AS row
MATCH (a:Unit {id: row.from_id})
MATCH (b:Document {id: row.to_id})
MERGE (a)-[r:DESCRIBED_IN {id: row.id}]->(b)
RETURN count(r) AS written
