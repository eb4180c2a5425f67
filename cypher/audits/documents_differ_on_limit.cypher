// title: Documents state different limits
// title_zh: 不同文件的权限金额不一致
// group: documents
// severity: error
// message: {holder} {act} {matter}: {first} in one document, {other} in another.
// message_zh: “{holder}”对“{matter}”的{act}权，一份文件为{first}，另一份为{other}。
// advice: Decide which document is in force, and correct the other.
// advice_zh: 确认以哪份文件为准，并更正另一份。
// counts: grants with a limit     counts_zh: 有金额限制的权限
// columns: holder_id: str, matter_id: str, matter: str, act: code, first: band, other: band, condition: str
// identity: holder_id, matter_id, act, condition
// formula: grants of one holder, matter in normal form, act, quantity, per, base and condition, of which each of several
//     documents states exactly one, and not all the same
// basis: the same fact stated twice must agree     grade: B
// revision: 1
// computed_by: graph.measures.audits.documents.documents_differ_on_limit
// with: audit_grants, audit_claims, audit_roles, audit_places
