"""The product's two clients on each line of Neo4j."""

from __future__ import annotations

import pytest

from dutygraph.graph.engine import Engine
from tests.servers import Server


@pytest.fixture(params=["neo4j", "py2neo"])
def engine(request: pytest.FixtureRequest, server: Server) -> Engine:
    """Each client in turn, on an empty database."""
    return server.engine(request.param)
