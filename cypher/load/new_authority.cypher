// For ids that the store does not hold; their constraint refuses any that it does.
UNWIND $rows AS row
CREATE (n:Authority {id: row.id, organization_id: row.organization_id, matter: row.matter})
RETURN count(n) AS written
