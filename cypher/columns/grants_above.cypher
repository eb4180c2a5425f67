// asks: Who of a role and those above it may do an act in a matter?
// params: role: role e.g. Sales/Manager, act: act = null, matter: matters = null e.g. contracts
// columns: holder_ids: list[str], grant_ids: list[str], grant_acts: list[str]
// revision: 1     source: docs/measures.md#escalation
MATCH (s:Role)-[:REPORTS_TO*0..50]->(m:Role) WHERE s.id = $role
WITH DISTINCT m
MATCH (m)-[h:HAS_AUTHORITY]->(a:Authority)
WHERE ($act IS NOT NULL OR $matter IS NOT NULL)
  AND ($act IS NULL OR h.act = $act)
  AND ($matter IS NULL OR a.id IN $matter)
RETURN collect(m.id) AS holder_ids,
       collect(h.id) AS grant_ids,
       collect(h.act) AS grant_acts,
       collect([h.id] + h.document_ids + h.quotes + h.locators + h.spans) AS evidence
