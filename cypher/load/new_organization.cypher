// For ids that the store does not hold; their constraint refuses any that it does.
UNWIND $rows AS row
CREATE (n:Organization {id: row.id, title: row.title, aliases: row.aliases, document_ids: row.document_ids, quotes: row.quotes,
    locators: row.locators, spans: row.spans})
RETURN count(n) AS written
