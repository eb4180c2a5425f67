UNWIND $ids AS id
MATCH (n:Authority {id: id})
OPTIONAL MATCH (n)<-[r:HAS_AUTHORITY]-()
RETURN n.id AS id, n.organization_id AS organization_id, n.matter AS matter,
    collect(r.document_ids) AS document_ids
