MATCH (a:Authority)-[r:NARROWS]->(:Authority) WHERE a.organization_id = $organization
RETURN r.id AS id
