"""The command line as a user runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest
from click.testing import CliRunner, Result

from dutygraph.api.cli import dutygraph

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"

Run: TypeAlias = Callable[..., Result]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder, and no setting from outside."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for name in ("DUTYGRAPH_GRAPH", "DUTYGRAPH_LANG", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def run(here: Path) -> Run:
    """Run a command in the current folder; `code` is the exit code that is expected."""

    def call(*args: str | Path, code: int = 0) -> Result:
        result = CliRunner().invoke(dutygraph, [str(arg) for arg in args])
        assert result.exit_code == code, f"{result.exit_code}: {result.output}"
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return call


def process(
    *args: str | Path, cwd: Path, env: dict[str, str] | None = None, without: str = ""
) -> subprocess.CompletedProcess[bytes]:
    """Run a command in a process of its own, as if the module `without` were not installed."""
    hide = f"import sys; sys.modules[{without!r}] = None; " if without else ""
    command = [sys.executable, "-c", f"{hide}from dutygraph.api.cli import main; main()", *map(str, args)]
    given = {name: value for name, value in os.environ.items() if not name.startswith("DUTYGRAPH_")}
    return subprocess.run(command, capture_output=True, cwd=cwd, env=given | (env or {}), check=False)
