// asks: By which measures are an organisation's duties measured, and whose measures are they?
// params: organization: organization
// columns: measure_ids: list[str], owner_ids: list[str], duty_ids: list[str], metric_ids: list[str], texts: list[str]
// revision: 1     source: docs/audit.md#what-rules-read
MATCH (d:Duty)-[r:MEASURED_BY]->(m:Metric) WHERE m.organization_id = $organization
RETURN collect(r.id) AS measure_ids,
       collect(coalesce(r.owner_id, '')) AS owner_ids,
       collect(d.id) AS duty_ids,
       collect(m.id) AS metric_ids,
       collect(coalesce(m.text, '')) AS texts,
       collect([r.id] + r.document_ids + r.quotes + r.locators + r.spans) AS evidence
