"""Backups: whole or not there, taken while others write, told when damaged, and brought back as they were."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from dutygraph.graph import store
from dutygraph.graph.backup import backup, restore
from dutygraph.graph.check import check
from dutygraph.graph.engine import Statement
from dutygraph.graph.engines import open_engine
from dutygraph.graph.errors import DutyGraphError, InputError, StoreDamaged, StoreLocked, StoreVersion
from tests.store.papers import full_paper
from tests.store.snapshot import graph_snapshot
from tests.trust.command import run

FLIPS = int(os.environ.get("DUTYGRAPH_FLIPS", "40"))


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    path = tmp_path / "team.kgl"
    fill(path, "a.txt")
    return path


def fill(path: Path, *keys: str) -> None:
    engine = open_engine(str(path), writing=True)
    store.load(engine, [full_paper(key).facts() for key in keys], holder="test")
    engine.close()


def snapshot(path: Path) -> object:
    engine = open_engine(str(path))
    try:
        return graph_snapshot(engine)
    finally:
        engine.close()


def test_what_is_brought_back_is_what_was_kept(graph: Path, tmp_path: Path) -> None:
    before = snapshot(graph)
    made = backup(str(graph), tmp_path / "one.backup")
    assert (made.documents, made.schema_version) == (1, 1)
    assert backup(str(graph), tmp_path / "two.backup") == made
    assert (tmp_path / "one.backup").read_bytes() == (tmp_path / "two.backup").read_bytes()
    told, kept = restore(tmp_path / "one.backup", str(tmp_path / "new.kgl"))
    assert (told, kept) == (made, None)
    assert snapshot(tmp_path / "new.kgl") == before
    assert (tmp_path / "new.kgl").read_bytes() == graph.read_bytes()
    engine = open_engine(str(tmp_path / "new.kgl"))
    assert check(engine).differences == ()


def test_a_graph_that_is_there_is_replaced_by_force_only(graph: Path, tmp_path: Path) -> None:
    file, before = tmp_path / "team.backup", graph.read_bytes()
    backup(str(graph), file)
    fill(graph, "b.txt")
    after = graph.read_bytes()
    with pytest.raises(InputError, match="--force"):
        restore(file, str(graph))
    assert graph.read_bytes() == after
    _, kept = restore(file, str(graph), force=True)
    assert kept is not None and kept.read_bytes() == after
    assert graph.read_bytes() == before
    fill(graph, "c.txt")


def test_a_graph_that_is_written_to_is_not_replaced(graph: Path, tmp_path: Path) -> None:
    file = tmp_path / "team.backup"
    writer = open_engine(str(graph), writing=True)
    writer.write([Statement("CREATE (n:Role {id: 'role_unsaved'})", {})])
    backup(str(graph), file)  # what is saved can be kept meanwhile
    before = graph.read_bytes()
    with pytest.raises(StoreLocked):
        restore(file, str(graph), force=True)
    assert graph.read_bytes() == before
    writer.close()


def test_a_damaged_graph_can_be_replaced(graph: Path, tmp_path: Path) -> None:
    file, before = tmp_path / "team.backup", graph.read_bytes()
    backup(str(graph), file)
    graph.write_bytes(b"rubbish")
    with pytest.raises(StoreDamaged):
        backup(str(graph), tmp_path / "none.backup")
    assert not (tmp_path / "none.backup").exists()
    restore(file, str(graph), force=True)
    assert graph.read_bytes() == before


def test_any_damage_of_a_backup_is_told(graph: Path, tmp_path: Path) -> None:
    file, damaged, pick = tmp_path / "team.backup", tmp_path / "damaged.backup", random.Random(FLIPS)
    backup(str(graph), file)
    whole = file.read_bytes()
    for number in range(FLIPS):
        content = bytearray(whole)
        if number % 4:
            content[pick.randrange(len(content))] ^= 1 << pick.randrange(8)
        else:
            del content[pick.randrange(len(content)) :]
        damaged.write_bytes(content)
        target = tmp_path / "back.kgl"
        try:
            restore(damaged, str(target))
        except DutyGraphError:
            assert not target.exists()
        else:  # a flag or a time that nobody reads
            assert target.read_bytes() == graph.read_bytes()
            target.unlink()
    assert {each.name for each in tmp_path.iterdir() if ".lock" not in each.name} == {
        "team.kgl", "team.backup", "damaged.backup",
    }  # fmt: skip


def test_what_is_no_backup_is_refused(graph: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(other, "w") as packed:
        packed.writestr("manifest.json", '{"schema": "else"}')
    target = str(tmp_path / "new.kgl")
    with pytest.raises(InputError, match="no backup"):
        restore(other, target)
    with pytest.raises(StoreDamaged):
        restore(graph, target)
    with pytest.raises(InputError, match="there is no file"):
        restore(tmp_path / "none", target)
    for address in ("bolt://localhost:7687", ":memory:"):
        with pytest.raises(InputError, match="export facts"):
            backup(address, tmp_path / "x")
    with pytest.raises(InputError, match="there is no graph"):
        backup(target, tmp_path / "x")
    with pytest.raises(InputError, match="is the graph itself"):
        backup(str(graph), graph)


def test_a_graph_of_another_version_is_told(graph: Path, tmp_path: Path) -> None:
    for version, advice in ((99, "newer"), (0, "older")):
        engine = open_engine(str(graph), writing=True)
        engine.write([Statement("MATCH (s:Store) SET s.schema_version = $version", {"version": version})])
        engine.save()
        engine.close()
        with pytest.raises(StoreVersion, match=advice):
            backup(str(graph), tmp_path / "x")
        for command in (("ask", "organizations"), ("documents",), ("check",), ("export", "facts")):
            done = run(*command, "--graph", graph)
            assert done.exit_code == 4 and f"version {version} of the model" in done.stderr
        done = run("load", tmp_path, "--graph", graph)
        assert done.exit_code != 0


def test_the_commands(graph: Path, tmp_path: Path) -> None:
    file = tmp_path / "team.backup"
    assert run("backup", file, "--graph", graph).exit_code == 0
    assert run("restore", file, "--graph", graph).exit_code == 2
    done = run("restore", file, "--graph", graph, "--force")
    assert done.exit_code == 0 and "team.kgl.bak" in done.stdout
    assert run("backup", tmp_path / "x", "--graph", tmp_path / "none.kgl").exit_code == 2


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
def test_backups_of_a_graph_that_is_loaded_all_the_while(root: Path, tmp_path: Path) -> None:
    graph = tmp_path / "graph.kgl"
    states = []
    for state in ("0", "1"):
        subprocess.run([sys.executable, "-m", "tests.store.loader", str(graph), state], cwd=root, check=True,
                       stdout=subprocess.DEVNULL)  # fmt: skip
        states.append(snapshot(graph))
    loading = subprocess.Popen([sys.executable, "-m", "tests.store.loader", str(graph), "0"], cwd=root,
                               stdout=subprocess.DEVNULL)  # fmt: skip
    taken = 0
    while loading.poll() is None or not taken:
        backup(str(graph), tmp_path / f"{taken}.backup")
        taken += 1
    assert loading.wait() == 0
    for number in range(taken):
        restore(tmp_path / f"{number}.backup", str(tmp_path / f"{number}.kgl"))
        assert snapshot(tmp_path / f"{number}.kgl") in states
