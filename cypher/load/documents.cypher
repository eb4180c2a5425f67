MATCH (d:Document)
RETURN d.id AS id, d.key AS key, d.edition AS edition, d.reading AS reading, d.title AS title, d.version AS version,
    d.effective_date AS effective_date, d.loaded_at AS loaded_at
ORDER BY d.key, d.id
