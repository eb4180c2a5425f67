// asks: What may a role and those above it do, in the matters and of the act asked about?
// params: role: role e.g. Sales/Manager, act: act = null, matter: matter = null e.g. contract signing
// columns: matters: list[str], holder_ids: list[str], grant_ids: list[str], acts: list[str], lows: list[float],
//     highs: list[float], lows_inclusive: list[bool], highs_inclusive: list[bool], quantities: list[str],
//     pers: list[str], bases: list[str], limit_texts: list[str], conditions: list[str], steps: list[int],
//     clauses: list[str]
// revision: 2     source: docs/authority.md#the-way-up
MATCH (s:Role)-[:REPORTS_TO*0..50]->(m:Role) WHERE s.id = $role
WITH DISTINCT m
MATCH (m)-[h:HAS_AUTHORITY]->(a:Authority)
WHERE ($act IS NOT NULL OR $matter IS NOT NULL)
  AND ($act IS NULL OR h.act = $act)
  AND ($matter IS NULL OR a.id IN $matter)
RETURN collect(a.matter) AS matters,
       collect(m.id) AS holder_ids,
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
