// title: Proposed and reviewed, decided by nobody
// title_zh: 有提出、有审核、无人审批
// group: bands
// severity: warning
// message: {matter}: {holders} propose or review, and nobody decides.
// message_zh: “{matter}”：{holders}只是提出或审核，没有人最终审批。
// advice: Name who decides.
// advice_zh: 写明最终审批人。
// counts: matters that several propose or review     counts_zh: 有多人提出或审核的事项
// columns: matter_id: str, matter: str, holder_ids: list[str]
// identity: matter_id
// formula: stated grants (not those read out of duties) to propose, review or consent of two or more holders in a matter, and
//     no final grant in it or a wider one; a unit and its role count as one
// basis: exactly one final step; delegation of authority: who decides     grade: B
// revision: 1
// computed_by: graph.measures.audits.bands.chain_without_decider
// with: audit_grants, audit_claims, audit_roles, audit_units, audit_places, audit_parents
