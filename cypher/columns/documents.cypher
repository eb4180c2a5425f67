// asks: What is the key of each document?
// columns: document_ids: list[str], document_keys: list[str]
// revision: 1     source: docs/model.md#identity
MATCH (d:Document)
RETURN collect(d.id) AS document_ids, collect(d.key) AS document_keys
