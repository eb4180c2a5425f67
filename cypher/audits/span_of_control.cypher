// title: Span of control off target
// title_zh: 管理幅度偏离目标
// group: spans
// severity: warning
// message: {role} leads {figure} {counted}, {band} the {least} to {most} of a {archetype}.
// message_zh: “{role}”直接管理{figure}个{counted}，{band}：{archetype}的参考值为{least}至{most}。
// advice: Too wide: add a level or a second head, or share reports out. Too narrow: merge teams, or let the manager carry work.
// advice_zh: 过宽：增设一层或分设负责人；过窄：合并团队，或让管理者承担具体工作。
// counts: roles that others report to     counts_zh: 有下级的岗位
// columns: role_id: str, figure: str, counted: code, band: code, archetype: code, least: str, most: str,
//     report_ids: list[str], severity: str, benchmark: str
// identity: role_id
// formula: direct reports on solid lines without assistants and secretaries; people, where every report's headcount is
//     stated (their greatest headcounts over the manager's own), else positions. Archetype: executive (leads managers,
//     no superior), managers (leads managers), else by words in most of the reports' titles, then in the manager's own.
//     above `most`: info, from `excess` on: warning; below `least`: info, only of people, and only where every
//     other role of the manager's units has a superior
// basis: Orgvue span categories; McKinsey archetypes 2017; the profile gives the figures with their sources     grade: B
// revision: 1
// benchmarks: spans
// computed_by: graph.measures.audits.spans.span_of_control
// with: audit_lines, audit_roles, audit_places
