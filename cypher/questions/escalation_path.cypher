// asks: Up the solid line from a role, to whom does a request go, up to the first whose limit suffices?
// params: organization: organization = null,
//     role: role e.g. 销售部/业务员,
//     act: act = null e.g. approve,
//     matter: matter = null e.g. 合同签订,
//     amount: float = null e.g. 8000,
//     quantity: str = null e.g. CNY,
//     condition: str = null e.g. 预算内,
//     asker: role = null e.g. 销售部/业务员,
//     conflicted: role = null e.g. 财务总监
// columns: step: int (count), role_id: str, title: str, unit: str, rule: str, outcome: str, basis: str, condition: str,
//     holds: bool, passed_over: list[str]
// revision: 2     source: docs/authority.md#the-way-up
// computed_by: graph.measures.paths.path_table
// with: grants_above, stand_ins
MATCH (s:Role)-[:REPORTS_TO*0..50]->(m:Role) WHERE s.id = $role
WITH DISTINCT m
MATCH (m)-[r:REPORTS_TO]->(x:Role) WHERE r.line IN ['solid', 'acting']
RETURN collect(m.id) AS subordinate_ids,
       collect(x.id) AS superior_ids,
       collect(r.id) AS line_ids,
       collect(r.line) AS lines,
       collect(coalesce(r.basis, '')) AS line_bases,
       collect(coalesce(r.condition, '')) AS line_conditions,
       collect([r.id] + r.document_ids + r.quotes + r.locators + r.spans) AS evidence
