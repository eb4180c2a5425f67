MATCH (a:Authority) WHERE a.organization_id = $organization
RETURN a.id AS id, a.matter AS matter
