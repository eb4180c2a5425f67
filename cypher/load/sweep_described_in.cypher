UNWIND $ids AS id
MATCH ()-[r:DESCRIBED_IN {id: id}]->()
DELETE r
