// asks: Who may do what in which matter of an organisation, and up to which amount?
// params: organization: organization
// columns: grant_ids: list[str], holder_ids: list[str], matter_ids: list[str], matters: list[str], acts: list[str],
//     steps: list[int], limits_min: list[float], limits_max: list[float], mins_inclusive: list[bool],
//     maxes_inclusive: list[bool], quantities: list[str], pers: list[str], base_texts: list[str],
//     conditions: list[str], bases: list[str], delegator_ids: list[str], clauses: list[str]
// revision: 1     source: docs/audit.md#what-rules-read
MATCH (o)-[r:HAS_AUTHORITY]->(a:Authority) WHERE a.organization_id = $organization
RETURN collect(r.id) AS grant_ids,
       collect(o.id) AS holder_ids,
       collect(a.id) AS matter_ids,
       collect(coalesce(a.matter, '')) AS matters,
       collect(coalesce(r.act, '')) AS acts,
       collect(coalesce(r.step, 0)) AS steps,
       collect(coalesce(r.limit_min, -1.0)) AS limits_min,
       collect(coalesce(r.limit_max, -1.0)) AS limits_max,
       collect(coalesce(r.min_inclusive, true)) AS mins_inclusive,
       collect(coalesce(r.max_inclusive, true)) AS maxes_inclusive,
       collect(coalesce(r.quantity, '')) AS quantities,
       collect(coalesce(r.per, '')) AS pers,
       collect(coalesce(r.base, '')) AS base_texts,
       collect(coalesce(r.condition, '')) AS conditions,
       collect(coalesce(r.basis, 'stated')) AS bases,
       collect(coalesce(r.delegated_from_id, '')) AS delegator_ids,
       collect(coalesce(r.text, '')) AS clauses,
       collect([r.id] + r.document_ids + r.quotes + r.locators + r.spans) AS evidence
