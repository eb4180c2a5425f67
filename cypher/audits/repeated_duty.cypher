// title: A duty that stands twice in one sheet
// title_zh: 同一说明书内职责重复
// group: sheets
// severity: warning
// message: {owner} has one duty twice: “{one_text}” and “{other_text}”.
// message_zh: “{owner}”的同一职责写了两遍：“{one_text}”与“{other_text}”。
// advice: Strike one of the two.
// advice_zh: 删去其中一条。
// counts: duties of owners     counts_zh: 职责条目
// columns: owner_id: str, one_duty_id: str, one_text: str, other_duty_id: str, other_text: str, benchmark: str
// identity: owner_id, one_duty_id, other_duty_id
// formula: two different Duty nodes of one owner whose folded texts have a ratio (twice the longest common subsequence over both
//     lengths) of at least least_ratio, or the same acts, matter and qualifiers in the same order
// basis: proposed: the same duty written twice is one     grade: P
// revision: 1
// benchmarks: sheets
// computed_by: graph.measures.audits.sheets.repeated_duty
// with: audit_claims, audit_roles, audit_places
