// For ids that the store does not hold; their constraint refuses any that it does.
UNWIND $rows AS row
CREATE (n:Metric {id: row.id, organization_id: row.organization_id, text: row.text, document_ids: row.document_ids,
    quotes: row.quotes, locators: row.locators, spans: row.spans})
RETURN count(n) AS written
