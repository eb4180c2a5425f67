// title: Documents state one thing differently
// title_zh: 不同文件的记载不一致
// group: documents
// severity: error
// message: {thing}: {field} is {first} in one place and {other} in another.
// message_zh: 关于“{thing}”的{field}，一处为{first}，另一处为{other}。
// advice: Decide which statement is right, and correct the other.
// advice_zh: 确认以哪一处为准，并更正另一处。
// counts: roles and units stated more than once     counts_zh: 不止一处记载的岗位和部门
// columns: thing_id: str, field: code, first: code, other: code
// identity: thing_id, field
// formula: records of one role or unit in the archived facts of the documents in force whose headcount_min, headcount_max,
//     vacant or kind (external does not count) differ
// basis: the same fact stated twice must agree     grade: B
// revision: 1
// computed_by: graph.measures.audits.documents.documents_differ
// with: stated_differently, audit_roles, audit_units, audit_places
