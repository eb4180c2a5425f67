// title: A column of a RACI chart out of balance
// title_zh: RACI 角色负荷失衡
// group: raci
// severity: info
// message: {owner} stands in {cells} cells of {rows} rows: {kind}.
// message_zh: “{owner}”在{rows}行中占{cells}格：{kind}。
// advice: Push accountability down, share the work out, or ask whether the role is needed in the chart.
// advice_zh: 下放责任、分摊工作，或考虑该角色是否需要出现在表中。
// counts: owners in charts     counts_zh: RACI 表中的角色
// columns: owner_id: str, kind: code, cells: int (count), rows: int (count), benchmark: str
// identity: owner_id, kind
// formula: in a chart with at least the benchmark's rows: mode approve in more than most_accountable_ratio of the rows; else
//     approve, own or lead in more than most_active_ratio of them; or in none of them
// basis: RACI practice: column views     grade: C
// revision: 1
// benchmarks: raci
// computed_by: graph.measures.audits.raci.raci_column
// with: audit_claims, audit_roles, audit_places
