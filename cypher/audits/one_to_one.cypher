// title: One leads one
// title_zh: 一对一管理
// group: spans
// severity: warning
// message: {superior} leads only {role}.
// message_zh: “{superior}”只有一名下级：“{role}”。
// advice: Merge the two posts, or give the manager more reports.
// advice_zh: 合并两个岗位，或扩大该管理者的管理范围。
// counts: roles that others report to     counts_zh: 有下级的岗位
// columns: superior_id: str, role_id: str, severity: str
// identity: superior_id
// formula: described managers with exactly one direct report on solid lines, filled by one person (headcount 1 stated), or
//     itself a manager; info where its headcount is not stated; not where its title is one that many people fill, where
//     a role of the manager's units has no superior, where the manager is a deputy who only passes on, or
//     where the two stand in a circle
// basis: Orgvue span categories: one-to-one     grade: B
// revision: 2
// computed_by: graph.measures.audits.spans.one_to_one
// with: audit_lines, audit_roles, audit_places, audit_claims
