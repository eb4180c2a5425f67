UNWIND $ids AS id
MATCH ()-[r:NARROWS {id: id}]->()
DELETE r
