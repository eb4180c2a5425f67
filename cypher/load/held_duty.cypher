UNWIND $ids AS id
MATCH (n:Duty {id: id})
OPTIONAL MATCH (n)<-[r:OWNS_DUTY]-()
RETURN n.id AS id, n.organization_id AS organization_id, n.text AS text, n.verb AS verb, n.object AS object,
    collect(r.document_ids) AS document_ids
