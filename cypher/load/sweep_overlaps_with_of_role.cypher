UNWIND $ids AS id
MATCH (n:Role {id: id})-[r:OVERLAPS_WITH]-()
WITH DISTINCT r
DELETE r
