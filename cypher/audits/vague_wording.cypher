// title: Vague wording
// title_zh: 用词含糊
// group: sheets
// severity: info
// message: {count} of {lines} duties of {role} say neither how much nor what exactly.
// message_zh: “{role}”的{lines}条职责中有{count}条用词含糊。
// advice: Say how often, how many, by when.
// advice_zh: 写明频率、数量和时限。
// counts: posts with duties     counts_zh: 有职责的岗位
// columns: role_id: str, count: int (count), lines: int (count), benchmark: str
// identity: role_id
// formula: duties with a word of the lists vague_verbs and vague_amounts of graph/vocabulary/audit.toml, at least least_lines and
//     least_ratio of the post's duties
// basis: UCLA and Chinese guides to job descriptions; sources disagree on 负责, which is not counted     grade: B
// revision: 1
// benchmarks: sheets
// computed_by: graph.measures.audits.sheets.vague_wording
// with: audit_claims, audit_roles, audit_places
