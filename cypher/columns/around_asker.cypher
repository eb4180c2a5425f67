// asks: Which roles stand above and below the one that asks, over any number of levels?
// params: asker: role = null e.g. Sales/Clerk
// columns: above_ids: list[str], below_ids: list[str]
// revision: 1     source: docs/authority.md#who-approves
OPTIONAL MATCH (s:Role)-[:REPORTS_TO*1..50]->(m:Role) WHERE s.id = $asker
WITH collect(DISTINCT m.id) AS above_ids
OPTIONAL MATCH (t:Role)<-[:REPORTS_TO*1..50]-(n:Role) WHERE t.id = $asker
RETURN above_ids, collect(DISTINCT n.id) AS below_ids
