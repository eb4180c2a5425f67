"""docs/http.md: its commands run, its tables hold every route and every limit."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from dutygraph.api.http import create_app
from dutygraph.api.http.guard import Limits
from dutygraph.api.http.jobs import WAITING
from dutygraph.api.http.uploads import MOST_FILES
from dutygraph.api.http.workspace import Workspace
from dutygraph.graph.catalog import catalog
from dutygraph.graph.engines import open_engine
from dutygraph.loaders.readers import LARGEST_MB, LARGEST_TEXT_MB
from dutygraph.loaders.workers import MEMORY, SECONDS
from tests.conftest import ROOT, absent
from tests.http.conftest import PAPER
from tests.http.serving import serving

PAGE = (ROOT / "docs/http.md").read_text(encoding="utf-8")
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.S) for line in block.splitlines()]


def test_its_requests_are_answered(workspace: Workspace, tmp_path: Path) -> None:
    if shutil.which("curl") is None:
        absent("curl", "curl is not installed")
    (tmp_path / "roles.txt").write_text(PAPER, encoding="utf-8")
    (tmp_path / "reorg.toml").write_text('changes = [ { vacate = "市场经理" } ]\n', encoding="utf-8")
    finding = workspace.findings().findings[0].id
    requests = [line for line in COMMANDS if line.startswith("curl")]
    assert len(requests) > 10
    with serving(create_app(workspace)) as port:
        for line in requests:
            words = shlex.split(line.replace("127.0.0.1:8000", f"127.0.0.1:{port}").replace("{finding_id}", finding))
            done = subprocess.run(
                ["curl", "--fail-with-body", "--globoff", *words[1:]], cwd=tmp_path, capture_output=True, check=False
            )
            assert done.returncode == 0, f"{line}\n{done.stdout.decode()}{done.stderr.decode()}"


def test_its_options_are_those_of_the_command() -> None:
    from dutygraph.api.cli.serve import serve

    known = {option for param in serve.params for option in param.opts}
    for line in COMMANDS:
        if line.startswith("dutygraph serve"):
            assert set(re.findall(r"--[a-z-]+", line)) <= known, line


def test_every_route_is_told() -> None:
    questions = {f"GET /api/v1/{name.replace('_', '-')}" for name in catalog().questions}
    paths = create_app(open_engine(":memory:")).openapi()["paths"]
    routes = {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}
    assert set(re.findall(r"^\| `((?:GET|POST|PUT|DELETE) \S+)` \|", PAGE, re.M)) == routes - questions


@pytest.mark.parametrize(
    "limit",
    [
        f"{Limits().most('/api/v1/documents') // 1_000_000} MB together, {MOST_FILES} files",
        f"{LARGEST_MB} MB, a text {LARGEST_TEXT_MB} MB",
        f"scenario | {Limits().most('/api/v1/whatif') // 1000} kB",
        f"other body | {Limits().body // 1000} kB",
        f"{Limits().grace:g} seconds, and a second more for every {Limits().rate // 1000} kB",
        f"jobs that wait | {WAITING}",
        f"{SECONDS:g} seconds and {MEMORY // 10**9} GB",
    ],
)
def test_every_limit_is_told(limit: str) -> None:
    assert limit in PAGE
