// asks: How many roles report to each role, directly and in all, and how many levels lie below and above it?
// params: organization: organization = null,
//     line: solid|dotted|alternative|acting|skip|any = solid,
//     min_reports: int = 1 (count)
// columns: role_id: str, title: str, unit: str, direct_reports: int (count), total_reports: int (count),
//     levels_below: int (levels), layer: int (levels)
// revision: 1     source: docs/measures.md#span-of-control
// computed_by: graph.measures.span.table
MATCH (s:Role)-[r:REPORTS_TO]->(m:Role)
WHERE s.organization_id = $organization AND ($line = 'any' OR r.line = $line)
RETURN collect(s.id) AS subordinate_ids,
       collect(m.id) AS superior_ids,
       collect(r.id) AS line_ids,
       collect([r.id] + r.document_ids + r.quotes + r.locators + r.spans) AS evidence
