UNWIND $ids AS id
MATCH (n:Unit {id: id})
DETACH DELETE n
