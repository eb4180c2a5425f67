// What the store holds of every MEASURED_BY, whatever it joins.
MATCH (a)-[r:MEASURED_BY]->(b)
RETURN
    labels(a)[0] AS from_label, a.id AS from_id, labels(b)[0] AS to_label, b.id AS to_id, r.id AS id,
    r.owner_id AS owner_id, r.document_ids AS document_ids, r.quotes AS quotes, r.locators AS locators,
    r.spans AS spans
