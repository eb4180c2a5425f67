// title: Amounts that several decide
// title_zh: 同一金额多人审批
// group: bands
// severity: error
// message: {matter}: {holders} each decide {band}, and nothing says who goes first.
// message_zh: “{matter}”：{band}由{holders}分别有权决定，未写明以谁为准。
// advice: Leave one final step for each tier; the others review before it.
// advice_zh: 每一档只保留一个最终审批人，其余改为审核。
// counts: matters with limits, by quantity and condition     counts_zh: 有金额限制的事项
// columns: matter_id: str, matter: str, band: band, holder_ids: list[str], condition: str, severity: str, key: str
// identity: matter_id, key
// formula: as band_hole: stretches of amounts with several deciders, none of whom gives way (docs/authority.md#bands), on more
//     than a single figure; a unit and its role count as one, so do posts of one title; grants for one's own unit are
//     left out; warning where one of them is only read out of a duty
// basis: exactly one final step for each tier; company authority tables     grade: C
// revision: 1
// computed_by: graph.measures.audits.bands.band_double
// with: audit_grants, audit_claims, audit_roles, audit_units, audit_places, audit_parents
