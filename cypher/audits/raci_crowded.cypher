// title: A crowded row of a RACI chart
// title_zh: RACI 任务参与者过多
// group: raci
// severity: info
// message: {count} are {kind} for “{text}”, more than {most}: {owners}.
// message_zh: “{text}”的{kind}有{count}个，超过{most}个：{owners}。
// advice: Break the task down where many do it; ask whether all must be consulted or told.
// advice_zh: 执行人过多时拆分任务；逐一确认是否都必须被咨询或知会。
// counts: rows of charts     counts_zh: RACI 表的行
// columns: duty_id: str, text: str, kind: code, count: int (count), most: str, owner_ids: list[str], benchmark: str
// identity: duty_id, kind
// formula: rows of RACI charts (see raci_accountable) with more owners in mode own or lead, consulted, or informed than the
//     benchmark
// basis: RACI practice: many R, lots of C, lots of I     grade: C
// revision: 1
// benchmarks: raci
// computed_by: graph.measures.audits.raci.raci_crowded
// with: audit_claims, audit_roles, audit_places
