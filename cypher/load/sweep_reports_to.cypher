UNWIND $ids AS id
MATCH ()-[r:REPORTS_TO {id: id}]->()
DELETE r
