// For ids that the store does not hold; their constraint refuses any that it does.
UNWIND $rows AS row
CREATE (n:Duty {id: row.id, organization_id: row.organization_id, text: row.text, verb: row.verb, object: row.object})
RETURN count(n) AS written
