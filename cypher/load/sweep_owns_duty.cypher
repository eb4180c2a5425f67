UNWIND $ids AS id
MATCH ()-[r:OWNS_DUTY {id: id}]->()
DELETE r
