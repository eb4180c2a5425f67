UNWIND $rows AS row
MERGE (n:Duty {id: row.id})
SET n.organization_id = row.organization_id, n.text = row.text, n.verb = row.verb, n.object = row.object
RETURN count(n) AS written
