// title: A superior whom no document describes
// title_zh: 上级岗位没有说明书
// group: lines
// severity: warning
// message: {subordinates} report to {role}, which no document describes.
// message_zh: {subordinates}的上级“{role}”在所有文件中都没有说明。
// advice: Add the superior's job sheet, or correct the title where it is another name of a described post.
// advice_zh: 补充该上级岗位的说明书；如果只是同一岗位的另一种叫法，请统一名称。
// counts: roles that others report to     counts_zh: 有下级的岗位
// columns: role_id: str, subordinate_ids: list[str]
// identity: role_id
// formula: roles of kind external with a solid line to them that have a superior of their own, or that stand at the top
//     beside another top with more roles below it; the largest top may stand outside what the documents are about
// basis: Orgvue cleaning pack: manager not in the data set     grade: B
// revision: 1
// computed_by: graph.measures.audits.lines.undescribed_superior
// with: audit_lines, audit_roles, audit_places
