// asks: By which measures are an organisation's roles and units measured as a whole?
// params: organization: organization
// columns: measured_ids: list[str], metric_ids: list[str], metric_texts: list[str], measure_ids: list[str]
// revision: 1     source: docs/measures.md#what-falls-on-nobody
MATCH (o)-[r:MEASURED_BY]->(m:Metric) WHERE m.organization_id = $organization AND NOT o:Duty
RETURN collect(o.id) AS measured_ids,
       collect(m.id) AS metric_ids,
       collect(coalesce(m.text, '')) AS metric_texts,
       collect(r.id) AS measure_ids,
       collect([r.id] + r.document_ids + r.quotes + r.locators + r.spans) AS evidence
