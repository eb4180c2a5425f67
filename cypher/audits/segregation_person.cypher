// title: One person fills posts that must be kept apart
// title_zh: 同一人兼任不相容岗位
// group: segregation
// severity: error
// message: {name} fills {a} and {b}, and so does both {first} and {second}.
// message_zh: {name}兼任“{a}”与“{b}”，从而同时承担{first}与{second}。
// advice: Fill one of the posts with somebody else; where that cannot be done, have somebody else check each case.
// advice_zh: 由他人担任其中一个岗位；确实无法分离的，增加逐笔复核等补偿控制。
// counts: persons with several posts     counts_zh: 担任多个岗位的人员
// columns: person_id: str, name: str, a_id: str, b_id: str, conflict: str, first: code, second: code, risk: str, source: str,
//     severity: str
// identity: person_id, conflict
// formula: as segregation, over the posts that one person HOLDS, where no single one of them does both
// basis: as segregation, at the level of the person     grade: A
// revision: 1
// computed_by: graph.measures.audits.segregation.segregation_person
// with: audit_claims, audit_grants, audit_roles, audit_holders, audit_places
