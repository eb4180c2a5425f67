// asks: Who may do what in every matter of an organisation, as the rows of a matrix of matters and holders?
// params: organization: organization = null
// columns: matter: str, wider: str, holder_id: str, holder: str, unit: str, grants: list[str]
// revision: 1     source: docs/authority.md#authority-matrix
// computed_by: graph.measures.approvals.matrix_table
MATCH (o)-[h:HAS_AUTHORITY]->(a:Authority) WHERE a.organization_id = $organization
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
