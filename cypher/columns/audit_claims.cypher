// asks: Who carries which duty of an organisation, and in which mode?
// params: organization: organization
// columns: claim_ids: list[str], owner_ids: list[str], duty_ids: list[str], texts: list[str], modes: list[str],
//     areas: list[str], items: list[int]
// revision: 1     source: docs/audit.md#what-rules-read
MATCH (o)-[r:OWNS_DUTY]->(d:Duty) WHERE d.organization_id = $organization
RETURN collect(r.id) AS claim_ids,
       collect(o.id) AS owner_ids,
       collect(d.id) AS duty_ids,
       collect(coalesce(d.text, '')) AS texts,
       collect(coalesce(r.mode, 'own')) AS modes,
       collect(coalesce(r.area, '')) AS areas,
       collect(coalesce(r.item, 0)) AS items,
       collect([r.id] + r.document_ids + r.quotes + r.locators + r.spans) AS evidence
