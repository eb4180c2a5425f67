UNWIND $ids AS id
MATCH ()-[r:IN_UNIT {id: id}]->()
DELETE r
