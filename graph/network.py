"""The stored graph outside the store: as tables, as a networkx graph, as a Cypher script. All three are the fold of the
archive, so they are the same on every engine."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import networkx as nx

from dutygraph.graph import schema
from dutygraph.graph.engine import Engine
from dutygraph.graph.facts import Notice, group_by_document
from dutygraph.graph.identity import described_in_id
from dutygraph.graph.store import documents, export_facts
from dutygraph.graph.store.fold import Difference, differences, disputes, fold
from dutygraph.graph.store.refold import Gathered
from dutygraph.graph.store.rows import DOCUMENT_IDS, SHAPES, Contribution, Row, Shape
from dutygraph.graph.store.statements import constraints, cypher

BATCH = 500
"""Rows of one statement of a script: consoles take no endless text."""


class Table(NamedTuple):
    """All nodes of a label, or all relationships of a type between two labels, in order of document and place.

    `name` is the statement of cypher/load that writes it. Relationships have `from_id` and `to_id`.
    """

    name: str
    label: str
    ends: tuple[str, str] | None
    rows: list[Row]


def tables(engine: Engine) -> Iterator[Table]:
    """What the graph holds, without the archive and what audits derive; nodes come before what joins them."""
    names = {prop.name for node in schema.NODES if node.label == schema.DOCUMENT for prop in node.properties}
    shown = [{name: getattr(row, name) for name in row.__slots__ if name in names} for row in documents(engine)]
    yield Table(schema.DOCUMENT.lower(), schema.DOCUMENT, None, shown)
    yield from folded(_contributions(engine))


def folded(contributions: Sequence[Contribution]) -> Iterator[Table]:
    """The tables that these documents, in order of key, come to."""
    [described] = [each for each in schema.RELATIONSHIPS if each.type == schema.DESCRIBED_IN]
    for shape in SHAPES:
        gathered = Gathered(shape, contributions)
        for id_, several in gathered.several.items():
            gathered.first[id_] = fold(shape, several)
        rows = list(gathered.first.values())
        yield Table(shape.name, shape.label, shape.ends, rows)
        ends = (shape.label, schema.DOCUMENT)
        if ends in described.ends:
            name = "_".join((shape.label, described.type, schema.DOCUMENT)).lower()
            yield Table(name, described.type, ends, [_described(row, to) for row in rows for to in _documents(row)])


def network(engine: Engine) -> nx.MultiDiGraph[str]:
    """The graph as networkx has it: a node's `label`, an edge's `type`, and every property that has a value."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for table in tables(engine):
        for row in table.rows:
            properties = {name: value for name, value in row.items() if value is not None}
            if table.ends is None:
                graph.add_node(properties.pop("id"), label=table.label, **properties)
            else:
                start, end = properties.pop("from_id"), properties.pop("to_id")
                graph.add_edge(start, end, key=properties["id"], type=table.label, **properties)
    return graph


def script(engine: Engine) -> Iterator[str]:
    """MERGE statements that make the graph anywhere, with its constraints; each without its final semicolon."""
    yield from (text.strip() for text in constraints())
    for table in tables(engine):
        text = cypher(table.name).strip()
        for start in range(0, len(table.rows), BATCH):
            yield text.replace("$rows", literal(table.rows[start : start + BATCH]), 1)


def contradictions(engine: Engine) -> list[Notice]:
    """A notice for each field that documents in force state differently."""
    contributions = _contributions(engine)
    keys = {facts.document.id: facts.document.key for facts in contributions}
    return [notice for shape, several in _stated_twice(contributions) for notice in disputes(shape, several, keys)]


def stated_differently(engine: Engine) -> list[Difference]:
    """The fields that documents in force state differently, with the rows of both statements."""
    return [each for shape, several in _stated_twice(_contributions(engine)) for each in differences(shape, several)]


def _stated_twice(contributions: Sequence[Contribution]) -> Iterator[tuple[Shape, list[Row]]]:
    for shape in SHAPES:
        for several in Gathered(shape, contributions).several.values():
            yield shape, several


def literal(value: object) -> str:
    r"""A value as Cypher text.

    >>> literal([{"text": 'a "b"', "item": 1, "area": None}])
    '[{text: "a \\"b\\"", item: 1, area: null}]'
    """
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {literal(each)}" for name, each in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(literal, value)) + "]"
    text = json.dumps(value, ensure_ascii=False)
    # Some parsers take \u for a character wherever it stands, also after a backslash that is itself escaped.
    return text.replace("\\\\u", '\\\\" + "u') if isinstance(value, str) else text


def _contributions(engine: Engine) -> list[Contribution]:
    return [Contribution(facts) for facts in group_by_document(export_facts(engine))]


def _documents(row: Row) -> list[str]:
    return sorted(set(row[DOCUMENT_IDS]))


def _described(row: Row, document: str) -> Row:
    return {"id": described_in_id(row["id"], document), "from_id": row["id"], "to_id": document}
