"""A load that stops between any two of its transactions, once or several times: the next ends in the same graph.

The embedded engine replaces its file whole, so there only memory can be left like this; it is the quickest store on
which to stop everywhere. On a server it is what a killed load leaves.
"""

from __future__ import annotations

import os
import random
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone
from functools import cache
from typing import Any

import pytest

from dutygraph.graph.engine import Engine, Result, Statement
from dutygraph.graph.engines import open_engine
from dutygraph.graph.errors import EngineError
from tests.neo4j.firm import contents, documents, load
from tests.servers import Server

MORNING = datetime(2025, 1, 1, 8, tzinfo=timezone.utc)
HOUR = timedelta(hours=1)
KILLS = int(os.environ.get("DUTYGRAPH_KILLS", "20"))


class Stopping:
    """An engine that fails from its n-th write on, for good."""

    def __init__(self, engine: Engine, writes: int) -> None:
        self._engine, self._left = engine, writes
        self.name, self.address, self.define, self.close = engine.name, engine.address, engine.define, engine.close

    def read(self, cypher: str, params: Mapping[str, Any] | None = None) -> Result:
        return self._engine.read(cypher, params)

    def write(self, statements: Sequence[Statement], only_if: Statement | None = None) -> list[Result]:
        self._left -= 1
        self.save()
        return self._engine.write(statements, only_if)

    def save(self) -> None:
        if self._left < 0:
            raise EngineError("stopped here")


@cache
def given(state: int) -> list[Any]:
    return documents(state, count=5, duties=60)


@cache
def expected(state: int) -> list[str]:
    engine = open_engine(":memory:")
    load(engine, given(state), MORNING)
    return contents(engine)


def stop(engine: Engine, state: int, writes: int, now: datetime) -> bool:
    """Whether the load was stopped before its end."""
    try:
        load(Stopping(engine, writes), given(state), now)
    except EngineError:
        return True
    return False


def stopped_and_loaded(engine: Engine, writes: int, final: int) -> bool:
    """Stop the load of state 1 after so many transactions, then load a state; False where it came to its end before."""
    load(engine, given(0), MORNING)
    stopped = stop(engine, 1, writes, MORNING + HOUR)
    load(engine, given(final), MORNING + 2 * HOUR)
    assert contents(engine) == expected(final), f"stopped after {writes} transactions"
    return stopped


@pytest.mark.parametrize("final", [1, 0], ids=["repeated", "former"])
def test_stopped_between_any_two_transactions(final: int) -> None:
    writes = 0
    while stopped_and_loaded(open_engine(":memory:"), writes, final):
        writes += 1
    assert writes > 20, "a load of some transactions was to be stopped"


@pytest.mark.parametrize("final", [1, 0], ids=["repeated", "former"])
def test_stopped_on_a_server(engine: Engine, server: Server, final: int) -> None:
    for writes in (3, 9, 17, 24):
        server.empty()
        assert stopped_and_loaded(engine, writes, final)


def test_stopped_again_and_again() -> None:
    for seed in range(KILLS):
        pick = random.Random(seed)
        engine, now = open_engine(":memory:"), MORNING
        for _ in range(pick.randint(2, 4)):
            now += HOUR
            stop(engine, pick.randint(0, 1), pick.randrange(40), now)
        final = pick.randint(0, 1)
        load(engine, given(final), now + HOUR)
        assert contents(engine) == expected(final), f"seed {seed}"
