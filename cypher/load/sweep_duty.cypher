UNWIND $ids AS id
MATCH (n:Duty {id: id})
WHERE NOT EXISTS { MATCH (n)<-[:OWNS_DUTY]-() }
DETACH DELETE n
