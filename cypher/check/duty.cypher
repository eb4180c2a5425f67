// What the store holds of every Duty.
MATCH (n:Duty)
RETURN
    n.id AS id, n.organization_id AS organization_id, n.text AS text, n.verb AS verb, n.object AS object
