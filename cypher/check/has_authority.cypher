// What the store holds of every HAS_AUTHORITY, whatever it joins.
MATCH (a)-[r:HAS_AUTHORITY]->(b)
RETURN
    labels(a)[0] AS from_label, a.id AS from_id, labels(b)[0] AS to_label, b.id AS to_id, r.id AS id, r.act AS act,
    r.step AS step, r.limit_min AS limit_min, r.limit_max AS limit_max, r.min_inclusive AS min_inclusive,
    r.max_inclusive AS max_inclusive, r.quantity AS quantity, r.per AS per, r.base AS base, r.limit_text AS limit_text,
    r.text AS text, r.condition AS condition, r.basis AS basis, r.delegated_from_id AS delegated_from_id,
    r.document_ids AS document_ids, r.quotes AS quotes, r.locators AS locators, r.spans AS spans
