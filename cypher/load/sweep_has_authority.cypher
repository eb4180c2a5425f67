UNWIND $ids AS id
MATCH ()-[r:HAS_AUTHORITY {id: id}]->()
DELETE r
