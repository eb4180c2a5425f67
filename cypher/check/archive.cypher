// What the store holds of every Archive, without the facts themselves.
MATCH (n:Archive)
RETURN
    n.id AS id, n.document_id AS document_id, n.key AS key, n.reading AS reading, n.effective_date AS effective_date,
    n.since AS since, n.loaded_at AS loaded_at, n.part AS part, n.parts AS parts
