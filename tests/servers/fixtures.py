"""Fixtures: one server of each line for a whole test run, started when the first test asks for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

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


@pytest.fixture(params=list(LINES))
def server(request: pytest.FixtureRequest) -> Server:
    """Each line in turn, with an empty database."""
    found: Server = request.getfixturevalue(request.param)
    found.empty()
    return found
