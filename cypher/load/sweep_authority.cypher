UNWIND $ids AS id
MATCH (n:Authority {id: id})
WHERE NOT EXISTS { MATCH (n)<-[:HAS_AUTHORITY]-() }
DETACH DELETE n
