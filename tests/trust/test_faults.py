"""A load and questions through a network that breaks: each ends in a complete state or a clear error, in time.

How often comes from the environment: DUTYGRAPH_FAULTS runs on each line of Neo4j.
"""

from __future__ import annotations

import os
import random
import secrets
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from datetime import timedelta
from typing import TypeVar

import pytest
from neo4j._async_compat.network import BoltSocketBase

from bench.organization import records
from dutygraph.graph import store
from dutygraph.graph.ask import ask
from dutygraph.graph.check import check
from dutygraph.graph.engine import Engine, Statement
from dutygraph.graph.engines import neo4j as official
from dutygraph.graph.engines.neo4j import Neo4jEngine
from dutygraph.graph.errors import EngineError, InputError, StoreLocked
from dutygraph.graph.facts import group_by_document
from dutygraph.graph.store import lease
from tests.conftest import absent
from tests.neo4j.firm import contents, documents, load
from tests.servers import LINES, Server, Unavailable
from tests.servers.jars import JarBackend
from tests.trust.proxy import FAULTS, Proxy

RUNS = int(os.environ.get("DUTYGRAPH_FAULTS", "3"))
SILENCE = 1
"""Seconds after which the driver gives a silent server up; a server asks for two minutes."""

LIMIT = 60
"""Seconds within which a run must have ended, with the limits of `quick`."""

T = TypeVar("T")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The product's limits, all shorter, in the same proportions."""
    monkeypatch.setattr(official, "RETRY_SECONDS", 1)
    monkeypatch.setattr(official, "CONNECT_SECONDS", 2)
    monkeypatch.setattr(official, "WRITE_SECONDS", 1.0)
    monkeypatch.setattr(lease, "LEASE", timedelta(seconds=2))
    ask_for = BoltSocketBase.set_read_timeout

    def shorter(self: BoltSocketBase, timeout: float | None) -> None:
        ask_for(self, SILENCE if timeout else timeout)

    monkeypatch.setattr(BoltSocketBase, "set_read_timeout", shorter)


def in_time(work: Callable[[], T]) -> T:
    """What the work gives; fails where it hangs."""
    pool = ThreadPoolExecutor(1)
    try:
        return pool.submit(work).result(LIMIT)
    except Late:
        pytest.fail(f"nothing after {LIMIT} seconds")
    finally:
        pool.shutdown(wait=False)


def through(proxy: Proxy, server: Server, state: int) -> bool:
    """Load and ask through the proxy; whether the load says that it came to its end. Errors must be clear."""
    loaded = False
    try:
        engine = Neo4jEngine(proxy.address, server.login)
    except EngineError as error:
        assert proxy.address in str(error)
        return False
    try:
        load(engine, documents(state, count=4, duties=60))
        loaded = True
        ask(engine, "span_of_control", {"organization": "同舟制造"})
    except (StoreLocked, EngineError) as error:
        assert len(str(error)) > 20 and server.password not in str(error)
    except InputError as error:  # asked while nothing is there yet
        assert "organization" in str(error) or "同舟制造" in str(error)
    finally:
        engine.close()
    return loaded


def made_good(engine: Engine, state: int) -> None:
    """Load directly as soon as the lease of what was broken off is over; this load may take its time."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(official, "WRITE_SECONDS", 60.0)
        while True:
            try:
                load(engine, documents(state, count=4, duties=60))
                return
            except StoreLocked:
                time.sleep(0.2)


def test_a_network_that_breaks(server: Server, quick: None) -> None:
    engine = server.engine("neo4j")
    expected = []
    for state in (0, 1):
        made_good(engine, state)
        expected.append(contents(engine))
    host, port = server.address.removeprefix("bolt://").split(":")
    outcomes: Counter[str] = Counter()
    for run in range(RUNS):
        pick = random.Random(run)
        faults = (FAULTS[run % len(FAULTS)],)
        with Proxy((host, int(port)), pick, share=pick.choice((0.3, 0.7, 1.0)), faults=faults) as proxy:
            loaded = in_time(lambda: through(proxy, server, run % 2))  # noqa: B023 - it is called at once
        outcomes["loaded" if loaded else "refused"] += 1
        if loaded:
            assert contents(engine) == expected[run % 2], f"run {run}: a load that says it ended is whole"
            assert check(engine).differences == (), f"run {run}"
        made_good(engine, (run + 1) % 2)
        assert contents(engine) == expected[(run + 1) % 2], f"run {run}: what was broken off is made good"
        assert check(engine).differences == (), f"run {run}"
    assert sum(outcomes.values()) == RUNS


def test_a_silent_server_is_given_up(server: Server, quick: None) -> None:
    host, port = server.address.removeprefix("bolt://").split(":")
    proxy = Proxy((host, int(port)), random.Random(0), share=1.0, faults=("drop",), most_bytes=1)
    with proxy, pytest.raises(EngineError, match=r"127\.0\.0\.1"):
        in_time(lambda: Neo4jEngine(proxy.address, server.login))


def test_the_server_asks_to_be_given_up_when_silent(server: Server) -> None:
    """The limit of a read rests on this hint of the server (docs/neo4j.md)."""
    asked: list[float | None] = []
    ask_for = BoltSocketBase.set_read_timeout
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(
            BoltSocketBase, "set_read_timeout", lambda self, each: (asked.append(each), ask_for(self, each))[1]
        )
        Neo4jEngine(server.address, server.login).close()
    assert any(each and each <= 120 for each in asked), asked


def test_writers_that_deadlock_are_repeated(server: Server) -> None:
    engine = server.engine("neo4j")
    engine.write([Statement("CREATE (:Role {id: 'a', n: 0}), (:Role {id: 'b', n: 0})", {})])
    add = "MATCH (r:Role) WHERE r.id = $id SET r.n = r.n + 1 WITH r UNWIND range(1, 300000) AS x RETURN count(x) AS c"
    there = [Statement(add, {"id": "a"}), Statement(add, {"id": "b"})]

    def both(order: int) -> None:
        for _ in range(3):
            engine.write(there[:: 1 if order else -1])

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(both, (0, 1)))
    assert engine.read("MATCH (r:Role) RETURN r.n AS n ORDER BY r.id").rows == [(6,), (6,)]


@pytest.mark.skipif(RUNS < 50, reason="takes a server of its own: a long proof, DUTYGRAPH_FAULTS")
@pytest.mark.parametrize("name", list(LINES))
def test_a_load_without_memory_is_told_and_made_good(name: str) -> None:
    line, password = LINES[name], secrets.token_urlsafe(16)
    try:
        process = JarBackend.start(line, password)
    except Unavailable as error:
        absent(line.name, str(error))
    server = Server(line, process.address, "neo4j", password, process)
    try:
        settings = process.home / "conf" / "neo4j.conf"
        former = settings.read_text(encoding="utf-8")
        engine = server.engine("neo4j")
        load(engine, documents(0))
        whole = contents(engine)
        for setting, expected in ((former + "db.memory.transaction.max=4m\n", None), (former, whole)):
            process.kill()
            settings.write_text(setting, encoding="utf-8")
            process.run()
            if expected is None:
                with pytest.raises(EngineError, match="emory"):
                    load(engine, list(group_by_document(records(1, 4_000, 5))))
            else:
                load(engine, documents(0))  # a load that failed in an orderly way has ended its lease
                assert contents(engine) == expected
                assert check(engine).differences == ()
                assert store.state(engine).state == store.READY
    finally:
        server.stop()
