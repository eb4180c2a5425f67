// title: Too few or too many duties
// title_zh: 职责条数不当
// group: sheets
// severity: warning
// message: {role} has {count} duties, {band} the usual {least} to {most}.
// message_zh: “{role}”有{count}条职责，{band}（一般为{least}至{most}条）。
// advice: Few: say what the post is for. Many: put together what is one work, and leave out the steps.
// advice_zh: 过少：补写该岗位的主要职责；过多：合并同类项，删去操作步骤。
// counts: posts with duties     counts_zh: 有职责的岗位
// columns: role_id: str, count: int (count), least: str, most: str, band: code, severity: str, benchmark: str
// identity: role_id
// formula: the number of different duties of a post below `least`, where half of the posts have as many or more, or above
//     `most`: info; above `excess`: warning
// basis: guides to job descriptions, which disagree; see the profile     grade: B
// revision: 1
// benchmarks: sheets
// computed_by: graph.measures.audits.sheets.duties_count
// with: audit_claims, audit_roles, audit_places
