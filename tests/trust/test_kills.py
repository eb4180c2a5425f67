"""Whatever a process does to a graph file, when it is killed the graph is whole: each kill is followed by `check`.

How many kills comes from the environment: DUTYGRAPH_KILLS.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest

from dutygraph.graph import store
from dutygraph.graph.backup import restore
from dutygraph.graph.check import check
from dutygraph.graph.engines import open_engine
from tests.trust.victim import ACTIONS, BACKUP, GRAPH, REVIEW, given

KILLS = max(len(ACTIONS), int(os.environ.get("DUTYGRAPH_KILLS", "5")))

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")


def start(root: Path, action: str, folder: Path, state: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.trust.victim", action, str(folder), str(state)]
    process = subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    assert process.stdout is not None and process.stdout.readline() == "ready\n"
    return process


def readings(folder: Path) -> dict[str, str]:
    with closing(open_engine(str(folder / GRAPH))) as engine:
        assert check(engine).differences == ()
        return store.readings(engine)


def seconds_of(root: Path, folder: Path) -> dict[str, float]:
    """How long each action takes undisturbed, from when it is ready."""
    found = {}
    for number, action in enumerate(ACTIONS):
        process, began = start(root, action, folder, number % 2), time.monotonic()
        assert process.wait() == 0
        found[action] = time.monotonic() - began
        process.communicate()
    return found


def test_what_is_killed_leaves_everything_whole(root: Path, tmp_path: Path) -> None:
    seconds = seconds_of(root, tmp_path)
    states = [{each.document.key: each.reading for each in given(state)} for state in (0, 1)]
    pick, outcomes = random.Random(KILLS), Counter[str]()
    for number in range(KILLS):
        action, state = ACTIONS[number % len(ACTIONS)], pick.randrange(2)
        before = readings(tmp_path)
        process = start(root, action, tmp_path, state)
        try:
            process.wait(timeout=pick.uniform(0, 1.1 * seconds[action]))
        except subprocess.TimeoutExpired:
            process.kill()
        said, _ = process.communicate()
        outcomes["done" if said == "done\n" else "killed"] += 1
        after = readings(tmp_path)
        wanted = {"load": {**before, **states[state]}, "sweep": states[state]}.get(action, before)
        assert after == wanted or (after == before and said != "done\n"), f"kill {number} of {action}"
        if (tmp_path / BACKUP).exists():
            made, _ = restore(tmp_path / BACKUP, str(tmp_path / f"{number}.kgl"))
            assert made.documents in map(len, ({**states[0], **states[1]}, *states))
        openpyxl.load_workbook(tmp_path / REVIEW).close()
    assert outcomes["killed"] > 0
