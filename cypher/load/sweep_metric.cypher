UNWIND $ids AS id
MATCH (n:Metric {id: id})
DETACH DELETE n
