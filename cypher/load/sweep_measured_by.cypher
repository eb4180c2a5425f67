UNWIND $ids AS id
MATCH ()-[r:MEASURED_BY {id: id}]->()
DELETE r
