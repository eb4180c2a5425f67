// title: Documents name different superiors
// title_zh: 不同文件写的上级不一致
// group: documents
// severity: error
// message: Each document names another superior of {role}: {superiors}.
// message_zh: 关于“{role}”的上级，各文件说法不一：{superiors}。
// advice: Decide which document is in force, and correct the others.
// advice_zh: 确认以哪份文件为准，并修改其余文件。
// counts: roles whose superior several documents name     counts_zh: 多份文件写明上级的岗位
// columns: role_id: str, superior_ids: list[str]
// identity: role_id
// formula: solid REPORTS_TO without a condition from one role to different superiors, each document naming exactly one
// basis: the same fact stated twice must agree; Orgvue cleaning pack     grade: B
// revision: 1
// computed_by: graph.measures.audits.lines.documents_differ_on_superior
// with: audit_lines, audit_roles, audit_places
