// title: Delegated beyond the delegator's own power
// title_zh: 转授权超出授权人自身权限
// group: bands
// severity: error
// message: {matter}: {holder} holds from {delegator} what {delegator} may not decide: {kind}.
// message_zh: “{matter}”：“{holder}”由“{delegator}”授权，但{kind}。
// advice: Limit the delegation to the delegator's own power.
// advice_zh: 把转授权限制在授权人自身权限之内。
// counts: delegated grants     counts_zh: 转授的权限
// columns: matter_id: str, matter: str, holder_id: str, delegator_id: str, kind: code, grant_id: str
// identity: grant_id
// formula: HAS_AUTHORITY with delegated_from_id: its amounts are not covered by the final grants of that role in the same
//     matter, quantity, per and base, or there are none
// basis: delegation of authority: a delegated limit is not above the own one     grade: B
// revision: 1
// computed_by: graph.measures.audits.bands.beyond_delegator
// with: audit_grants, audit_claims, audit_roles, audit_places
