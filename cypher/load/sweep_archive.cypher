UNWIND $ids AS id
MATCH (n:Archive {id: id})
DELETE n
