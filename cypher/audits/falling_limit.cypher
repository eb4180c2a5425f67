// title: A limit above the superior's
// title_zh: 下级权限高于上级
// group: bands
// severity: error
// message: {matter}: {role} decides {role_limit}, its superior {superior} only {superior_limit}.
// message_zh: “{matter}”：“{role}”可决定{role_limit}，其上级“{superior}”只能决定{superior_limit}。
// advice: Raise the superior's limit or lower the subordinate's.
// advice_zh: 提高上级的权限，或降低下级的权限。
// counts: holders with a limit, by matter     counts_zh: 有金额限制的权限持有人
// columns: matter_id: str, matter: str, role_id: str, superior_id: str, role_limit: band, superior_limit: band, condition: str
// identity: matter_id, role_id, superior_id, condition
// formula: for one matter and scale, both grants to approve or decide with a limit: a holder's greatest end lies above that
//     of the nearest superior on solid lines who may decide at all
// basis: a delegated limit is not above the delegator's     grade: B
// revision: 1
// computed_by: graph.measures.audits.bands.falling_limit
// with: audit_grants, audit_claims, audit_roles, audit_units, audit_places, audit_parents, audit_lines
