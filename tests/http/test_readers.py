"""Sixteen readers while documents load: no error, and every complete answer is that of the run it names."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import threading
import time
from collections import defaultdict
from collections.abc import Mapping
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from dutygraph.api.http import create_app
from dutygraph.api.http.workspace import Workspace
from dutygraph.graph.ask import ask
from dutygraph.graph.engines import open_engine
from tests.http.conftest import PAPER, done, written
from tests.http.serving import serving

SECONDS = float(os.environ.get("DUTYGRAPH_READERS_SECONDS", "3"))
READERS = 16
ASKED: tuple[tuple[str, dict[str, str]], ...] = (
    ("organizations", {}),
    ("span_of_control", {"min_reports": "0"}),
    ("authority_matrix", {}),
    ("overlapping_duties", {}),
    ("role_card", {"role": "销售部/华东区/业务员"}),
)


def digest(answer: Mapping[str, Any]) -> str:
    """An answer without what says where it came from."""
    kept = {name: value for name, value in answer.items() if name not in ("total", "next_cursor", "engine")}
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()


class Reader(threading.Thread):
    """Asks in turn over one connection until it is told to stop."""

    def __init__(self, port: int, organization: str, stop: threading.Event) -> None:
        super().__init__()
        self._port, self._organization, self._stop_event = port, organization, stop
        self.seen: dict[tuple[str, int], set[str]] = defaultdict(set)
        self.count = 0
        self.errors: list[str] = []

    def run(self) -> None:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=60)
        try:
            while not self._stop_event.is_set():
                number = self.count % len(ASKED)
                self._ask(connection, number)
                self.count += 1
        except Exception as error:
            self.errors.append(repr(error))
        finally:
            connection.close()

    def _ask(self, connection: HTTPConnection, number: int) -> None:
        name, params = ASKED[number]
        given = params if name == "organizations" else {**params, "organization": self._organization}
        connection.request("GET", f"/api/v1/{name.replace('_', '-')}?{urlencode(given)}")
        said = connection.getresponse()
        body = said.read()
        if said.status != 200:
            self.errors.append(f"{said.status} {body[:200]!r}")
            return
        answer = json.loads(body)
        if answer["complete"]:
            self.seen[answer["run_id"], number].add(digest(answer))


def resident() -> int:
    """Bytes of this process in memory; 0 where the system does not tell."""
    status = Path("/proc/self/statm")
    return int(status.read_text(encoding="utf-8").split()[1]) * os.sysconf("SC_PAGE_SIZE") if status.exists() else 0


def test_readers_while_documents_load(workspace: Workspace, folder: Path, tmp_path: Path) -> None:
    organization = str(ask(workspace.engine, "organizations", {}).to_dicts()[0]["organization_id"])
    copies = {workspace.run_id(): tmp_path / "0.kgl"}
    shutil.copy(folder / "graph.kgl", tmp_path / "0.kgl")
    stop, memory = threading.Event(), []
    with serving(create_app(workspace)) as port:
        readers = [Reader(port, organization, stop) for _ in range(READERS)]
        for reader in readers:
            reader.start()
        until, loads = time.monotonic() + SECONDS, 0
        while time.monotonic() < until or loads < 3:
            loads += 1
            paper = PAPER.replace("客服月报", f"客服月报第{loads}期")
            job = done(workspace, workspace.submit([written(tmp_path / "in", f"职责{loads % 3}.txt", paper)]))
            copies[job.run_id] = tmp_path / f"{loads}.kgl"
            shutil.copy(folder / "graph.kgl", copies[job.run_id])
            memory.append(resident())
        stop.set()
        for reader in readers:
            reader.join()
    assert [error for reader in readers for error in reader.errors] == []
    assert all(reader.seen for reader in readers)
    _check(readers, copies, organization)
    if len(memory) >= 60:  # what is kept for a run fills up first
        assert memory[-1] < memory[len(memory) // 3] * 1.15, memory


def _check(readers: list[Reader], copies: dict[str, Path], organization: str) -> None:
    """Each answer seen equals the one that a copy of the graph of that run gives."""
    seen: dict[tuple[str, int], set[str]] = defaultdict(set)
    for reader in readers:
        for key, found in reader.seen.items():
            seen[key] |= found
    assert len({run for run, _ in seen}) >= 3
    for (run, number), found in seen.items():
        name, params = ASKED[number]
        engine = open_engine(str(copies[run]))
        given = params if name == "organizations" else {**params, "organization": organization}
        assert found == {digest(ask(engine, name, given).to_dict())}, (run, name)
        engine.close()
