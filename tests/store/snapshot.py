"""The whole graph as a value, so that two graphs can be compared with ==."""

from __future__ import annotations

from typing import Any

from dutygraph.graph import schema
from dutygraph.graph.engine import Engine

Snapshot = dict[str, dict[str, dict[str, Any]]]
"""Label or type → id → properties that have a value; relationships also have `from` and `to`."""

_EVIDENCE = [prop.name for prop in schema.EVIDENCE]


def graph_snapshot(engine: Engine) -> Snapshot:
    """All nodes and relationships with all properties, the Store node and the times of loading aside."""
    graph: Snapshot = {}
    for node in schema.NODES:
        if node.label != schema.STORE:
            graph[node.label] = _by_id(engine, f"MATCH (n:{node.label}) RETURN {_columns('n', node)}")
    for join in schema.RELATIONSHIPS:
        ends = "labels(a)[0] + ' ' + a.id AS from_end, labels(b)[0] + ' ' + b.id AS to_end"
        graph[join.type] = _by_id(engine, f"MATCH (a)-[r:{join.type}]->(b) RETURN {_columns('r', join)}, {ends}")
    return graph


def facts_only(graph: Snapshot) -> Snapshot:
    """Without the documents and their archive: what two stores of different documents can be compared by."""
    own = {schema.DOCUMENT, schema.ARCHIVE, schema.DESCRIBED_IN}
    return {name: rows for name, rows in graph.items() if name not in own}


def _columns(variable: str, model: schema.Node | schema.Relationship) -> str:
    names = [prop.name for prop in model.properties if prop.name != "loaded_at"] + _EVIDENCE * model.evidence
    return ", ".join(f"{variable}.{name} AS {name}" for name in names)


def _by_id(engine: Engine, cypher: str) -> dict[str, dict[str, Any]]:
    result = engine.read(cypher)
    rows = [dict(zip(result.columns, row, strict=True)) for row in result.rows]
    found = {row.pop("id"): {name: value for name, value in row.items() if value is not None} for row in rows}
    assert len(found) == len(rows), f"an id stands twice: {cypher}"
    return found
