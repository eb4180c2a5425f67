// title: Lines that go in a circle
// title_zh: 汇报关系成环
// group: lines
// severity: error
// message: The reporting lines of {roles} come back to where they began; nobody stands at the top.
// message_zh: {roles}的汇报关系首尾相接，没有最终上级。
// advice: Find the line that is wrong, usually the one from the higher post to the lower.
// advice_zh: 找出写反的一条汇报关系（通常是高岗位指向低岗位的那条）并更正。
// counts: roles on a line     counts_zh: 有汇报关系的岗位
// columns: role_ids: list[str]
// identity: role_ids
// formula: strongly connected components of two or more roles in the graph of solid REPORTS_TO
// basis: Orgvue cleaning pack: no loops; unity of command after Fayol     grade: B
// revision: 1
// computed_by: graph.measures.audits.lines.line_circle
// with: audit_lines, audit_roles, audit_places
