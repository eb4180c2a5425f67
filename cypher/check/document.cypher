// What the store holds of every Document.
MATCH (n:Document)
RETURN
    n.id AS id, n.key AS key, n.edition AS edition, n.reading AS reading, n.title AS title, n.version AS version,
    n.effective_date AS effective_date, n.loaded_at AS loaded_at
