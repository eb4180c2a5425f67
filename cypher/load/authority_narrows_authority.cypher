UNWIND $rows AS row
MATCH (a:Authority {id: row.from_id})
MATCH (b:Authority {id: row.to_id})
MERGE (a)-[r:NARROWS {id: row.id}]->(b)
RETURN count(r) AS written
