UNWIND $rows AS row
MERGE (n:Document {id: row.id})
SET n.key = row.key, n.edition = row.edition, n.reading = row.reading, n.title = row.title,
    n.version = row.version, n.effective_date = row.effective_date, n.loaded_at = row.loaded_at
RETURN count(n) AS written
