UNWIND $rows AS row
MERGE (n:Authority {id: row.id})
SET n.organization_id = row.organization_id, n.matter = row.matter
RETURN count(n) AS written
