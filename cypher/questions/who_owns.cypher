// asks: Who carries a duty that has these words?
// params: organization: organization = null, words: duties e.g. 合同
// columns: owner_id: str, owner: str, owner_kind: str, unit: str, mode: str, duty: str, area: str, duty_id: str
// revision: 1     source: docs/measures.md#words-in-a-duty
MATCH (o)-[r:OWNS_DUTY]->(d:Duty) WHERE d.id IN $words AND d.organization_id = $organization
OPTIONAL MATCH (o)-[:IN_UNIT]->(u:Unit)
WITH o, r, d, min(u.title) AS unit,
     CASE r.mode WHEN 'own' THEN 0 WHEN 'lead' THEN 1 WHEN 'approve' THEN 2 WHEN 'supervise' THEN 3 ELSE 4 END AS place
RETURN o.id AS owner_id,
       o.title AS owner,
       CASE WHEN o:Unit THEN 'unit' ELSE 'role' END AS owner_kind,
       unit,
       r.mode AS mode,
       d.text AS duty,
       r.area AS area,
       d.id AS duty_id,
       [{id: r.id, document_ids: r.document_ids, quotes: r.quotes, locators: r.locators, spans: r.spans}] AS evidence
ORDER BY place, owner, owner_id, duty, r.id
