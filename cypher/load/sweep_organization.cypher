UNWIND $ids AS id
MATCH (n:Organization {id: id})
DETACH DELETE n
