// title: Decisions pile up in one post
// title_zh: 决策过度集中
// group: authority
// severity: warning
// message: {role} decides {count} of {decided} matters ({share}).
// message_zh: 在{decided}个事项中，“{role}”决定了{count}个（{share}）。
// advice: Delegate what is frequent and small.
// advice_zh: 把高频、小额的事项下放。
// counts: holders who decide a matter     counts_zh: 有决定权的主体
// columns: role_id: str, count: int (count), decided: int (count), share: float (ratio), benchmark: str
// identity: role_id
// formula: posts with a final grant in more than most_ratio of the matters anybody decides, from least_matters on, where
//     somebody else decides something too
// basis: exposure bands of access reviews (BloodHound: 40 to 79 % moderate), applied to decisions     grade: B
// revision: 1
// benchmarks: concentration
// computed_by: graph.measures.audits.authority.concentration
// with: audit_grants, audit_claims, audit_roles, audit_units, audit_places, audit_parents
