"""The benches run and compare like with like, at a size at which their figures mean nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench import load, readers, whatif

KEYS = ["figure", "ours", "other", "ratio", "better", "what"]


def test_both_sides_of_a_load_write_the_same_graph(monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
    monkeypatch.chdir(root)
    for name, value in (("ROLES", 400), ("DOCUMENTS", 4), ("ROUNDS", 1)):
        monkeypatch.setattr(load, name, value)
    found = list(load.figures())
    assert [list(figure) for figure in found] == [KEYS] * len(found)
    assert [figure["figure"] for figure in found] == [
        "load.1", "load.1.memory", "load.4", "load.4.memory", "load.changed", "load.changed.opened",
    ]  # fmt: skip
    json.dumps(found)


def test_a_scenario_beside_an_audit(monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
    monkeypatch.chdir(root)
    for name, value in (("ROLES", 100), ("DOCUMENTS", 2), ("ROUNDS", 1)):
        monkeypatch.setattr(whatif, name, value)
    [found] = whatif.figures()
    assert list(found) == KEYS
    assert found["ratio"] > 1, "a scenario holds two audits"


def test_readers_beside_a_bare_route(monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
    monkeypatch.chdir(root)
    for name, value in (("ROLES", 50), ("ROUNDS", 1), ("SECONDS", 0.3)):
        monkeypatch.setattr(readers, name, value)
    [found] = readers.figures()
    assert list(found) == KEYS
    assert found["ours"] > 0


def test_a_bench_that_is_not_there(root: Path) -> None:
    command = [sys.executable, "-m", "bench", "nothing"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 2
    assert "there is no bench nothing" in done.stderr
