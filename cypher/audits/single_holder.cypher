// title: Alone with many decisions, and no stand-in
// title_zh: 关键审批人无代理人
// group: authority
// severity: warning
// message: {role} alone decides {count} matters, and nobody stands in for it: {matters}.
// message_zh: “{role}”独自决定{count}个事项且没有代理人：{matters}。
// advice: Name a deputy for the post's powers.
// advice_zh: 指定权限代理人。
// counts: posts that alone decide a matter     counts_zh: 独自决定某事项的岗位
// columns: role_id: str, count: int (count), matters: list[str], severity: str, benchmark: str
// identity: role_id
// formula: posts that are the only final holder of at least the benchmark's number of matters, without DEPUTIZES_FOR to them and
//     without an acting line; info where no document names any deputy
// basis: proposed: single point of failure     grade: P
// revision: 1
// benchmarks: single_holder
// computed_by: graph.measures.audits.authority.single_holder
// with: audit_grants, audit_claims, audit_roles, audit_units, audit_places, audit_parents, audit_deputies, audit_lines
