// asks: Which posts, bodies and outside parties does an organisation have, and what is stated of each?
// params: organization: organization
// columns: role_ids: list[str], titles: list[str], aliases: list[list], kinds: list[str],
//     vacancies: list[bool], headcounts_min: list[int], headcounts_max: list[int], summaries: list[str]
// revision: 1     source: docs/audit.md#what-rules-read
MATCH (n:Role) WHERE n.organization_id = $organization
RETURN collect(n.id) AS role_ids,
       collect(coalesce(n.title, '')) AS titles,
       collect(coalesce(n.aliases, [])) AS aliases,
       collect(coalesce(n.kind, 'post')) AS kinds,
       collect(coalesce(n.vacant, false)) AS vacancies,
       collect(coalesce(n.headcount_min, -1)) AS headcounts_min,
       collect(coalesce(n.headcount_max, -1)) AS headcounts_max,
       collect(coalesce(n.summary, '')) AS summaries,
       collect([n.id] + n.document_ids + n.quotes + n.locators + n.spans) AS evidence
