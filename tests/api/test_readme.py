"""README.md and the tutorials say what happens: their commands run and print what the pages show.

`DUTYGRAPH_UPDATE_README=1 pytest tests/api/test_readme.py` writes the screens anew.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.api.conftest import EXAMPLES, ROOT
from tests.api.pages import BLOCK, NOT_RUN, check, printed

README = ROOT / "README.md"
FIRST = "dutygraph audit examples --out report"
FOLLOWED = [README, *sorted((ROOT / "docs").glob("tutorial_*.md")), ROOT / "docs" / "deployment.md"]


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A checkout in which the first command has run, and what it printed."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(EXAMPLES, folder / "examples")
    return folder, printed(FIRST, folder)


@pytest.fixture
def folder(audited: tuple[Path, str], tmp_path: Path) -> Path:
    return shutil.copytree(audited[0], tmp_path / "here")


@pytest.mark.parametrize("page", FOLLOWED, ids=[page.stem for page in FOLLOWED])
def test_a_page_can_be_followed(page: Path, folder: Path, audited: tuple[Path, str]) -> None:
    check(page, folder, {FIRST: audited[1]})


@pytest.mark.parametrize("page", FOLLOWED[1:], ids=[page.stem for page in FOLLOWED[1:]])
def test_no_command_of_a_page_is_left_out(page: Path) -> None:
    """Whatever looks like a command stands in a block that is run, or begins with what cannot be."""
    for block in BLOCK.finditer(page.read_text(encoding="utf-8")):
        assert block["kind"] in ("console", "sh", "pycon") or block["saved"], block[0]
        for line in block["body"].splitlines() if block["kind"] == "sh" else ():
            assert line.partition("#")[0].split()[:1] in ([], ["dutygraph"], *([name] for name in NOT_RUN)), line


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
