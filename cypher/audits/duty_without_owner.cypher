// title: Work that many help with and nobody owns
// title_zh: 只有配合、没有主责
// group: duties
// severity: error
// message: {owners} only help with this, and nobody owns it: “{text}”.
// message_zh: {owners}只是协助或参与，没有岗位主责：“{text}”。
// advice: Name the post that answers for the work; the others go on assisting.
// advice_zh: 指定一个主责岗位，其余岗位继续配合。
// counts: duties that only help     counts_zh: 仅为协助、配合、参与的职责
// columns: duty_ids: list[str], owner_ids: list[str], text: str, severity: str
// identity: duty_ids
// formula: clauses of OWNS_DUTY whose first verb helps (协助, 配合, 参与 …) and whose matter no clause of anybody holds that
//     does not only help: by half the weight of its words, near words counting. error where two or more owners only help with
//     it and nobody is named whom they help; warning where one does, or where one is named whose own duties do not hold 30 %
//     of it. Not attendance; not where somebody is helped whom no document describes
// basis: 应用指引第1号: 职能缺失, 推诿扯皮; nobody accountable is a gap     grade: A
// revision: 1
// computed_by: graph.measures.audits.duties.duty_without_owner
// with: audit_claims, audit_roles, audit_units, audit_grants, audit_places
