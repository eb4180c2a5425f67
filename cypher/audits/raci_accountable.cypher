// title: A task of a RACI chart without exactly one A
// title_zh: RACI 任务的最终负责人不是唯一
// group: raci
// severity: error
// message: “{text}”: {kind}, {owners}.
// message_zh: “{text}”：{kind}：{owners}。
// advice: Give the task exactly one A.
// advice_zh: 每项任务只设一个最终负责人（A）。
// counts: rows of charts that use the letter A     counts_zh: 使用字母 A 的 RACI 表的行
// columns: duty_id: str, text: str, kind: code, owner_ids: list[str]
// identity: duty_id
// formula: rows of RACI charts: OWNS_DUTY stated by one sentence for several owners in different modes, and the rows of the
//     same table beside them; owners in mode approve other than exactly one; charts without any A are left out
// basis: exactly one accountable per task; HOPEX; Bain RAPID: one D     grade: B
// revision: 1
// computed_by: graph.measures.audits.raci.raci_accountable
// with: audit_claims, audit_roles, audit_places
