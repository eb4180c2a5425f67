// For ids that the store does not hold; their constraint refuses any that it does.
UNWIND $rows AS row
MATCH (a:Unit {id: row.from_id})
MATCH (b:Authority {id: row.to_id})
CREATE (a)-[r:HAS_AUTHORITY {id: row.id, act: row.act, step: row.step, limit_min: row.limit_min, limit_max: row.limit_max,
    min_inclusive: row.min_inclusive, max_inclusive: row.max_inclusive, quantity: row.quantity, per: row.per,
    base: row.base, limit_text: row.limit_text, text: row.text, condition: row.condition, basis: row.basis,
    delegated_from_id: row.delegated_from_id, document_ids: row.document_ids, quotes: row.quotes,
    locators: row.locators, spans: row.spans}]->(b)
RETURN count(r) AS written
