// What the store holds of every OVERLAPS_WITH, whatever it joins.
MATCH (a)-[r:OVERLAPS_WITH]->(b)
RETURN
    labels(a)[0] AS from_label, a.id AS from_id, labels(b)[0] AS to_label, b.id AS to_id, r.id AS id, r.kind AS kind,
    r.score AS score, r.duty_ids AS duty_ids, r.reason AS reason, r.arbiter_id AS arbiter_id
