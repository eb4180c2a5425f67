// What the store holds of every Authority.
MATCH (n:Authority)
RETURN
    n.id AS id, n.organization_id AS organization_id, n.matter AS matter
