UNWIND $rows AS row
MATCH (a:Unit {id: row.from_id})
MATCH (b:Role {id: row.to_id})
MERGE (a)-[r:OVERLAPS_WITH {id: row.id}]->(b)
SET r.kind = row.kind, r.score = row.score, r.duty_ids = row.duty_ids, r.reason = row.reason,
    r.arbiter_id = row.arbiter_id
RETURN count(r) AS written
