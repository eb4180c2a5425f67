// Each edition in the archive; `found` below `parts` means that a load was stopped while it wrote or removed it.
MATCH (a:Archive)
RETURN a.document_id AS document_id, a.key AS key, a.reading AS reading, a.effective_date AS effective_date,
    a.since AS since, a.loaded_at AS loaded_at, a.parts AS parts, count(a) AS found
ORDER BY document_id, reading
