// title: A post is its own superior
// title_zh: 岗位以自己为上级
// group: lines
// severity: error
// message: {role} is named as its own superior.
// message_zh: “{role}”的上级写的是它自己。
// advice: State who leads the post; until then nobody answers for it.
// advice_zh: 补写真正的直接上级，否则该岗位无人管理。
// counts: roles that name a superior     counts_zh: 写明上级的岗位
// columns: role_id: str
// identity: role_id
// formula: a REPORTS_TO of any line whose two ends have one id
// basis: Orgvue cleaning pack: no self-managers; unity of command after Fayol     grade: B
// revision: 1
MATCH (n:Role)-[r:REPORTS_TO]->(m:Role) WHERE n.organization_id = $organization AND m.id = n.id
WITH n, r ORDER BY r.id
WITH n, collect({id: r.id, document_ids: r.document_ids, quotes: r.quotes, locators: r.locators,
                 spans: r.spans}) AS evidence
RETURN n.id AS role_id, evidence
ORDER BY role_id

// population:
MATCH (n:Role)-[:REPORTS_TO]->(:Role) WHERE n.organization_id = $organization
RETURN count(DISTINCT n) AS population
