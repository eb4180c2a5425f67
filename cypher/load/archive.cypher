UNWIND $rows AS row
MERGE (n:Archive {id: row.id})
SET n.document_id = row.document_id, n.key = row.key, n.reading = row.reading,
    n.effective_date = row.effective_date, n.since = row.since, n.loaded_at = row.loaded_at, n.part = row.part,
    n.parts = row.parts, n.data = row.data
RETURN count(n) AS written
