// title: One duty, several owners
// title_zh: 同一职责多个主责
// group: duties
// severity: warning
// message: {owners} carry the same duty in the same words: “{text}”.
// message_zh: {owners}的职责写得一模一样：“{text}”。
// advice: Name one owner and let the others assist; the superior of all settles it: {arbiter}.
// advice_zh: 明确一个主责岗位，其余改为配合；裁定人（共同上级）：{arbiter}。
// counts: duties     counts_zh: 职责
// columns: duty_id: str, owner_ids: list[str], text: str, arbiter_id: str
// identity: duty_id
// formula: one Duty node (equal folded text) with OWNS_DUTY of mode own, lead, approve or supervise from two or more owners;
//     a unit and a role or unit in it count as one, so do posts of one title and parallel posts; not catch-alls, work for one's own staff,
//     reports on one's own work, attendance, rows of a RACI matrix
// basis: exactly one accountable per duty; 应用指引第1号 names 职能交叉 as a risk     grade: A
// revision: 1
// computed_by: graph.measures.audits.duties.duty_two_owners
// with: audit_claims, audit_roles, audit_units, audit_places, audit_parents, audit_lines
