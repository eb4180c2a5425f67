// What the store holds of every REPORTS_TO, whatever it joins.
MATCH (a)-[r:REPORTS_TO]->(b)
RETURN
    labels(a)[0] AS from_label, a.id AS from_id, labels(b)[0] AS to_label, b.id AS to_id, r.id AS id, r.line AS line,
    r.condition AS condition, r.basis AS basis, r.document_ids AS document_ids, r.quotes AS quotes,
    r.locators AS locators, r.spans AS spans
