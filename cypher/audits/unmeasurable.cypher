// title: Measures that cannot be measured
// title_zh: 考核指标不可量化
// group: sheets
// severity: info
// message: {count} of {measures} measures of {owner} name neither a number nor a period: {texts}.
// message_zh: “{owner}”的{measures}项考核指标中有{count}项既无数值也无期限：{texts}。
// advice: Say the figure, the period, and where it is read.
// advice_zh: 写明数值、期限和数据来源。
// counts: owners with measures     counts_zh: 有考核指标的主体
// columns: owner_id: str, count: int (count), measures: int (count), texts: list[str], benchmark: str
// identity: owner_id
// formula: measures without a digit and without a word of the list measurable of graph/vocabulary/audit.toml (率, 额, 数, 天 …), at
//     least least_ratio of the owner's measures
// basis: goal-setting practice     grade: C
// revision: 1
// benchmarks: sheets
// computed_by: graph.measures.audits.sheets.unmeasurable
// with: audit_measures, audit_duty_measures, audit_roles, audit_places
