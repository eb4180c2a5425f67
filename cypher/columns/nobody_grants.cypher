// asks: Who decides which matter of an organisation?
// params: organization: organization
// columns: holder_ids: list[str], matter_ids: list[str], matters: list[str], grant_ids: list[str]
// revision: 1     source: docs/measures.md#what-falls-on-nobody
MATCH (o)-[r:HAS_AUTHORITY]->(a:Authority)
WHERE a.organization_id = $organization AND r.act IN ['approve', 'decide', 'sign']
RETURN collect(o.id) AS holder_ids,
       collect(a.id) AS matter_ids,
       collect(coalesce(a.matter, '')) AS matters,
       collect(r.id) AS grant_ids,
       collect([r.id] + r.document_ids + r.quotes + r.locators + r.spans) AS evidence
