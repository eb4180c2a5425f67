// What the store holds of every Person.
MATCH (n:Person)
RETURN
    n.id AS id, n.organization_id AS organization_id, n.name AS name, n.document_ids AS document_ids,
    n.quotes AS quotes, n.locators AS locators, n.spans AS spans
