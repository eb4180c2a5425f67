// asks: By which measures are an organisation's roles and units measured as a whole?
// params: organization: organization
// columns: measure_ids: list[str], owner_ids: list[str], metric_ids: list[str], texts: list[str]
// revision: 1     source: docs/audit.md#what-rules-read
MATCH (o)-[r:MEASURED_BY]->(m:Metric) WHERE m.organization_id = $organization AND NOT o:Duty
RETURN collect(r.id) AS measure_ids,
       collect(o.id) AS owner_ids,
       collect(m.id) AS metric_ids,
       collect(coalesce(m.text, '')) AS texts,
       collect([r.id] + r.document_ids + r.quotes + r.locators + r.spans) AS evidence
