// asks: Which owners of one organisation claim the same work, of which kind is that, who settles it, and who could own it?
// params: organization: organization = null,
//     min_score: float = 0.6 (ratio),
//     max_rows: int = 1000 (rows)
// columns: score: float (ratio), matter: int (count), kind: str, by_design: str,
//     a_claim_id: str, a_id: str, a: str, a_unit: str, a_mode: str, a_text: str,
//     b_claim_id: str, b_id: str, b: str, b_unit: str, b_mode: str, b_text: str, reason: str,
//     arbiter_id: str, arbiter: str, matter_arbiter_id: str, matter_arbiter: str,
//     proposed_id: str, proposed: str, ground: str, nobody_owns: bool
// revision: 2     source: docs/overlap.md#the-register
// computed_by: graph.measures.overlaps.question.table
// with: audit_roles, audit_units, audit_places, audit_parents, audit_lines
MATCH (o)-[r:OWNS_DUTY]->(d:Duty) WHERE d.organization_id = $organization
RETURN collect(r.id) AS claim_ids,
       collect(o.id) AS owner_ids,
       collect(d.id) AS duty_ids,
       collect(coalesce(d.text, '')) AS texts,
       collect(coalesce(r.mode, 'own')) AS modes,
       collect(coalesce(r.area, '')) AS areas,
       collect(coalesce(r.item, 0)) AS items,
       collect([r.id] + r.document_ids + r.quotes + r.locators + r.spans) AS evidence
