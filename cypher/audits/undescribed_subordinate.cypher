// title: A subordinate whom no document describes
// title_zh: 下级岗位没有说明书
// group: lines
// severity: info
// message: {superior} leads {role}, which no document describes.
// message_zh: “{superior}”的下级“{role}”在所有文件中都没有说明。
// advice: Add the subordinate's job sheet, or correct the title where it is another name of a described post.
// advice_zh: 补充该下级岗位的说明书；如果只是同一岗位的另一种叫法，请统一名称。
// counts: roles that report to others     counts_zh: 有上级的岗位
// columns: role_id: str, superior_id: str
// identity: role_id
// formula: roles of kind external with a solid line to a described superior and none to them
// basis: Orgvue cleaning pack, read the other way round     grade: B
// revision: 1
// computed_by: graph.measures.audits.lines.undescribed_subordinate
// with: audit_lines, audit_roles, audit_places
