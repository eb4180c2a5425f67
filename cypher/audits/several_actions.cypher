// title: Lines with several actions
// title_zh: 一条职责包含多个动作
// group: sheets
// severity: info
// message: {count} of {lines} duties of {role} hold three actions or more.
// message_zh: “{role}”的{lines}条职责中有{count}条包含三个以上动作。
// advice: One verb, one object and one result a line.
// advice_zh: 每条只写一个动作、一个对象和一个结果。
// counts: posts with duties     counts_zh: 有职责的岗位
// columns: role_id: str, count: int (count), lines: int (count), benchmark: str
// identity: role_id
// formula: duties with three clauses or more that have a verb of their own (other than 实施, 协助, 协调 …), at least least_lines
//     and least_ratio of the post's duties
// basis: guides to job descriptions: 动词+宾语+结果, one action a line     grade: C
// revision: 1
// benchmarks: sheets
// computed_by: graph.measures.audits.sheets.several_actions
// with: audit_claims, audit_roles, audit_places
