// title: Decides its own request
// title_zh: 自己提出、自己审批
// group: authority
// severity: error
// message: {role} decides “{matter}”: {kind} ({proposer}).
// message_zh: “{role}”审批“{matter}”：{kind}（提出人：{proposer}）。
// advice: Let the superior of whoever asks decide.
// advice_zh: 改由提出人的上级审批。
// counts: posts, and matters that somebody proposes     counts_zh: 岗位及有提出人的事项
// columns: role_id: str, proposer_id: str, matter_id: str, matter: str, kind: code, severity: str
// identity: role_id, proposer_id, matter_id, matter
// formula: in one matter, for the same amounts and condition: grants to propose and to approve or decide of one holder
//     (own_request), or to approve or decide of one holder and to propose of a superior of it (superiors_request; not for
//     the own unit's matters); either both grants have limits or neither. By duties (warning): one clause of a post asks
//     (申请, 提出 …) and one decides, 75 % of the telling words of either standing in the other
// basis: segregation of duties: the initiator is not the decider     grade: B
// revision: 1
// computed_by: graph.measures.audits.authority.own_request
// with: audit_grants, audit_claims, audit_roles, audit_lines, audit_places
