"""Fixtures: one server of each line for a whole test run, started when the first test asks for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dutygraph.graph.engine import Engine
from tests.conftest import absent
from tests.servers import LINES, Server, Unavailable, obtain


def _server(name: str) -> Iterator[Server]:
    try:
        server = obtain(LINES[name])
    except Unavailable as error:
        absent(name, str(error))
    try:
        yield server
    finally:
        server.empty()
        server.stop()


@pytest.fixture(scope="session")
def neo4j5() -> Iterator[Server]:
    """Neo4j 5.26, the long-term line."""
    yield from _server("neo4j5")


@pytest.fixture(scope="session")
def neo4j2026() -> Iterator[Server]:
    """The newest line of Neo4j."""
    yield from _server("neo4j2026")


SERVER_ENGINES = {
    "neo4j5": ("neo4j5", "neo4j"),
    "neo4j2026": ("neo4j2026", "neo4j"),
    "py2neo5": ("neo4j5", "py2neo"),
    "py2neo2026": ("neo4j2026", "py2neo"),
}
"""Engines on servers: the line and the client of each."""


def empty_engine(request: pytest.FixtureRequest, name: str) -> Engine:
    """An engine of `SERVER_ENGINES` on an empty database; it stays open for the next test."""
    line, client = SERVER_ENGINES[name]
    found: Server = request.getfixturevalue(line)
    found.empty()
    return found.engine(client)


@pytest.fixture(params=list(LINES))
def server(request: pytest.FixtureRequest) -> Server:
    """Each line in turn, with an empty database."""
    found: Server = request.getfixturevalue(request.param)
    found.empty()
    return found
