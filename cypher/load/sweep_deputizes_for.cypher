UNWIND $ids AS id
MATCH ()-[r:DEPUTIZES_FOR {id: id}]->()
DELETE r
