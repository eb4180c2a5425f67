// asks: What is written about a role: unit, lines, duties, authorities, measures, holders, deputies?
// params: organization: organization = null, role: role e.g. 销售部/销售经理
// columns: part: str, text: str, kind: str, note: str, limit_text: str,
//     headcount_min: int (people), headcount_max: int (people), related_id: str
// revision: 1     source: docs/measures.md#cards-and-counts
MATCH (x:Role) WHERE x.id = $role
CALL (x) {
  RETURN x AS fact, x AS other, 'role' AS part, 0 AS place
  UNION ALL
  MATCH (x)-[r:IN_UNIT]->(o:Unit) RETURN r AS fact, o AS other, 'unit' AS part, 1 AS place
  UNION ALL
  MATCH (x)-[r:REPORTS_TO]->(o:Role) RETURN r AS fact, o AS other, 'superior' AS part, 2 AS place
  UNION ALL
  MATCH (x)<-[r:REPORTS_TO]-(o:Role) RETURN r AS fact, o AS other, 'subordinate' AS part, 3 AS place
  UNION ALL
  MATCH (x)-[r:OWNS_DUTY]->(o:Duty) RETURN r AS fact, o AS other, 'duty' AS part, 4 AS place
  UNION ALL
  MATCH (x)-[r:HAS_AUTHORITY]->(o:Authority) RETURN r AS fact, o AS other, 'authority' AS part, 5 AS place
  UNION ALL
  MATCH (x)-[r:MEASURED_BY]->(o:Metric) RETURN r AS fact, o AS other, 'metric' AS part, 6 AS place
  UNION ALL
  MATCH (x)-[:OWNS_DUTY]->(:Duty)-[r:MEASURED_BY]->(o:Metric) WHERE r.owner_id = x.id
  RETURN DISTINCT r AS fact, o AS other, 'metric' AS part, 6 AS place
  UNION ALL
  MATCH (x)<-[r:HOLDS]-(o:Person) RETURN r AS fact, o AS other, 'holder' AS part, 7 AS place
  UNION ALL
  MATCH (x)<-[r:DEPUTIZES_FOR]-(o) RETURN r AS fact, o AS other, 'deputy' AS part, 8 AS place
  UNION ALL
  MATCH (x)-[r:DEPUTIZES_FOR]->(o:Role) RETURN r AS fact, o AS other, 'deputizes_for' AS part, 9 AS place
}
RETURN part,
       CASE WHEN other:Duty THEN other.text WHEN other:Metric THEN other.text WHEN other:Authority THEN other.matter
            WHEN other:Person THEN other.name ELSE other.title END AS text,
       coalesce(fact.line, fact.mode, fact.act, fact.kind) AS kind,
       coalesce(fact.condition, fact.area, fact.summary) AS note,
       fact.limit_text AS limit_text,
       other.headcount_min AS headcount_min,
       other.headcount_max AS headcount_max,
       other.id AS related_id,
       [{id: fact.id, document_ids: fact.document_ids, quotes: fact.quotes, locators: fact.locators,
         spans: fact.spans}] AS evidence
ORDER BY place, coalesce(fact.item, fact.step, 0), text, fact.id
