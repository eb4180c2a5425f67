// title: Reviewed after the decision
// title_zh: 先审批后审核
// group: bands
// severity: error
// message: {matter}: {reviewer} reviews in step {review_step}, after {decider} has decided in step {decision_step}.
// message_zh: “{matter}”：“{decider}”在第{decision_step}步审批之后，“{reviewer}”才在第{review_step}步审核。
// advice: Put the review before the decision.
// advice_zh: 把审核放在审批之前。
// counts: matters with step numbers     counts_zh: 有步骤编号的事项
// columns: matter_id: str, matter: str, reviewer_id: str, decider_id: str, review_step: int (count), decision_step: int (count)
// identity: matter_id, reviewer_id, decider_id
// formula: in one matter a grant to review whose step is greater than that of a grant to approve or decide, where both hold for
//     the same amount and condition
// basis: company authority tables: 审核 before 审批     grade: C
// revision: 1
// computed_by: graph.measures.audits.bands.late_review
// with: audit_grants, audit_claims, audit_roles, audit_places
