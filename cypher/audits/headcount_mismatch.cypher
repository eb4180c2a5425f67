// title: Headcounts that do not add up
// title_zh: 编制人数不符
// group: documents
// severity: warning
// message: {unit} has {stated} people by its own headcount, and {counted} by those of its posts.
// message_zh: “{unit}”的编制为{stated}人，而各岗位编制合计{counted}人。
// advice: Correct the headcount of the unit or of a post.
// advice_zh: 核对并更正部门或岗位的编制人数。
// counts: units whose headcount, and that of every post in it, is stated     counts_zh: 部门与各岗位编制均写明的部门
// columns: unit_id: str, stated: int (people), counted: int (people)
// identity: unit_id
// formula: units without parts, every post in which has a headcount: the sum of the posts' greatest headcounts is below the unit's
//     least, or that of their least above the unit's greatest
// basis: proposed: the same figure stated twice must agree     grade: P
// revision: 1
MATCH (u:Unit)<-[:IN_UNIT]-(n:Role)
WHERE u.organization_id = $organization AND u.headcount_max IS NOT NULL AND n.kind <> 'external'
  AND NOT EXISTS { MATCH (u)<-[:PART_OF]-(:Unit) }
WITH u, n ORDER BY n.id
WITH u, count(n) AS posts, count(n.headcount_max) AS known, sum(coalesce(n.headcount_max, 0)) AS most,
     sum(coalesce(n.headcount_min, n.headcount_max, 0)) AS least,
     collect({id: n.id, document_ids: n.document_ids, quotes: n.quotes, locators: n.locators, spans: n.spans}) AS sized
WHERE posts = known AND (most < coalesce(u.headcount_min, u.headcount_max) OR least > u.headcount_max)
RETURN u.id AS unit_id,
       u.headcount_max AS stated,
       most AS counted,
       [{id: u.id, document_ids: u.document_ids, quotes: u.quotes, locators: u.locators, spans: u.spans}] + sized AS evidence
ORDER BY unit_id

// population:
MATCH (u:Unit)<-[:IN_UNIT]-(n:Role)
WHERE u.organization_id = $organization AND u.headcount_max IS NOT NULL AND n.kind <> 'external'
  AND NOT EXISTS { MATCH (u)<-[:PART_OF]-(:Unit) }
WITH u, count(n) AS posts, count(n.headcount_max) AS known
WHERE posts = known
RETURN count(u) AS population
