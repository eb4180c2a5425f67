// title: Superior and subordinate do not name each other
// title_zh: 上下级关系两侧不一致
// group: lines
// severity: warning
// message: The two sides of one line differ: {role} and {superior} ({side}).
// message_zh: “{role}”与“{superior}”两侧的写法不一致（{side}）。
// advice: Correct the sheet that is wrong, so that 直接上级 of one and 直接下级 of the other say the same.
// advice_zh: 核对两份说明书，使一方的“直接上级”与另一方的“直接下级”一致。
// counts: roles whose own sheet names a superior     counts_zh: 自己写明上级的岗位
// columns: role_id: str, superior_id: str, side: code
// identity: role_id, superior_id
// formula: listed: the superior's list of subordinates names the role, whose own sheet names only others (and the superior
//     stands above none of those); not_listed: the role's own sheet names one superior, whose list of subordinates
//     names others but not the role, and no unit. Which side states a line is told by the quote: it names the role and not the
//     superior in the superior's list
// basis: proposed: 直接上级 and 直接下级 are one fact written twice     grade: P
// revision: 1
// computed_by: graph.measures.audits.lines.two_sided_mismatch
// with: audit_lines, audit_roles, audit_places
