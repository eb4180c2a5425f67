// title: Two tiers that both hold at one figure
// title_zh: 相邻两档的端点重叠
// group: bands
// severity: info
// message: {matter}: {band} belongs to two tiers, {holders}.
// message_zh: “{matter}”：{band}同时落在两档（{holders}）。
// advice: Add 不含 or 超过 to one of the two tiers.
// advice_zh: 在其中一档注明“不含”或改用“超过”。
// counts: matters with limits, by quantity and condition     counts_zh: 有金额限制的事项
// columns: matter_id: str, matter: str, band: band, holder_ids: list[str], condition: str, key: str
// identity: matter_id, key
// formula: as band_hole: single figures at which two adjoining tiers both hold: 以下 and 以上 include the figure
// basis: PRC Civil Code art. 1259: 以上、以下、以内 include the figure     grade: A
// revision: 1
// computed_by: graph.measures.audits.bands.shared_end
// with: audit_grants, audit_claims, audit_roles, audit_units, audit_places, audit_parents
