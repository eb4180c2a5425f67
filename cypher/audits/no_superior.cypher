// title: A post outside the chart
// title_zh: 岗位游离于组织架构之外
// group: lines
// severity: warning
// message: No line leads up from or to {role}.
// message_zh: 没有写明“{role}”的上级或下级。
// advice: State the post's superior, or drop the post.
// advice_zh: 补写该岗位的直接上级，或取消该岗位。
// counts: posts     counts_zh: 岗位
// columns: role_id: str, severity: str
// identity: role_id
// formula: posts without REPORTS_TO of any line in either direction, in an organisation that states at least one; not those
//     of whom no more is said than a letter in a RACI chart, a grant, a unit or a headcount; info where fewer than the benchmark's share of the posts (but one, the top) name a superior
// basis: Orgvue cleaning pack: no orphans     grade: B
// revision: 2
// benchmarks: lines
// computed_by: graph.measures.audits.lines.no_superior
// with: audit_lines, audit_roles, audit_places, audit_claims, audit_grants, audit_measures, audit_duty_measures
