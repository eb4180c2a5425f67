// asks: Up the solid line from a role, whom does it escalate to, up to the first who holds the asked authority?
// params: organization: organization = null,
//     role: role e.g. 销售部/业务员,
//     act: act = null e.g. approve,
//     matter: matters = null e.g. 合同
// columns: step: int (count), role_id: str, title: str, unit: str, basis: str, condition: str,
//     holds: bool, passed_over: list[str]
// revision: 1     source: docs/measures.md#escalation
// computed_by: graph.measures.escalation.path_table
// with: grants_above
MATCH (s:Role)-[:REPORTS_TO*0..50]->(m:Role) WHERE s.id = $role
WITH DISTINCT m
MATCH (m)-[r:REPORTS_TO]->(x:Role) WHERE r.line = 'solid'
RETURN collect(m.id) AS subordinate_ids,
       collect(x.id) AS superior_ids,
       collect(r.id) AS line_ids,
       collect(coalesce(r.basis, '')) AS bases,
       collect(coalesce(r.condition, '')) AS conditions,
       collect([r.id] + r.document_ids + r.quotes + r.locators + r.spans) AS evidence
