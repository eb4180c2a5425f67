// title: A second top
// title_zh: 存在第二个最高上级
// group: lines
// severity: warning
// message: {role} leads {below} roles and reports to nobody, while {first} stands at the top of the organisation.
// message_zh: “{role}”下辖{below}个岗位却没有上级，而组织的最高上级是“{first}”。
// advice: State to whom the post reports.
// advice_zh: 补写该岗位的直接上级。
// counts: roles at the top     counts_zh: 处于顶端的岗位
// columns: role_id: str, first_id: str, below: int (count)
// identity: role_id
// formula: described roles with a solid line to them and none from them, but for the one below which most roles stand
// basis: Orgvue cleaning pack: one root     grade: B
// revision: 1
// computed_by: graph.measures.audits.lines.second_root
// with: audit_lines, audit_roles, audit_places
