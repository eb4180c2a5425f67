// asks: What may a role or unit do in which matters, and up to which amount?
// params: organization: organization = null,
//     role: owner e.g. 销售部/销售经理,
//     act: act = null e.g. approve
// columns: matter: str, act: str, limit_min: float (quantity), limit_max: float (quantity), min_inclusive: bool,
//     max_inclusive: bool, quantity: str, per: str, limit_text: str, condition: str, step: int (count), basis: str,
//     text: str
// revision: 1     source: docs/authority.md#may-decide
MATCH (o)-[h:HAS_AUTHORITY]->(a:Authority)
WHERE o.id = $role AND a.organization_id = $organization AND ($act IS NULL OR h.act = $act)
RETURN a.matter AS matter,
       h.act AS act,
       h.limit_min AS limit_min,
       h.limit_max AS limit_max,
       h.min_inclusive AS min_inclusive,
       h.max_inclusive AS max_inclusive,
       h.quantity AS quantity,
       h.per AS per,
       h.limit_text AS limit_text,
       h.condition AS condition,
       h.step AS step,
       h.basis AS basis,
       h.text AS text,
       [{id: h.id, document_ids: h.document_ids, quotes: h.quotes, locators: h.locators, spans: h.spans}] AS evidence
ORDER BY matter, act, coalesce(h.limit_min, -1.0), coalesce(h.limit_max, -1.0), h.id
