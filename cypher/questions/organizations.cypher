// asks: Which organisations were read, and how much is known of each?
// params: organization: organization = all
// columns: organization_id: str, title: str, aliases: list[str], units: int (count), roles: int (count),
//     duties: int (count), lines: int (count), authorities: int (count)
// revision: 1     source: docs/measures.md#cards-and-counts
MATCH (o:Organization) WHERE $organization IS NULL OR o.id = $organization
RETURN o.id AS organization_id,
       o.title AS title,
       o.aliases AS aliases,
       COUNT { MATCH (u:Unit) WHERE u.organization_id = o.id } AS units,
       COUNT { MATCH (n:Role) WHERE n.organization_id = o.id } AS roles,
       COUNT { MATCH (d:Duty) WHERE d.organization_id = o.id } AS duties,
       COUNT { MATCH (s:Role)-[:REPORTS_TO]->(:Role) WHERE s.organization_id = o.id } AS lines,
       COUNT { MATCH (a:Authority)<-[:HAS_AUTHORITY]-() WHERE a.organization_id = o.id } AS authorities,
       [{id: o.id, document_ids: o.document_ids, quotes: o.quotes, locators: o.locators, spans: o.spans}] AS evidence
ORDER BY title, organization_id
