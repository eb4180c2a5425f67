UNWIND $rows AS row
MATCH (a:Role {id: row.from_id})
MATCH (b:Authority {id: row.to_id})
MERGE (a)-[r:HAS_AUTHORITY {id: row.id}]->(b)
SET r.act = row.act, r.step = row.step, r.limit_min = row.limit_min, r.limit_max = row.limit_max,
    r.min_inclusive = row.min_inclusive, r.max_inclusive = row.max_inclusive, r.quantity = row.quantity,
    r.per = row.per, r.base = row.base, r.limit_text = row.limit_text, r.text = row.text,
    r.condition = row.condition, r.basis = row.basis, r.delegated_from_id = row.delegated_from_id,
    r.document_ids = row.document_ids, r.quotes = row.quotes, r.locators = row.locators, r.spans = row.spans
RETURN count(r) AS written
