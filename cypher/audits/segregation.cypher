// title: One post does what must be kept apart
// title_zh: 不相容职务未分离
// group: segregation
// severity: error
// message: {role} does both {first} and {second}: “{first_text}” and “{second_text}”.
// message_zh: “{role}”同时承担{first}与{second}：“{first_text}”与“{second_text}”。
// advice: Give one of the two to another post; where that cannot be done, have somebody else check each case.
// advice_zh: 将其中一项交由其他岗位；确实无法分离的，增加逐笔复核等补偿控制。
// counts: posts with duties     counts_zh: 有职责的岗位
// columns: role_id: str, conflict: str, first: code, second: code, first_text: str, second_text: str, risk: str, source: str,
//     severity: str
// identity: role_id, conflict
// formula: clauses of a post's duties (not in mode assist, participate, consulted or informed) and stated final powers that do
//     two activities of a pair in graph/vocabulary/segregation.toml: a clause does an activity where it has one of its
//     words (and verbs), none of the words against it, and does not begin with helping, following, watching or reporting
// basis: 内部会计控制规范——销售与收款, 采购与付款; 会计法; SAP and Oracle rule sets; each pair names its own source and risk     grade: A
// revision: 1
// computed_by: graph.measures.audits.segregation.segregation
// with: audit_claims, audit_grants, audit_roles, audit_places
