// What the store holds of every DEPUTIZES_FOR, whatever it joins.
MATCH (a)-[r:DEPUTIZES_FOR]->(b)
RETURN
    labels(a)[0] AS from_label, a.id AS from_id, labels(b)[0] AS to_label, b.id AS to_id, r.id AS id,
    r.condition AS condition, r.valid_from AS valid_from, r.valid_to AS valid_to, r.document_ids AS document_ids,
    r.quotes AS quotes, r.locators AS locators, r.spans AS spans
