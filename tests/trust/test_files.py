"""A user's file is replaced in one step, by one helper, and its former state is kept."""

from __future__ import annotations

import ast
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dutygraph.graph.files import replacing
from tests.trust.command import run

KILLS = int(os.environ.get("DUTYGRAPH_KILLS", "4"))

WRITERS = {
    "graph/files.py": "the helper itself",
    "graph/backup.py": "copies in a temporary folder, which nobody reads",
    "graph/engines/embedded.py": "a damaged graph gets another name",
    "api/http/documents.py": "what is being received, in a folder of its own, before it is a document",
    "api/start/__init__.py": "first files, made only where there are none",
}
"""Modules that may write files by themselves."""

WRITING = """
import sys
from pathlib import Path
from dutygraph.graph.files import replacing
print("ready", flush=True)
number = 0
while True:
    number += 1
    with replacing(Path(sys.argv[1]), keep=True) as stream:
        for _ in range(200):
            stream.write(b"%09d\\n" % number)
"""


def write(path: Path, content: bytes, *, keep: bool = True) -> None:
    with replacing(path, keep=keep) as stream:
        stream.write(content)


def test_the_former_state_is_kept_once_it_differs(tmp_path: Path) -> None:
    file = tmp_path / "aliases.toml"
    for content in (b"one", b"two", b"two", b"three"):
        write(file, content)
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {
        "aliases.toml": b"three",
        "aliases.toml.bak": b"two",
    }


def test_what_fails_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "accepted.toml"
    write(file, b"one")
    with pytest.raises(ZeroDivisionError), replacing(file, keep=True) as stream:
        stream.write(b"half")
        raise ZeroDivisionError
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {"accepted.toml": b"one"}


@pytest.mark.skipif(sys.platform == "win32", reason="links and modes are POSIX's")
def test_a_link_stays_a_link_and_a_private_file_private(tmp_path: Path) -> None:
    file, link = tmp_path / "team.toml", tmp_path / "link.toml"
    write(file, b"one")
    file.chmod(0o600)
    link.symlink_to(file)
    write(link, b"two")
    assert link.is_symlink() and file.read_bytes() == b"two"
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
def test_a_writer_that_is_killed_leaves_whole_files(tmp_path: Path) -> None:
    file, pick = tmp_path / "review.xlsx", random.Random(KILLS)
    for _ in range(KILLS):
        process = subprocess.Popen([sys.executable, "-c", WRITING, str(file)], stdout=subprocess.PIPE)
        assert process.stdout is not None and process.stdout.readline() == b"ready\n"
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(timeout=pick.uniform(0, 0.1))
        process.kill()
        process.communicate()
        for each in (file, tmp_path / "review.xlsx.bak"):
            if each.exists():
                lines = each.read_bytes().splitlines()
                assert len(lines) == 200 and len(set(lines)) == 1


def test_a_review_that_is_made_anew_keeps_the_former(root: Path, tmp_path: Path) -> None:
    review = tmp_path / "review.xlsx"
    run("extract", root / "examples" / "marketing_charter.txt", "--out", review)
    former = review.read_bytes()
    assert run("extract", root / "examples", "--out", review).exit_code == 0
    assert (tmp_path / "review.xlsx.bak").read_bytes() == former != review.read_bytes()


def test_kept_files_are_no_documents(root: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes((root / "examples" / "marketing_charter.txt").read_bytes())
    (tmp_path / "accepted.toml.bak").write_bytes(b"x")
    done = run("load", tmp_path, "--graph", tmp_path / "graph.kgl")
    assert done.exit_code == 0 and ".bak" not in done.output


def writes(path: Path) -> Iterator[int]:
    """Lines that open a file for writing or put one in another's place."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        name = node.func.attr
        mode = [each.value for each in (*node.args, *(key.value for key in node.keywords if key.arg == "mode"))
                if isinstance(each, ast.Constant) and isinstance(each.value, str)]  # fmt: skip
        opens = name == "open" and any(set(each) & set("wax+") and len(each) <= 3 for each in mode)
        if opens or name in ("write_text", "write_bytes", "rename", "copyfile", "copy2"):
            on = ast.unparse(node.func.value)
            if on not in ("packed", "world", "self.world", "editor.world", "draft", "self._draft"):
                yield node.lineno


def test_every_file_is_written_by_the_helper(root: Path) -> None:
    for room in ("graph", "loaders", "api", "public"):
        for path in sorted((root / room).rglob("*.py")):
            name = path.relative_to(root).as_posix()
            assert name in WRITERS or not list(writes(path)), f"{name} writes by itself: take graph.files.replacing"
