// title: A job sheet lacks a section
// title_zh: 岗位说明书缺项
// group: sheets
// severity: warning
// message: The sheet of {role} lacks what most other sheets have: {sections}.
// message_zh: “{role}”的说明书缺少其他岗位都有的内容：{sections}。
// advice: Add the section.
// advice_zh: 补写缺少的部分。
// counts: posts     counts_zh: 岗位
// columns: role_id: str, sections: list[code], benchmark: str
// identity: role_id
// formula: posts that documents describe (not those on no line with nothing but a letter, a grant, a unit or a
//     headcount) without duties, stated powers or measures, in an organisation of three posts or more in which at least
//     least_ratio of the posts have that section
// basis: RoleMapper: missing section     grade: B
// revision: 2
// benchmarks: sheets
// computed_by: graph.measures.audits.sheets.missing_section
// with: audit_lines, audit_claims, audit_roles, audit_grants, audit_measures, audit_duty_measures, audit_places
