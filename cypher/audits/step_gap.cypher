// title: A missing step
// title_zh: 审批步骤编号不连续
// group: bands
// severity: warning
// message: {matter}: nobody holds step {step}, though later steps are held.
// message_zh: “{matter}”：第{step}步无人承担，但存在后续步骤。
// advice: Name who takes the step, or number the steps anew.
// advice_zh: 补上该步骤的承担者，或重新编号。
// counts: matters with step numbers     counts_zh: 有步骤编号的事项
// columns: matter_id: str, matter: str, step: int (count)
// identity: matter_id, step
// formula: in one matter and scale, at some amount, a number between 1 and the last step that no grant with a step has
// basis: company authority tables: numbers without a gap     grade: C
// revision: 1
// computed_by: graph.measures.audits.bands.step_gap
// with: audit_grants, audit_claims, audit_roles, audit_places
