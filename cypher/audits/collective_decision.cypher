// title: A grave matter decided by one post
// title_zh: 重大事项由个人决定
// group: authority
// severity: info
// message: {role} alone decides {matter}.
// message_zh: “{matter}”由“{role}”一个岗位决定。
// advice: Let a body decide, or let several sign together.
// advice_zh: 实行集体决策或联签制度。
// counts: grave matters that somebody decides     counts_zh: 有人决定的重大事项
// columns: role_id: str, matter_id: str, matter: str
// identity: role_id, matter_id
// formula: matters named with a word for grave (重大, 大额 …) and whose only holder of approve or decide is a
//     post, not a body
// basis: 企业内部控制应用指引第1号 art. 5: 重大决策 … 实行集体决策审批或者联签制度     grade: A
// revision: 1
// computed_by: graph.measures.audits.authority.collective_decision
// with: audit_grants, audit_claims, audit_roles, audit_units, audit_places, audit_parents
