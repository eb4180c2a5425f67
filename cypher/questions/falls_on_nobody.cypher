// asks: If a role is vacant or removed, what is left without an owner, a decider, a measure or a superior?
// params: organization: organization = null, least: int = 1 (count)
// columns: role_id: str, title: str, unit: str, vacant: bool, deputies: list[str], left: int (count),
//     duties_left: list[str], matters_left: list[str], measures_left: list[str],
//     reports_left: list[str]
// revision: 1     source: docs/measures.md#what-falls-on-nobody
// computed_by: graph.measures.vacancy.table
// with: nobody_roles, nobody_grants, nobody_measures, nobody_duty_measures, nobody_deputies, lines
MATCH (o)-[r:OWNS_DUTY]->(d:Duty) WHERE d.organization_id = $organization
RETURN collect(o.id) AS owner_ids,
       collect(d.id) AS duty_ids,
       collect(coalesce(d.text, '')) AS duty_texts,
       collect(coalesce(r.mode, 'own')) AS modes,
       collect(r.id) AS claim_ids,
       collect([r.id] + r.document_ids + r.quotes + r.locators + r.spans) AS evidence
