// asks: Which reporting lines does an organisation have?
// params: organization: organization, line: solid|dotted|alternative|acting|skip|any = solid
// columns: subordinate_ids: list[str], superior_ids: list[str], line_ids: list[str]
// revision: 1     source: docs/measures.md#arbiter
MATCH (s:Role)-[r:REPORTS_TO]->(m:Role)
WHERE s.organization_id = $organization AND ($line = 'any' OR r.line = $line)
RETURN collect(s.id) AS subordinate_ids, collect(m.id) AS superior_ids, collect(r.id) AS line_ids
