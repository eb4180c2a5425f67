// title: Several superiors at once
// title_zh: 多头领导
// group: lines
// severity: warning
// message: {role} reports to {superiors} alike, and nothing says which of them commands.
// message_zh: “{role}”同时向{superiors}汇报，没有写明以谁为准。
// advice: Keep one solid line; turn the others into dotted (professional) lines, or say under which condition each holds.
// advice_zh: 只保留一条直接汇报关系，其余改为业务指导关系，或写明各自适用的条件。
// counts: roles that name a superior     counts_zh: 写明上级的岗位
// columns: role_id: str, superior_ids: list[str]
// identity: role_id
// formula: two or more different superiors on solid REPORTS_TO without a condition, by the role's own sheet (by the
//     superiors' lists where the role's own sheet names none), none of whom stands above another; alternative, acting and
//     dotted lines do not count; inferred lines count only where none is stated; not where each document names one
// basis: one subordinate, one commander (统一指挥), textbooks after Fayol     grade: C
// revision: 1
// computed_by: graph.measures.audits.lines.several_superiors
// with: audit_lines, audit_roles, audit_places
