// asks: Which posts above a role are vacant, who stands in for them, and what else does the person who asks hold?
// params: role: role e.g. Sales/Manager, asker: role = null e.g. Sales/Clerk
// columns: vacant_ids: list[str], deputized_ids: list[str], deputy_ids: list[str], deputy_fact_ids: list[str],
//     deputy_conditions: list[str], asker_holds_ids: list[str]
// revision: 1     source: docs/authority.md#the-way-up
MATCH (s:Role)-[:REPORTS_TO*0..50]->(m:Role) WHERE s.id = $role
WITH DISTINCT m
OPTIONAL MATCH (d:Role)-[r:DEPUTIZES_FOR]->(m) WHERE m.vacant = true
WITH collect(DISTINCT CASE WHEN m.vacant = true THEN m.id ELSE null END) AS vacant_ids,
     collect(CASE WHEN r IS NULL THEN null ELSE m.id END) AS deputized_ids,
     collect(d.id) AS deputy_ids,
     collect(r.id) AS deputy_fact_ids,
     collect(CASE WHEN r IS NULL THEN null ELSE coalesce(r.condition, '') END) AS deputy_conditions,
     collect(CASE WHEN r IS NULL THEN null ELSE [r.id] + r.document_ids + r.quotes + r.locators + r.spans END) AS evidence
OPTIONAL MATCH (k:Role)<-[:HOLDS]-(p:Person)-[:HOLDS]->(n:Role) WHERE k.id = $asker
RETURN vacant_ids, deputized_ids, deputy_ids, deputy_fact_ids, deputy_conditions, evidence,
       collect(DISTINCT n.id) AS asker_holds_ids
