UNWIND $ids AS id
MATCH (n:Unit {id: id})-[r:OVERLAPS_WITH]-()
WITH DISTINCT r
DELETE r
