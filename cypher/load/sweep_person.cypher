UNWIND $ids AS id
MATCH (n:Person {id: id})
DETACH DELETE n
