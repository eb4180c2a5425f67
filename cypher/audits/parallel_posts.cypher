// title: Two titles, one job
// title_zh: 岗位名称不同、职责雷同
// group: overlaps
// severity: warning
// message: {a} and {b} share {common} of the {shorter} duties of the shorter list.
// message_zh: “{a}”与“{b}”的职责大部分相同（较短清单的{shorter}条中有{common}条一样）。
// advice: Treat them as one pool of equal posts, or write what tells them apart.
// advice_zh: 合并为同一类岗位，或写清两者的区别。
// counts: pairs of roles with three duties or more     counts_zh: 有三条以上职责的岗位的两两组合
// columns: a_id: str, b_id: str, common: int (count), shorter: int (count)
// identity: a_id, b_id
// formula: described roles of different titles with three duties or more that share at least half of the Duty nodes of the
//     shorter list; without catch-alls, work for one's own staff and reports on one's own work
// basis: RoleMapper: other name, similar text is a merge candidate     grade: B
// revision: 1
// computed_by: graph.measures.audits.overlaps.parallel_posts
// with: audit_claims, audit_roles, audit_places
