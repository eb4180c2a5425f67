"""`dutygraph serve` as a process: it answers, guards, and stops."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-c", "from dutygraph.api.cli import main; main()"]
DOCUMENT = "销售部岗位职责\n\n一、销售经理\n直接上级：总经理\n岗位职责：\n1、制定年度销售计划；\n2、审核销售合同；\n"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("serve")
    (folder / "职责.txt").write_text(DOCUMENT, encoding="utf-8")
    subprocess.run(
        [*COMMAND, "load", "职责.txt", "--graph", "g.kgl"], cwd=folder, check=True, capture_output=True, timeout=120
    )
    return folder / "g.kgl"


@contextmanager
def serving(graph: Path | None, *options: str, cwd: Path | None = None, **environment: str) -> Iterator[str]:
    """The address of a server that runs until the block ends."""
    named = ["--graph", str(graph)] if graph else []
    process = subprocess.Popen(
        [*COMMAND, "serve", *named, "--port", "0", *options], cwd=cwd,
        stderr=subprocess.PIPE, text=True, encoding="utf-8", env={**os.environ, **environment},
    )  # fmt: skip
    assert process.stderr
    rest = threading.Thread(target=process.stderr.read)  # the log of requests, which must not fill the pipe
    try:
        for line in process.stderr:
            if found := re.search(r"running on (http://\S+)", line):
                rest.start()
                yield found[1]
                break
        else:
            pytest.fail("the server ended before it listened")
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)
        if rest.is_alive():
            rest.join()


def get(url: str, **headers: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=30) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read()


def test_it_answers_on_loopback(graph: Path) -> None:
    with serving(graph) as address:
        status, body = get(f"{address}/api/v1/who-owns?words=%E9%94%80%E5%94%AE%E8%AE%A1%E5%88%92")
    assert status == 200
    answer = json.loads(body)
    assert answer["rows"][0]["duty"] == "制定年度销售计划"
    assert answer["evidence"][0][0]["document"].endswith("职责.txt")


def test_off_loopback_it_needs_a_token(graph: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "serve", "--graph", str(graph), "--host", "0.0.0.0", "--port", "0"],
        capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
        env={name: value for name, value in os.environ.items() if name != "DUTYGRAPH_READ_TOKEN"},
    )  # fmt: skip
    assert done.returncode == 2
    assert "DUTYGRAPH_READ_TOKEN" in done.stderr


def test_a_token_in_the_environment_is_asked_for(graph: Path) -> None:
    with serving(graph, DUTYGRAPH_READ_TOKEN="s3cret") as address:
        assert get(f"{address}/api/v1/questions")[0] == 401
        assert get(f"{address}/api/v1/questions", Authorization="Bearer s3cret")[0] == 200
        assert get(f"{address}/readyz")[0] == 200


def test_it_starts_with_nothing_and_is_filled(tmp_path: Path) -> None:
    (tmp_path / "dutygraph.toml").write_text('[organizations]\n"upload" = "华东贸易"\n', encoding="utf-8")
    with serving(None, cwd=tmp_path) as address:
        sent = urllib.request.Request(f"{address}/api/v1/documents?name=a.txt", DOCUMENT.encode(), method="POST")
        with urllib.request.urlopen(sent, timeout=30) as answer:
            job = f"{address}{answer.headers['Location']}"
        while json.loads(get(job)[1])["state"] in ("queued", "running"):
            pass
        assert json.loads(get(job)[1])["state"] == "done"
        assert json.loads(get(f"{address}/api/v1/organizations")[1])["rows"][0]["title"] == "华东贸易"
    assert (tmp_path / "graph.kgl").is_file()
    assert (tmp_path / "upload/a.txt").read_text(encoding="utf-8") == DOCUMENT


def test_a_missing_graph_is_named(tmp_path: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "serve", "--graph", str(tmp_path / "none.kgl")],
        capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "none.kgl" in done.stderr
