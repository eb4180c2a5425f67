// title: A task of a RACI chart without an R
// title_zh: RACI 任务没有执行人
// group: raci
// severity: error
// message: Nobody is responsible (R) for “{text}”.
// message_zh: “{text}”没有执行人（R）。
// advice: Name who does the work.
// advice_zh: 指定至少一个执行人（R）。
// counts: rows of charts that use the letter R     counts_zh: 使用字母 R 的 RACI 表的行
// columns: duty_id: str, text: str
// identity: duty_id
// formula: rows of RACI charts (see raci_accountable) without an owner in mode own or lead; charts without any R are left out
// basis: ARIS, RA(S)CI output: at least one R     grade: B
// revision: 1
// computed_by: graph.measures.audits.raci.raci_responsible
// with: audit_claims, audit_roles, audit_places
