// title: Too many layers
// title_zh: 管理层级过多
// group: spans
// severity: warning
// message: {levels} levels from {chain} for {size} people or posts; {most} are enough.
// message_zh: 共{levels}层（{chain}），而{size}个人员/岗位的组织以不超过{most}层为宜。
// advice: Look for levels with narrow spans and for deputies who only pass on; merge them.
// advice_zh: 查找管理幅度过窄的层级和空转的副职，予以合并。
// counts: organisations with lines     counts_zh: 有汇报关系的组织
// columns: organization_id: str, levels: int (levels), size: int (people), most: str, chain_ids: path,
//     benchmark: str
// identity: organization_id
// formula: the greatest layer (1 + fewest solid lines from a top) against the benchmark for the size: the sum of the greatest
//     headcounts of described roles, one for each whose headcount is not stated
// basis: Agentnoon, layers by size; the profile gives the figures     grade: B
// revision: 1
// benchmarks: layers
// computed_by: graph.measures.audits.spans.layers
// with: audit_lines, audit_roles, audit_places
