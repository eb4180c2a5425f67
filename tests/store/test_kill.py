"""A load that is killed at any moment: the next one ends in the same graph as if nothing had happened."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from dutygraph.graph import store
from dutygraph.graph.engines import open_engine
from tests.store.loader import given
from tests.store.snapshot import graph_snapshot

KILLS = int(os.environ.get("DUTYGRAPH_KILLS", "4"))


def start(root: Path, graph: Path, state: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.store.loader", str(graph), str(state)]
    process = subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    return process


def test_killed_loads(root: Path, tmp_path: Path) -> None:
    expected = []
    for state in (0, 1):
        engine = open_engine(":memory:")
        store.load(engine, given(state), holder="test")
        expected.append(graph_snapshot(engine))
    began = time.monotonic()
    assert start(root, tmp_path / "whole.kgl", 0).wait() == 0
    whole = time.monotonic() - began
    pick, killed = random.Random(KILLS), 0
    graph = tmp_path / "graph.kgl"
    for number in range(KILLS):
        process = start(root, graph, number % 2)
        try:
            process.wait(timeout=pick.uniform(0, whole))
        except subprocess.TimeoutExpired:
            process.kill()
        killed += process.wait() != 0
        process.stdout.close()  # type: ignore[union-attr]
        before = open_engine(str(graph))
        assert graph_snapshot(before) in (*expected, graph_snapshot(open_engine(":memory:"))), "a load shows whole"
        before.close()
        if number % 3 == 2:  # else the next kill comes on top
            after = open_engine(str(graph), writing=True)
            store.load(after, given(number % 2), holder="test")
            assert graph_snapshot(after) == expected[number % 2]
            after.close()
    final = open_engine(str(graph), writing=True)
    store.load(final, given(1), holder="test")
    assert graph_snapshot(final) == expected[1]
    final.close()
    assert killed > 0, "no load was killed before its end"
