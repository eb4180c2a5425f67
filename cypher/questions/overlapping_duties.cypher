// asks: Which owners of one organisation carry the same or nearly the same duty, and who stands above both?
// params: organization: organization = null,
//     min_score: float = 0.9 (ratio),
//     max_rows: int = 1000 (rows)
// columns: score: float (ratio), a_id: str, a: str, a_unit: str, a_mode: str, a_text: str,
//     b_id: str, b: str, b_unit: str, b_mode: str, b_text: str, arbiter_id: str, arbiter: str
// revision: 1     source: docs/measures.md#overlap
// computed_by: graph.measures.overlap.table
// with: lines
MATCH (o)-[r:OWNS_DUTY]->(d:Duty) WHERE d.organization_id = $organization
RETURN collect(r.id) AS claim_ids,
       collect(o.id) AS owner_ids,
       collect(d.id) AS duty_ids,
       collect(coalesce(d.text, '')) AS texts,
       collect(coalesce(r.mode, '')) AS modes,
       collect([r.id] + r.document_ids + r.quotes + r.locators + r.spans) AS evidence
