// asks: Who acts on a request in a matter, in which order, who decides it, and up to which amount?
// params: organization: organization = null,
//     matter: matter e.g. 合同签订,
//     amount: float = null e.g. 8000,
//     quantity: str = null e.g. CNY,
//     condition: str = null e.g. 预算内,
//     asker: role = null e.g. 销售部/业务员
// columns: part: str, matter: str, act: str, holder_id: str, holder: str, unit: str, amounts: str, quantity: str,
//     limit_text: str, condition: str, step: int (count)
// revision: 1     source: docs/authority.md#who-approves
// computed_by: graph.measures.approvals.chain_table
// with: around_asker
MATCH (o)-[h:HAS_AUTHORITY]->(a:Authority) WHERE a.id IN $matter AND a.organization_id = $organization
RETURN collect(a.matter) AS matters,
       collect(o.id) AS holder_ids,
       collect(h.id) AS grant_ids,
       collect(h.act) AS acts,
       collect(coalesce(h.limit_min, -1.0)) AS lows,
       collect(coalesce(h.limit_max, -1.0)) AS highs,
       collect(coalesce(h.min_inclusive, true)) AS lows_inclusive,
       collect(coalesce(h.max_inclusive, true)) AS highs_inclusive,
       collect(coalesce(h.quantity, '')) AS quantities,
       collect(coalesce(h.per, '')) AS pers,
       collect(coalesce(h.base, '')) AS bases,
       collect(coalesce(h.limit_text, '')) AS limit_texts,
       collect(coalesce(h.condition, '')) AS conditions,
       collect(coalesce(h.step, 0)) AS steps,
       collect(coalesce(h.quotes[0], '')) AS clauses,
       collect([h.id] + h.document_ids + h.quotes + h.locators + h.spans) AS evidence
