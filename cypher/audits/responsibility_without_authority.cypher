// title: Responsible without the power
// title_zh: 有责无权
// group: authority
// severity: warning
// message: By its duties {role} {act} {matter}; {kind}.
// message_zh: 按职责，“{role}”{act}“{matter}”；但{kind}。
// advice: Give the post the power, or take the deciding out of its duties.
// advice_zh: 授予相应权限，或把职责改为提出、审核。
// counts: duties to approve, decide or sign     counts_zh: 含审批、决定、签订的职责
// columns: role_id: str, matter_id: str, matter: str, act: code, kind: code, severity: str
// identity: role_id, matter_id, act
// formula: a grant read out of a role's duty (basis from_duty) to approve, decide or sign, and of the stated grants in the
//     same matter or a wider one: none final of the role, its units or roles, though lesser acts of theirs (lesser_power);
//     or final ones of others only, in the same matter (others_power; not for the own unit's matters); or none at all,
//     though two or more stated powers of the role (no_power, info)
// basis: authority equals responsibility, after Fayol (责权对等)     grade: C
// revision: 1
// computed_by: graph.measures.audits.authority.responsibility_without_authority
// with: audit_grants, audit_claims, audit_roles, audit_units, audit_places, audit_parents
