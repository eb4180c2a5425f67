UNWIND $ids AS id
MATCH (n:Metric {id: id})
RETURN n.id AS id, n.organization_id AS organization_id, n.text AS text, n.document_ids AS document_ids,
    n.quotes AS quotes, n.locators AS locators, n.spans AS spans
