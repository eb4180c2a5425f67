"""A whole graph in forms that other tools read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from dutygraph.graph.answer import csv_text

if TYPE_CHECKING:
    from dutygraph.graph.engine import Engine

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_graphml(engine: Engine, stream: BinaryIO) -> None:
    """GraphML 1.0; lists are JSON texts, and characters that XML cannot hold are left out."""
    import networkx as nx

    from dutygraph.graph.network import network

    graph = network(engine)
    for properties in (*(data for _, data in graph.nodes(data=True)), *(data for *_, data in graph.edges(data=True))):
        for name, value in properties.items():
            text = _list_text(value)
            properties[name] = _NO_XML.sub("", text) if isinstance(text, str) else text
    nx.write_graphml_xml(graph, stream)


def write_cypher(engine: Engine, stream: BinaryIO) -> None:
    """Statements that end in a semicolon and a line end."""
    from dutygraph.graph.network import script

    for statement in script(engine):
        stream.write(f"{statement};\n".encode())


def csv_files(engine: Engine) -> Iterator[tuple[str, bytes]]:
    """`nodes.csv` and `relationships.csv`, with the byte order mark by which spreadsheets know UTF-8.

    Lists are JSON texts; a text that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    from dutygraph.graph.network import tables

    nodes: list[dict[str, Any]] = []
    relationships: list[dict[str, Any]] = []
    for table in tables(engine):
        for row in table.rows:
            if table.ends is None:
                nodes.append({"id": row["id"], "label": table.label, **row})
            else:
                relationships.append({"id": row["id"], "type": table.label, **row})
    yield "nodes.csv", _csv(nodes, ("id", "label"))
    yield "relationships.csv", _csv(relationships, ("id", "type", "from_id", "to_id"))


def _csv(rows: list[dict[str, Any]], first: tuple[str, ...]) -> bytes:
    names = list(dict.fromkeys((*first, *(name for row in rows for name in row))))
    return csv_text(names, ([_list_text(row.get(name)) for name in names] for row in rows)).encode("utf-8-sig")


def _list_text(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
