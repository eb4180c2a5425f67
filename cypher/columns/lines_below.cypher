// asks: Which lines lead up to a role, from every level below it?
// params: role: role e.g. Sales/Manager
// columns: below_subordinate_ids: list[str], below_superior_ids: list[str], below_line_ids: list[str],
//     below_lines: list[str], below_conditions: list[str]
// revision: 1     source: docs/measures.md#lines-above-and-below
MATCH (s:Role)<-[:REPORTS_TO*0..50]-(m:Role) WHERE s.id = $role
WITH DISTINCT m
MATCH (m)<-[r:REPORTS_TO]-(x:Role)
RETURN collect(x.id) AS below_subordinate_ids,
       collect(m.id) AS below_superior_ids,
       collect(r.id) AS below_line_ids,
       collect(coalesce(r.line, '')) AS below_lines,
       collect(coalesce(r.condition, '')) AS below_conditions,
       collect([r.id] + r.document_ids + r.quotes + r.locators + r.spans) AS evidence
