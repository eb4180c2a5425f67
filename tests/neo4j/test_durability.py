"""Loads that are killed, loaders that meet, a loader that sleeps past its lease: real processes, a real server.

How often comes from the environment: DUTYGRAPH_KILLS.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from dutygraph.graph import store
from dutygraph.graph.errors import StoreLocked
from tests.neo4j.firm import contents, documents, load
from tests.servers import Server

KILLS = int(os.environ.get("DUTYGRAPH_KILLS", "3"))
LEASE = 4
"""Seconds, instead of two minutes: how long after a kill another load has to wait. A write gets half of it."""

needs_signals = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")


def load_after_lease(server: Server, state: int) -> None:
    """Load as soon as the lease of a loader that has died is over."""
    while True:
        try:
            load(server.engine("neo4j"), documents(state))
            return
        except StoreLocked:
            time.sleep(0.2)


@contextmanager
def loader(server: Server, state: int, holder: str = "another") -> Iterator[subprocess.Popen[str]]:
    """A process that stands ready to load and begins with `begin`."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.neo4j.loader", server.address, str(state), holder, str(LEASE)],
        env={**os.environ, **server.environment}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        encoding="utf-8",
    )  # fmt: skip
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.kill()
        process.communicate()


def begin(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


def told(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def before_and_after(server: Server) -> tuple[list[str], list[str], float]:
    """What undisturbed loads of both states give, and how long the second takes in a process of its own."""
    engine = server.engine("neo4j")
    for state in (0, 1, 0):  # the server keeps plans of what it has run, so the first time is not the usual one
        load(engine, documents(state))
    before = contents(engine)
    with loader(server, 1) as process:
        start = time.monotonic()
        begin(process)
        assert told(process).startswith("loaded")
        seconds = time.monotonic() - start
    after = contents(engine)
    assert before != after
    return before, after, seconds


@needs_signals
@pytest.mark.parametrize("final", [1, 0], ids=["repeated", "former"])
def test_a_killed_load_is_made_good_by_the_next(server: Server, final: int) -> None:
    before, after, seconds = before_and_after(server)
    pick = random.Random(final)
    for _ in range(KILLS):
        load_after_lease(server, 0)
        with loader(server, 1) as process:
            begin(process)
            time.sleep(pick.uniform(0, seconds))  # the moment of the kill is what varies
            process.kill()
        load_after_lease(server, final)
        assert contents(server.engine("neo4j")) == (before, after)[final]


def test_loaders_that_meet_take_turns(server: Server) -> None:
    _, after, _ = before_and_after(server)
    server.empty()
    server.run("DROP CONSTRAINT store_id IF EXISTS")  # the very first loads of a server define the schema together
    holders = ("first", "second", "third")
    with loader(server, 1, "first") as one, loader(server, 1, "second") as two, loader(server, 1, "third") as three:
        for process in (one, two, three):
            begin(process)
        said = [told(process) for process in (one, two, three)]
    loaded = [line for line in said if line.startswith("loaded")]
    refused = [line for line in said if line.startswith("refused StoreLocked")]
    assert loaded and len(loaded) + len(refused) == 3, said
    assert all(any(holder in line for holder in holders) for line in refused), refused
    assert contents(server.engine("neo4j")) == after


@needs_signals
def test_a_load_that_slept_past_its_lease_changes_nothing_any_more(server: Server) -> None:
    before, _, seconds = before_and_after(server)
    engine = server.engine("neo4j")
    pick = random.Random(0)
    slept = 0
    while slept < KILLS:
        load_after_lease(server, 0)
        with loader(server, 1) as process:
            begin(process)
            time.sleep(pick.uniform(0, seconds))
            process.send_signal(signal.SIGSTOP)
            if store.state(engine).state == store.READY:
                continue  # it had not begun, or was through
            load_after_lease(server, 0)
            process.send_signal(signal.SIGCONT)
            assert told(process).startswith("refused")
        assert contents(engine) == before
        slept += 1
