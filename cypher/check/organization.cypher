// What the store holds of every Organization.
MATCH (n:Organization)
RETURN
    n.id AS id, n.title AS title, n.aliases AS aliases, n.document_ids AS document_ids, n.quotes AS quotes,
    n.locators AS locators, n.spans AS spans
