// asks: By which measures are the duties of whom measured?
// params: organization: organization
// columns: duty_measured_ids: list[str], duty_metric_ids: list[str], duty_metric_texts: list[str],
//     duty_measure_ids: list[str]
// revision: 1     source: docs/measures.md#what-falls-on-nobody
MATCH (d:Duty)-[r:MEASURED_BY]->(m:Metric) WHERE m.organization_id = $organization
RETURN collect(coalesce(r.owner_id, '')) AS duty_measured_ids,
       collect(m.id) AS duty_metric_ids,
       collect(coalesce(m.text, '')) AS duty_metric_texts,
       collect(r.id) AS duty_measure_ids,
       collect([r.id] + r.document_ids + r.quotes + r.locators + r.spans) AS evidence
