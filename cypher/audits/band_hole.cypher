// title: Amounts that nobody decides
// title_zh: 权限金额存在空档
// group: bands
// severity: error
// message: {matter}: nobody decides {band}; {kind} ({holders}).
// message_zh: “{matter}”：{band}无人有权决定，{kind}（相邻权限：{holders}）。
// advice: Extend the tier below or above, or name who decides what lies above the last one.
// advice_zh: 延伸相邻一档的金额，或写明最高一档以上由谁决定。
// counts: matters with limits, by quantity and condition     counts_zh: 有金额限制的事项
// columns: matter_id: str, matter: str, band: band, kind: code, holder_ids: list[str], condition: str, severity: str, key: str
// identity: matter_id, key
// formula: for each matter in normal form with a final grant (approve, decide, sign) that has a limit, on each scale (quantity,
//     per, base, condition): stretches of amounts without a decider (docs/authority.md#bands), unless a wider matter
//     has one at both ends, and but for what lies below the amounts of duties. A hole between or below tiers: error;
//     above the last tier, or a single figure: warning
// basis: delegation of authority: who, up to what amount, and what above; tiers without a hole     grade: B
// revision: 2
// computed_by: graph.measures.audits.bands.band_hole
// with: audit_grants, audit_claims, audit_roles, audit_units, audit_places, audit_parents
