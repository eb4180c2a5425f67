// For ids that the store does not hold; their constraint refuses any that it does.
UNWIND $rows AS row
CREATE (n:Role {id: row.id, organization_id: row.organization_id, title: row.title, aliases: row.aliases, kind: row.kind,
    vacant: row.vacant, headcount_min: row.headcount_min, headcount_max: row.headcount_max, summary: row.summary,
    document_ids: row.document_ids, quotes: row.quotes, locators: row.locators, spans: row.spans})
RETURN count(n) AS written
