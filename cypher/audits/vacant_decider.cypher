// title: A vacant post decides
// title_zh: 空缺岗位掌握审批权
// group: authority
// severity: warning
// message: {role} is vacant, decides {matters}, and nobody stands in for it.
// message_zh: “{role}”空缺，却掌握{matters}的决定权，且没有代理人。
// advice: Name who exercises the powers until the post is filled.
// advice_zh: 写明空缺期间由谁代行权限。
// counts: vacant posts     counts_zh: 空缺岗位
// columns: role_id: str, matters: list[str]
// identity: role_id
// formula: roles with vacant = true and a HAS_AUTHORITY of act approve, decide or sign, without DEPUTIZES_FOR to them, and no
//     role under them has an acting REPORTS_TO
// basis: company authority tables: the powers of a vacant post go to the deputy named or one level up     grade: C
// revision: 1
MATCH (n:Role)-[h:HAS_AUTHORITY]->(a:Authority)
WHERE n.organization_id = $organization AND n.vacant = true AND h.act IN ['approve', 'decide', 'sign']
  AND NOT EXISTS { MATCH ()-[:DEPUTIZES_FOR]->(n) }
  AND NOT EXISTS { MATCH (n)<-[:REPORTS_TO]-(s:Role)-[r:REPORTS_TO]->(:Role) WHERE r.line = 'acting' }
WITH n, h, a ORDER BY a.matter, h.id
WITH n, collect(DISTINCT a.matter) AS matters,
     collect({id: h.id, document_ids: h.document_ids, quotes: h.quotes, locators: h.locators, spans: h.spans}) AS grants
RETURN n.id AS role_id,
       matters,
       grants + [{id: n.id, document_ids: n.document_ids, quotes: n.quotes, locators: n.locators,
                  spans: n.spans}] AS evidence
ORDER BY role_id

// population:
MATCH (n:Role) WHERE n.organization_id = $organization AND n.vacant = true
RETURN count(n) AS population
