// asks: Who is the lowest common superior of two roles, and settles what both claim?
// params: organization: organization = null,
//     role: role e.g. 销售部/销售经理,
//     other: role e.g. 市场部/市场经理
// columns: arbiter_id: str, title: str, unit: str, distance: int (levels), other_distance: int (levels)
// revision: 1     source: docs/measures.md#arbiter
// computed_by: graph.measures.approvals.arbiter_table
MATCH (s:Role)-[:REPORTS_TO*0..50]->(m:Role) WHERE s.id IN [$role, $other]
WITH DISTINCT m
MATCH (m)-[r:REPORTS_TO]->(x:Role) WHERE r.line = 'solid'
RETURN collect(m.id) AS subordinate_ids,
       collect(x.id) AS superior_ids,
       collect(r.id) AS line_ids,
       collect([r.id] + r.document_ids + r.quotes + r.locators + r.spans) AS evidence
