// asks: Which units does an organisation have, and what is stated of each?
// params: organization: organization
// columns: unit_ids: list[str], titles: list[str], aliases: list[list],
//     headcounts_min: list[int], headcounts_max: list[int], goals: list[str]
// revision: 1     source: docs/audit.md#what-rules-read
MATCH (u:Unit) WHERE u.organization_id = $organization
RETURN collect(u.id) AS unit_ids,
       collect(coalesce(u.title, '')) AS titles,
       collect(coalesce(u.aliases, [])) AS aliases,
       collect(coalesce(u.headcount_min, -1)) AS headcounts_min,
       collect(coalesce(u.headcount_max, -1)) AS headcounts_max,
       collect(coalesce(u.goal, '')) AS goals,
       collect([u.id] + u.document_ids + u.quotes + u.locators + u.spans) AS evidence
