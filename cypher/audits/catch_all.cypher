// title: A catch-all out of place
// title_zh: 兜底条款位置不当
// group: sheets
// severity: info
// message: {role} {kind}.
// message_zh: “{role}”{kind}。
// advice: One catch-all, as the last line.
// advice_zh: 兜底条款只写一条，放在最后。
// counts: posts with duties     counts_zh: 有职责的岗位
// columns: role_id: str, kind: code
// identity: role_id
// formula: duties that are nothing but a catch-all (完成领导交办的其他任务): several of one post, or one that is not its last line,
//     where the post's lines are one numbered list
// basis: guides to job descriptions: once, last     grade: C
// revision: 1
// computed_by: graph.measures.audits.sheets.catch_all
// with: audit_claims, audit_roles, audit_places
