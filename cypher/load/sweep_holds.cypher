UNWIND $ids AS id
MATCH ()-[r:HOLDS {id: id}]->()
DELETE r
