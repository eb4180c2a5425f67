"""What the rules of docs/cypher.md rest on, on every engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from dutygraph.graph.engine import Engine, Statement

LEVELS = 30


@dataclass(frozen=True)
class Probe:
    """A statement on the graph of `ladder`, and the rows it must give."""

    id: str
    cypher: str
    rows: list[tuple[Any, ...]]


PROBES = [
    Probe(
        "paths_that_multiply_are_walked_once",
        "MATCH (s:Role)-[:REPORTS_TO*0..50]->(m:Role) WHERE s.id = 'r0_0' WITH DISTINCT m RETURN count(m) AS n",
        [(2 * LEVELS - 1,)],
    ),
    Probe(
        "a_circle_ends",
        "MATCH (s:Role)<-[:REPORTS_TO*0..50]-(m:Role) WHERE s.id = 'c0' WITH DISTINCT m RETURN m.id AS id ORDER BY id",
        [("c0",), ("c1",)],
    ),
    Probe(
        "a_relationship_is_written_out_as_a_map",
        "MATCH (s:Role)-[r:REPORTS_TO]->(:Role) WHERE s.id = 'c0' "
        "RETURN {id: r.id, line: r.line, basis: r.basis} AS line",
        [({"id": "c0>c1", "line": "solid", "basis": None},)],
    ),
    Probe(
        "a_relationship_projected",
        "MATCH (s:Role)-[r:REPORTS_TO]->(m:Role) WHERE s.id = 'c0' RETURN r {.id, .line} AS line",
        [({"id": "c0>c1", "line": "solid"},)],
    ),
    Probe(
        "a_node_projected",
        "MATCH (s:Role) WHERE s.id = 'c0' RETURN s {.id, .title} AS role",
        [({"id": "c0", "title": "c0"},)],
    ),
    Probe(
        "columns_stay_in_step_where_values_are_missing",
        "MATCH (s:Role)-[r:REPORTS_TO]->(m:Role) WHERE s.id IN ['c0', 'c1'] WITH r ORDER BY r.id "
        "RETURN collect(r.id) AS ids, collect(coalesce(r.condition, '')) AS conditions",
        [(["c0>c1", "c1>c0"], ["", "vacant"])],
    ),
    Probe(
        "lists_are_joined",
        "MATCH (s:Role)-[r:REPORTS_TO]->(m:Role) WHERE s.id = 'c0' "
        "RETURN collect([r.id] + r.quotes + r.spans) AS evidence",
        [([["c0>c1", "a", "b", "1:2", ""]],)],
    ),
    Probe(
        "a_list_joined_with_nothing_is_nothing",
        "MATCH (s:Role)-[r:REPORTS_TO]->(m:Role) WHERE s.id = 'c1' "
        "RETURN collect([r.id] + r.quotes + r.spans) AS evidence",
        [([],)],
    ),
    Probe(
        "a_union_holds_nodes_and_relationships",
        "MATCH (x:Role) WHERE x.id = 'c0' CALL (x) { RETURN x AS fact, 0 AS place UNION ALL "
        "MATCH (x)-[r:REPORTS_TO]->(:Role) RETURN r AS fact, 1 AS place } "
        "RETURN fact.id AS id, fact.line AS line ORDER BY place, id",
        [("c0", None), ("c0>c1", "solid")],
    ),
    Probe(
        "a_type_nobody_used_gives_no_rows",
        "MATCH (s:Role)-[h:HAS_AUTHORITY]->(a:Authority) WHERE h.act = 'sign' RETURN a.matter AS matter",
        [],
    ),
    Probe(
        "null_as_a_parameter_chooses_all",
        "MATCH (s:Role) WHERE ($id IS NULL OR s.id = $id) AND s.id IN ['c0', 'c1'] RETURN count(s) AS n",
        [(2,)],
    ),
    Probe(
        "labels_are_asked_for_in_a_case",
        "MATCH (x) WHERE x.id = 'c0' RETURN CASE WHEN x:Unit THEN 'unit' ELSE 'role' END AS kind, "
        "EXISTS { MATCH (x)-[:REPORTS_TO]-(:Role) } AS on_a_line, COUNT { MATCH (x)-[:REPORTS_TO]->() } AS n",
        [("role", True, 1)],
    ),
    Probe(
        "the_smallest_of_nothing_is_null",
        "MATCH (x:Role) WHERE x.id = 'c0' OPTIONAL MATCH (x)-[:IN_UNIT]->(u:Unit) RETURN min(u.title) AS unit",
        [(None,)],
    ),
]


def ladder() -> list[Statement]:
    """Roles in pairs, each reporting to both of the next pair (2^29 paths), and a circle of two."""
    roles = [f"r{level}_{side}" for level in range(LEVELS) for side in (0, 1)] + ["c0", "c1"]
    evidence = {"quotes": ["a", "b"], "spans": ["1:2", ""]}
    lines = [
        {"id": f"r{n}_{a}>r{n + 1}_{b}", "from": f"r{n}_{a}", "to": f"r{n + 1}_{b}", "props": {"line": "solid"}}
        for n in range(LEVELS - 1)
        for a in (0, 1)
        for b in (0, 1)
    ]
    lines += [
        {"id": "c0>c1", "from": "c0", "to": "c1", "props": {"line": "solid", **evidence}},
        {"id": "c1>c0", "from": "c1", "to": "c0", "props": {"line": "acting", "condition": "vacant"}},
    ]
    return [
        Statement(
            "UNWIND $rows AS row MERGE (n:Role {id: row.id}) SET n += row.props",
            {"rows": [{"id": role, "props": {"title": role, "kind": "post"}} for role in roles]},
        ),
        Statement(
            "UNWIND $rows AS row MATCH (a:Role {id: row.from}) MATCH (b:Role {id: row.to}) "
            "MERGE (a)-[r:REPORTS_TO {id: row.id}]->(b) SET r += row.props",
            {"rows": lines},
        ),
    ]


@pytest.mark.parametrize("case", PROBES, ids=[probe.id for probe in PROBES])
def test_probe(engine: Engine, case: Probe) -> None:
    engine.write(ladder())
    assert engine.read(case.cypher, {"id": None} if "$id" in case.cypher else {}).rows == case.rows
