UNWIND $ids AS id
MATCH ()-[r:OWNS_DUTY {id: id}]->()
RETURN r.id AS id, r.mode AS mode, r.area AS area, r.frequency AS frequency, r.item AS item,
    r.document_ids AS document_ids, r.quotes AS quotes, r.locators AS locators, r.spans AS spans
