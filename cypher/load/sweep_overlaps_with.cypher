UNWIND $ids AS id
MATCH ()-[r:OVERLAPS_WITH {id: id}]->()
DELETE r
