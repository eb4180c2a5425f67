UNWIND $ids AS id
MATCH ()-[r:MEASURED_BY {id: id}]->()
RETURN r.id AS id, r.owner_id AS owner_id, r.document_ids AS document_ids, r.quotes AS quotes, r.locators AS locators,
    r.spans AS spans
