"""Stores for the read side, each loaded from a graph of tests/cases/graphs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timezone

import pytest

from dutygraph.graph import store
from dutygraph.graph.engine import Engine
from dutygraph.graph.engines import open_engine
from tests.conformance.graphs import documents

Loaded = Callable[[str], Engine]


@pytest.fixture
def loaded() -> Iterator[Loaded]:
    """Opens a store in memory and loads a graph by name."""
    opened: list[Engine] = []

    def load(graph: str) -> Engine:
        opened.append(open_engine(":memory:"))
        store.load(opened[-1], documents(graph), holder="test", now=datetime(2025, 1, 1, tzinfo=timezone.utc))
        return opened[-1]

    yield load
    for engine in opened:
        engine.close()
