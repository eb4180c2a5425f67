// title: Work that partly coincides
// title_zh: 职责边界交叉
// group: overlaps
// severity: info
// message: The work of {a} and {b} partly coincides: “{a_text}” and “{b_text}”.
// message_zh: “{a}”与“{b}”的职责部分交叉：“{a_text}”与“{b_text}”。
// advice: Draw the line between the two; the superior of both settles it: {arbiter}.
// advice_zh: 写清两者的分工界限；裁定人（共同上级）：{arbiter}。
// counts: pairs of owners     counts_zh: 职责主体的两两组合
// columns: a_id: str, a_duty_id: str, a_text: str, b_id: str, b_duty_id: str, b_text: str, score: float (ratio),
//     arbiter_id: str, proposed_id: str, benchmark: str
// identity: a_id, b_id
// formula: as overlap_duplicate, with label shared_scope
// basis: 应用指引第1号: 职能交叉     grade: A
// revision: 2
// benchmarks: overlaps
// computed_by: graph.measures.audits.overlaps.overlap_shared_scope
// with: audit_claims, audit_roles, audit_units, audit_places, audit_parents, audit_lines
