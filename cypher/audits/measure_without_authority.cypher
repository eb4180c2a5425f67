// title: Measured by what it neither does nor decides
// title_zh: 考核与职责权限脱节
// group: authority
// severity: info
// message: {owner} is measured by “{text}”, and none of its duties or powers is about that.
// message_zh: “{owner}”的考核指标“{text}”与其职责和权限都无关。
// advice: Measure what the post can influence, or give it the duty.
// advice_zh: 改用该岗位能够影响的指标，或补充相应职责。
// counts: measures of owners with duties     counts_zh: 有职责的主体的考核指标
// columns: owner_id: str, metric_id: str, text: str
// identity: owner_id, metric_id
// formula: MEASURED_BY of an owner with three duties or more as a whole: no two neighbouring characters of the measure (no Latin
//     word), without the words of the list measuring of graph/vocabulary/audit.toml, stand in a duty or power of the owner,
//     its units, its roles, or anybody below it on solid lines
// basis: proposed: authority equals responsibility, read for measures     grade: P
// revision: 1
// computed_by: graph.measures.audits.authority.measure_without_authority
// with: audit_measures, audit_duty_measures, audit_grants, audit_claims, audit_roles, audit_units, audit_places, audit_parents, audit_lines
