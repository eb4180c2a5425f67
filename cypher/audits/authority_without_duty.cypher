// title: A power without a duty
// title_zh: 有权无责
// group: authority
// severity: warning
// message: {holder} {act} {matter}, and no duty of it is about that.
// message_zh: “{holder}”对“{matter}”有{act}权，但没有任何相关职责。
// advice: Give the power to whom the duty belongs, or add the duty.
// advice_zh: 把权限交给承担该职责的岗位，或补写职责。
// counts: stated powers to decide whose holder has duties     counts_zh: 有职责的持有人所载的决定权
// columns: holder_id: str, matter_id: str, matter: str, act: code
// identity: holder_id, matter_id, act
// formula: a stated grant to approve, decide or sign of an owner with three duties or more, fewer than 30 % of whose matter words, by weight,
//     stand (or near words) in the duties of the holder, its units, its roles and all below it; not matters of staff
// basis: authority equals responsibility, after Fayol (责权对等)     grade: C
// revision: 1
// computed_by: graph.measures.audits.authority.authority_without_duty
// with: audit_grants, audit_claims, audit_roles, audit_units, audit_places, audit_parents, audit_lines
