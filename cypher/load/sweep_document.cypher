UNWIND $ids AS id
MATCH (n:Document {id: id})
DETACH DELETE n
