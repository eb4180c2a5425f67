// title: A line that skips a level
// title_zh: 越级汇报
// group: lines
// severity: warning
// message: {role} reports to {superior} past {passed}.
// message_zh: “{role}”越过“{passed}”直接向“{superior}”汇报。
// advice: Let the post report level by level, or say in which cases it may go past its superior.
// advice_zh: 改为逐级汇报，或写明在何种情况下可以越级。
// counts: roles that name a superior     counts_zh: 写明上级的岗位
// columns: role_id: str, superior_id: str, passed_id: str, severity: str
// identity: role_id, superior_id
// formula: two solid REPORTS_TO of one role without a condition, of whose superiors one stands above the other (info where
//     the longer line is only inferred from a duty); or one line past the head of the role's own unit to a superior
//     of that head outside the unit. Head: the only role in the unit that leads two others in it and none of whose
//     superiors sits in it
// basis: orders and reports go level by level (逐级指挥, 逐级汇报), textbooks after Fayol     grade: C
// revision: 1
// computed_by: graph.measures.audits.lines.skip_level_line
// with: audit_lines, audit_roles, audit_places
