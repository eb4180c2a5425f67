"""The disk at fault: full, read-only, damaged at any byte. What was there stays, and a message says what is wrong."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from dutygraph.graph import store
from dutygraph.graph.check import check
from dutygraph.graph.engines import open_engine
from dutygraph.graph.errors import DutyGraphError, StoreDamaged, StoreVersion
from tests.store.papers import full_paper

FLIPS = int(os.environ.get("DUTYGRAPH_FLIPS", "40"))
WITHOUT_PRIVILEGE = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
"""Modes of files hold for an administrator too."""

FULL = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)),) * 2)
from dutygraph.api.cli import main
main()
"""
PLAIN = "from dutygraph.api.cli import main; main()"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX limits and modes")


def run(program: str, *arguments: object, before: Sequence[str] = ()) -> subprocess.CompletedProcess[str]:
    command = [*before, sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    path = tmp_path / "team.kgl"
    with closing(open_engine(str(path), writing=True)) as engine:
        store.load(engine, [full_paper("a.txt").facts()], holder="test")
    return path


def is_whole(path: Path) -> bool:
    with closing(open_engine(str(path))) as engine:
        return check(engine).differences == ()


def test_a_full_disk_keeps_what_was_there(graph: Path, root: Path, tmp_path: Path) -> None:
    before = graph.read_bytes()
    documents, report = root / "examples", tmp_path / "out.json"
    report.write_bytes(b"former")
    for size in (0, 2_000):
        for arguments in (
            ("load", documents, "--graph", graph),
            ("backup", tmp_path / "team.backup", "--graph", graph),
            ("extract", documents, "--out", report),
        ):
            done = run(FULL, size, *arguments)
            if done.returncode == 0:  # it fits
                assert size and arguments[0] == "backup"
                (tmp_path / "team.backup").unlink()
                continue
            assert done.returncode in (2, 4) and "Traceback" not in done.stderr, (size, arguments, done.stderr)
            assert graph.read_bytes() == before and report.read_bytes() == b"former"
    names = {each.name for each in tmp_path.iterdir() if ".lock" not in each.name}
    assert names == {"team.kgl", "out.json"}, "nothing half written is left"
    assert is_whole(graph)


def test_a_folder_that_may_only_be_read(graph: Path, root: Path) -> None:
    """Reading takes no lock and writes nothing; a load says that it cannot write."""
    before = WITHOUT_PRIVILEGE if os.geteuid() == 0 else ()
    if before and shutil.which(before[0]) is None:
        pytest.skip("an administrator may write everywhere, and setpriv is not there")
    graph.parent.chmod(0o555)
    graph.chmod(0o444)
    try:
        for arguments in (("documents",), ("check",)):
            done = run(PLAIN, *arguments, "--graph", graph, before=before)
            assert done.returncode == 0, done.stderr
        done = run(PLAIN, "load", root / "examples", "--graph", graph, before=before)
        assert done.returncode == 4 and "team.kgl" in done.stderr and "Traceback" not in done.stderr
    finally:
        graph.parent.chmod(0o755)
        graph.chmod(0o644)
    assert is_whole(graph)


def test_a_file_damaged_anywhere_is_told_or_whole(graph: Path) -> None:
    """Flipped bits, runs of zeros, swapped blocks, cut and lengthened files."""
    whole, pick = graph.read_bytes(), random.Random(FLIPS)
    for number in range(FLIPS):
        content = bytearray(whole)
        at, size = pick.randrange(len(content)), pick.randrange(1, 200)
        if number % 4 == 0:
            content[at] ^= 1 << pick.randrange(8)
        elif number % 4 == 1:
            content[at : at + size] = bytes(len(content[at : at + size]))
        elif number % 4 == 2:
            del content[at:]
        else:
            content[at:at] = pick.randbytes(size)
        if bytes(content) == whole:
            continue
        graph.write_bytes(content)
        try:
            with closing(open_engine(str(graph))) as engine:
                assert check(engine).differences == (), f"damage {number} was neither found nor harmless"
        except DutyGraphError as error:
            assert isinstance(error, (StoreDamaged, StoreVersion)), error
