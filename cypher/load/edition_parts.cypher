MATCH (a:Archive)
WHERE a.document_id = $document_id AND a.reading = $reading
RETURN a.data AS data
ORDER BY a.part, a.id
