// What the store holds of every NARROWS, whatever it joins.
MATCH (a)-[r:NARROWS]->(b)
RETURN
    labels(a)[0] AS from_label, a.id AS from_id, labels(b)[0] AS to_label, b.id AS to_id, r.id AS id
