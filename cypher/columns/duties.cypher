// asks: What do an organisation's duties say?
// params: organization: organization
// columns: ids: list[str], texts: list[str]
// revision: 1     source: docs/measures.md#words-in-a-duty
MATCH (d:Duty) WHERE d.organization_id = $organization
RETURN collect(d.id) AS ids, collect(coalesce(d.text, '')) AS texts
