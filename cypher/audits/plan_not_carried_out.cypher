// title: Set and never carried out or checked
// title_zh: 只制定、无人执行或检查
// group: duties
// severity: info
// message: {owner} sets “{text}”, and nobody carries it out or checks it.
// message_zh: “{owner}”制定“{text}”，但没有岗位负责执行或检查。
// advice: Say who carries the plan out and who checks it.
// advice_zh: 补充由谁执行、由谁检查。
// counts: duties that set a plan, a rule or a target     counts_zh: 制定计划、制度或目标的职责
// columns: duty_id: str, owner_id: str, text: str
// identity: duty_id, owner_id
// formula: OWNS_DUTY of a role in mode own or lead that sets (制定, 编制 …) a plan, rule, budget or target about something
//     telling, without a word for carrying it out in its text, and no other duty holds what the plan is about
//     (its matter without words for plans and general words; 40 % of the weight) but to set it as well
// basis: proposed: plan, do, check     grade: P
// revision: 1
// computed_by: graph.measures.audits.duties.plan_not_carried_out
// with: audit_claims, audit_roles, audit_places
