// title: Few managers on target
// title_zh: 管理幅度达标率偏低
// group: spans
// severity: info
// message: Only {inside} of {judged} managers whose people are counted lead a team of the size that fits them.
// message_zh: 在可计算人数的{judged}名管理者中，只有{inside}名的管理幅度达标。
// advice: Start with the managers far above and far below; see their findings.
// advice_zh: 先处理过宽和过窄的管理者，见相应条目。
// counts: organisations with counted managers     counts_zh: 可计算的组织
// columns: organization_id: str, inside: int (count), judged: int (count), benchmark: str
// identity: organization_id
// formula: managers whose span in people is known: the share between least and most of their archetype is below the
//     benchmark's, with at least so many managers
// basis: knowledgelib.io, organisational design assessment     grade: C
// revision: 1
// benchmarks: spans_overall, spans
// computed_by: graph.measures.audits.spans.spans_overall
// with: audit_lines, audit_roles, audit_places
