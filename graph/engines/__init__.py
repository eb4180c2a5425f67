"""One engine a file. Only these modules import a database client."""

from __future__ import annotations

import os

from dutygraph.graph.engine import Engine
from dutygraph.graph.engines.server import is_server
from dutygraph.graph.errors import InputError

DEFAULT = "graph.kgl"


def open_engine(address: str | None = None, *, writing: bool = False) -> Engine:
    """The engine for an address: `:memory:`, the path of a file (kglite), or `bolt://…` and `neo4j://…` (Neo4j).

    Without one DUTYGRAPH_GRAPH says which, else it is `graph.kgl` in this folder. `writing` takes a file for writing at
    once, where it would otherwise be opened again by the first write; StoreLocked where another process has it.

    Raises EngineError where the store cannot be reached or opened, InputError where the address is none.
    """
    address = address or os.environ.get("DUTYGRAPH_GRAPH") or DEFAULT
    if is_server(address):
        from dutygraph.graph.engines.neo4j import Neo4jEngine  # here, because a client takes its time to load

        return Neo4jEngine(address)
    from dutygraph.graph.engines.embedded import EmbeddedEngine

    return EmbeddedEngine(address, writing=writing)


def wrap_engine(graph: object) -> Engine:
    """The engine for a driver of `neo4j`, or a `py2neo.Graph`, that a notebook already holds, with its login and
    connections.

    Raises InputError where it is neither or does not speak bolt, EngineError where its server is too old or lost.
    """
    package = type(graph).__module__.partition(".")[0]
    if package == "py2neo":
        from dutygraph.graph.engines.py2neo import Py2neoEngine

        return Py2neoEngine(graph)
    if package == "neo4j":
        from dutygraph.graph.engines.neo4j import held_driver

        return held_driver(graph)
    raise InputError(
        f"{type(graph).__name__} is no graph: give an address, a file, a driver of neo4j, or a py2neo.Graph."
    )
