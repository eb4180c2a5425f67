// title: A deputy who only passes on
// title_zh: 副职空转层
// group: spans
// severity: warning
// message: {role} leads only {report} and owns no duty.
// message_zh: 副职“{role}”只管理“{report}”，且没有自己负责的职责。
// advice: Drop the level, or give the deputy an area of its own with duties and reports.
// advice_zh: 取消该层级，或为副职划定分管范围、明确职责和下级。
// counts: deputies     counts_zh: 副职岗位
// columns: role_id: str, report_id: str
// identity: role_id
// formula: roles whose title has a word for a deputy, with exactly one direct report on solid lines and no duty in the mode
//     own, lead, approve or supervise
// basis: proposed: a level that neither adds span nor work     grade: P
// revision: 1
// computed_by: graph.measures.audits.spans.deputy_pass_through
// with: audit_lines, audit_roles, audit_claims, audit_places
