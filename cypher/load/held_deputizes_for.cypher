UNWIND $ids AS id
MATCH ()-[r:DEPUTIZES_FOR {id: id}]->()
RETURN r.id AS id, r.condition AS condition, r.valid_from AS valid_from, r.valid_to AS valid_to,
    r.document_ids AS document_ids, r.quotes AS quotes, r.locators AS locators, r.spans AS spans
