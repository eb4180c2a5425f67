// asks: Which posts and bodies have no reporting line, no unit, or no duty?
// params: organization: organization = null
// columns: role_id: str, title: str, kind: str, has_line: bool, has_unit: bool, has_duty: bool
// revision: 1     source: docs/measures.md#unattached-roles
MATCH (n:Role) WHERE n.organization_id = $organization AND n.kind <> 'external'
WITH n,
     EXISTS { MATCH (n)-[:REPORTS_TO]-(:Role) } AS has_line,
     EXISTS { MATCH (n)-[:IN_UNIT]->(:Unit) } AS has_unit,
     EXISTS { MATCH (n)-[:OWNS_DUTY]->(:Duty) } AS has_duty
WHERE NOT (has_line AND has_unit AND has_duty)
RETURN n.id AS role_id,
       n.title AS title,
       n.kind AS kind,
       has_line,
       has_unit,
       has_duty,
       [{id: n.id, document_ids: n.document_ids, quotes: n.quotes, locators: n.locators, spans: n.spans}] AS evidence
ORDER BY title, role_id
