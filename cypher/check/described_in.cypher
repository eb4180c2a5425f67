// What the store holds of every DESCRIBED_IN, whatever it joins.
MATCH (a)-[r:DESCRIBED_IN]->(b)
RETURN
    labels(a)[0] AS from_label, a.id AS from_id, labels(b)[0] AS to_label, b.id AS to_id, r.id AS id
