"""One load at a time, and what becomes of one that stops."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta, timezone

import pytest

from dutygraph.graph import store
from dutygraph.graph.engine import Engine, Statement
from dutygraph.graph.errors import EngineError, StoreLocked, StoreVersion
from dutygraph.graph.store.lease import LEASE, Lease
from dutygraph.graph.store.statements import statement
from tests.store.papers import full_paper

NOW = datetime(2026, 1, 1, 8, tzinfo=timezone.utc)


def load(engine: Engine, key: str, now: datetime = NOW) -> store.LoadOutcome:
    return store.load(engine, [full_paper(key).facts()], holder="second", now=now)


def test_a_second_load_is_refused_with_the_name_of_the_first(engine: Engine) -> None:
    load(engine, "a.txt")
    Lease(engine, "the first, on another machine", NOW).take()
    with pytest.raises(StoreLocked, match="the first, on another machine is loading"):
        load(engine, "b.txt", NOW + LEASE / 2)
    state = store.state(engine)
    assert (state.state, state.holder) == (store.LOADING, "the first, on another machine")
    assert [row.key for row in store.documents(engine)] == ["a.txt"], "what there is can still be read"


def test_an_expired_lease_is_taken_over(engine: Engine) -> None:
    Lease(engine, "first", NOW).take()
    load(engine, "b.txt", NOW + LEASE + timedelta(seconds=1))
    state = store.state(engine)
    assert (state.state, state.holder, state.lease_until, state.loading_keys) == (store.READY, None, None, ())
    assert state.as_of == "2026-01-01"


def test_who_was_overtaken_cannot_finish(engine: Engine) -> None:
    slow = Lease(engine, "slow", NOW)
    slow.take()
    quick = Lease(engine, "quick", NOW + 2 * LEASE)
    quick.take()
    with pytest.raises(StoreLocked, match="another load took over"):
        slow.ready("2026-01-01")
    quick.ready("2026-01-01")


def test_of_many_who_come_at_once_one_gets_in(engine: Engine) -> None:
    load(engine, "a.txt")
    leases = [Lease(engine, f"holder {number}", NOW) for number in range(8)]
    together, refused = threading.Barrier(len(leases)), []

    def take(lease: Lease) -> None:
        together.wait()
        try:
            lease.take()
        except StoreLocked as error:
            refused.append(str(error))

    threads = [threading.Thread(target=take, args=(lease,)) for lease in leases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == len(leases) - 1
    assert store.state(engine).run_id in {lease.run_id for lease in leases}


def test_a_load_that_fails_lets_the_next_one_in_at_once(memory: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise EngineError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(memory, "save", fail)
        with pytest.raises(EngineError, match="disk is full"):
            load(memory, "a.txt")
    load(memory, "b.txt", NOW + timedelta(seconds=1))
    assert [row.key for row in store.documents(memory)] == ["a.txt", "b.txt"]


def test_a_store_of_another_model_is_refused(engine: Engine) -> None:
    load(engine, "a.txt")
    engine.write([statement("store_lock")])
    engine.write([_of_version(99)])
    for call in (lambda: store.state(engine), lambda: load(engine, "b.txt")):
        with pytest.raises(StoreVersion, match="version 99 of the model"):
            call()


def test_an_empty_store_is_ready(engine: Engine) -> None:
    assert store.state(engine) == store.StoreState()
    assert store.documents(engine) == []
    assert list(store.export_facts(engine)) == []


def _of_version(version: int) -> Statement:
    return Statement("MATCH (s:Store {id: 'store'}) SET s.schema_version = $version", {"version": version})
