UNWIND $ids AS id
MATCH ()-[r:REPORTS_TO {id: id}]->()
RETURN r.id AS id, r.line AS line, r.condition AS condition, r.basis AS basis, r.document_ids AS document_ids,
    r.quotes AS quotes, r.locators AS locators, r.spans AS spans
