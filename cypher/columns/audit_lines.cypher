// asks: Which reporting lines of every kind does an organisation have?
// params: organization: organization
// columns: line_ids: list[str], subordinate_ids: list[str], superior_ids: list[str], lines: list[str],
//     conditions: list[str], bases: list[str]
// revision: 1     source: docs/audit.md#what-rules-read
MATCH (s:Role)-[r:REPORTS_TO]->(m:Role) WHERE s.organization_id = $organization
RETURN collect(r.id) AS line_ids,
       collect(s.id) AS subordinate_ids,
       collect(m.id) AS superior_ids,
       collect(coalesce(r.line, 'solid')) AS lines,
       collect(coalesce(r.condition, '')) AS conditions,
       collect(coalesce(r.basis, 'stated')) AS bases,
       collect([r.id] + r.document_ids + r.quotes + r.locators + r.spans) AS evidence
