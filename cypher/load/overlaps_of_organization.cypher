MATCH (a)-[r:OVERLAPS_WITH]->(b) WHERE a.organization_id = $organization
RETURN r.id AS id, a.id AS from_id, b.id AS to_id, r.kind AS kind, r.score AS score, r.duty_ids AS duty_ids,
    r.reason AS reason, r.arbiter_id AS arbiter_id
