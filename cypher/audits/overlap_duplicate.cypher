// title: The same work twice
// title_zh: 职责重复
// group: overlaps
// severity: warning
// message: {a} and {b} do the same work: “{a_text}” and “{b_text}”.
// message_zh: “{a}”与“{b}”的工作重复：“{a_text}”与“{b_text}”。
// advice: Let one own it (nearest to it: {proposed}) and the other assist; the superior of both settles it: {arbiter}.
// advice_zh: 由一方主责（建议：{proposed}），另一方改为配合；裁定人（共同上级）：{arbiter}。
// counts: pairs of owners     counts_zh: 职责主体的两两组合
// columns: a_id: str, a_duty_id: str, a_text: str, b_id: str, b_duty_id: str, b_text: str, score: float (ratio),
//     arbiter_id: str, proposed_id: str, benchmark: str
// identity: a_id, b_id
// formula: the best pair of duties of two owners in the overlap register with label duplicate and a score of at least the
//     benchmark's, the texts differing, both in mode own, lead, approve or supervise; not by design: a unit and its
//     roles, posts of one pool, a superior who sets what the other carries out; of more than 10,000 pairs the best 10,000
//     are told and all are counted
// basis: 应用指引第1号: 机构重叠、职能交叉; RoleMapper: same or similar text is a duplicate     grade: A
// revision: 2
// benchmarks: overlaps
// computed_by: graph.measures.audits.overlaps.overlap_duplicate
// with: audit_claims, audit_roles, audit_units, audit_places, audit_parents, audit_lines
