// What the store holds of every Metric.
MATCH (n:Metric)
RETURN
    n.id AS id, n.organization_id AS organization_id, n.text AS text, n.document_ids AS document_ids,
    n.quotes AS quotes, n.locators AS locators, n.spans AS spans
