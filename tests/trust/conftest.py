"""The engines on which trust is tested: kglite, and every engine that the servers' fixtures name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dutygraph.graph.engine import Engine
from dutygraph.graph.engines import open_engine
from tests.servers.fixtures import SERVER_ENGINES, empty_engine


@pytest.fixture(params=["file", *SERVER_ENGINES])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty store of each engine in turn."""
    if request.param in SERVER_ENGINES:
        yield empty_engine(request, request.param)
        return
    opened = open_engine(str(tmp_path / "graph.kgl"))
    yield opened
    opened.close()
