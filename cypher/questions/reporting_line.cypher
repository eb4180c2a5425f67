// asks: Who stands above and below a role, at which distance, and by which kind of line?
// params: organization: organization = null,
//     role: role e.g. 销售部/销售经理,
//     max_distance: int = null (levels) e.g. 1
// columns: direction: str, distance: int (levels), role_id: str, title: str, unit: str, line: str, condition: str,
//     through_id: str, through: str
// revision: 1     source: docs/measures.md#lines-above-and-below
// computed_by: graph.measures.escalation.line_table
// with: lines_below
MATCH (s:Role)-[:REPORTS_TO*0..50]->(m:Role) WHERE s.id = $role
WITH DISTINCT m
MATCH (m)-[r:REPORTS_TO]->(x:Role)
RETURN collect(m.id) AS above_subordinate_ids,
       collect(x.id) AS above_superior_ids,
       collect(r.id) AS above_line_ids,
       collect(coalesce(r.line, '')) AS above_lines,
       collect(coalesce(r.condition, '')) AS above_conditions,
       collect([r.id] + r.document_ids + r.quotes + r.locators + r.spans) AS evidence
