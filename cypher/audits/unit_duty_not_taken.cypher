// title: A department's duty that no role takes up
// title_zh: 部门职责未落实到岗位
// group: duties
// severity: warning
// message: No post of {unit} takes up “{text}”.
// message_zh: “{unit}”的职责“{text}”没有落实到任何岗位。
// advice: Give the duty to a post of the department, or strike it from the department's list.
// advice_zh: 把该职责分解到具体岗位，或从部门职责中删除。
// counts: duties of departments whose posts all have duties     counts_zh: 各岗位均有职责的部门的职责
// columns: duty_id: str, unit_id: str, text: str
// identity: duty_id, unit_id
// formula: OWNS_DUTY of a unit none of whose telling clauses is held, by half the weight of its matter words, by one clause
//     of a role in the unit or of a unit or role below it; only where every described role in the unit has duties
// basis: 职责分解: a department's duties are split up among its posts     grade: C
// revision: 1
// computed_by: graph.measures.audits.duties.unit_duty_not_taken
// with: audit_claims, audit_roles, audit_units, audit_places, audit_parents
