UNWIND $ids AS id
MATCH ()-[r:PART_OF {id: id}]->()
RETURN r.id AS id, r.document_ids AS document_ids, r.quotes AS quotes, r.locators AS locators, r.spans AS spans
