// asks: What is written about a unit: its parent, parts, posts, duties, authorities, measures?
// params: organization: organization = null, unit: unit e.g. 销售部
// columns: part: str, text: str, kind: str, note: str, limit_text: str,
//     headcount_min: int (people), headcount_max: int (people), related_id: str
// revision: 1     source: docs/measures.md#cards-and-counts
MATCH (x:Unit) WHERE x.id = $unit
CALL (x) {
  RETURN x AS fact, x AS other, 'unit' AS part, 0 AS place
  UNION ALL
  MATCH (x)-[r:PART_OF]->(o:Unit) RETURN r AS fact, o AS other, 'parent' AS part, 1 AS place
  UNION ALL
  MATCH (x)<-[r:PART_OF]-(o:Unit) RETURN r AS fact, o AS other, 'subunit' AS part, 2 AS place
  UNION ALL
  MATCH (x)<-[r:IN_UNIT]-(o:Role) RETURN r AS fact, o AS other, 'role' AS part, 3 AS place
  UNION ALL
  MATCH (x)-[r:OWNS_DUTY]->(o:Duty) RETURN r AS fact, o AS other, 'duty' AS part, 4 AS place
  UNION ALL
  MATCH (x)-[r:HAS_AUTHORITY]->(o:Authority) RETURN r AS fact, o AS other, 'authority' AS part, 5 AS place
  UNION ALL
  MATCH (x)-[r:MEASURED_BY]->(o:Metric) RETURN r AS fact, o AS other, 'metric' AS part, 6 AS place
  UNION ALL
  MATCH (x)-[:OWNS_DUTY]->(:Duty)-[r:MEASURED_BY]->(o:Metric) WHERE r.owner_id = x.id
  RETURN DISTINCT r AS fact, o AS other, 'metric' AS part, 6 AS place
}
RETURN part,
       CASE WHEN other:Duty THEN other.text WHEN other:Metric THEN other.text WHEN other:Authority THEN other.matter
            ELSE other.title END AS text,
       coalesce(fact.mode, fact.act, other.kind) AS kind,
       coalesce(fact.condition, fact.area, fact.goal) AS note,
       fact.limit_text AS limit_text,
       other.headcount_min AS headcount_min,
       other.headcount_max AS headcount_max,
       other.id AS related_id,
       [{id: fact.id, document_ids: fact.document_ids, quotes: fact.quotes, locators: fact.locators,
         spans: fact.spans}] AS evidence
ORDER BY place, coalesce(fact.item, fact.step, 0), text, fact.id
