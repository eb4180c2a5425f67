"""Sixteen readers over HTTP while documents load, beside the same readers of a bare FastAPI route.

Both routes stand in one process, which loads one document after another all the time; the readers have a process of
their own. The bare route returns the bytes that ours gave before the first load. The roles have no duties: those that
are made up are so alike that the register of overlaps would be all that is measured. DUTYGRAPH_READERS_SECONDS says how
long each side is read in all.
"""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from http.client import HTTPConnection
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import urlencode

from fastapi import FastAPI, Response

from bench.figures import Figure, figure, in_turn
from bench.http import served
from bench.organization import records
from dutygraph.api.http import create_app
from dutygraph.api.http.workspace import Workspace
from dutygraph.graph.ask import ask
from dutygraph.graph.engine import Engine
from dutygraph.graph.engines import open_engine
from dutygraph.graph.facts import group_by_document
from dutygraph.graph.store import load

ROLES = 2_000
READERS = 16
ROUNDS = 5
SECONDS = float(os.environ.get("DUTYGRAPH_READERS_SECONDS", "15"))
PAPER = "Job title: Clerk {number}\nReports to: Manager\nResponsibilities\n1. File the letters of month {number}\n"


def figures() -> Iterator[Figure]:
    """Answers a second that all readers get together."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(there, ROLES))
    process.start()
    try:
        ours, bare, paths = here.recv()
        mine, theirs = in_turn(
            partial(_read, ours, paths), partial(_read, bare, [f"/bare{path}" for path in paths]), ROUNDS
        )
    finally:
        here.send("stop")
    loads = here.recv()
    process.join()
    yield figure(
        "readers", mine, theirs, ratio=mine / theirs, better="higher",
        what=f"answers a second for {READERS} readers of {len(paths)} questions among {ROLES} roles, {loads} loads of "
        "a document meanwhile, beside a bare FastAPI route that returns the same bytes; ours by bare",
    )  # fmt: skip


def _read(port: int, paths: list[str]) -> float:
    """Answers a second that all readers get together."""
    counts: list[int] = []
    until = time.monotonic() + SECONDS / ROUNDS
    threads = [threading.Thread(target=_one, args=(port, paths, until, counts)) for _ in range(READERS)]
    start = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(counts) == READERS, "a reader has met an error"
    return sum(counts) / (time.monotonic() - start)


def _one(port: int, paths: list[str], until: float, counts: list[int]) -> None:
    connection = HTTPConnection("127.0.0.1", port)
    count = 0
    while time.monotonic() < until:
        connection.request("GET", paths[count % len(paths)])
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == 200, body
        count += 1
    connection.close()
    counts.append(count)


def _serve(told: Connection, roles: int) -> None:
    """The process that serves both routes and loads."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        address = str(folder / "graph.kgl")
        writer = open_engine(address, writing=True)
        load(writer, group_by_document(records(1, roles, 0, grants=roles // 10)), holder="bench")
        writer.close()
        engine = open_engine(address)
        stack.callback(engine.close)
        workspace = Workspace(engine, folder)
        stack.callback(workspace.close)
        paths = _paths(engine)
        ours = stack.enter_context(served(create_app(workspace)))
        bare = stack.enter_context(served(_bare_app(ours, paths)))
        stop, loads = threading.Event(), [0]
        loader = threading.Thread(target=_load, args=(workspace, folder, stop, loads))
        loader.start()
        told.send((ours, bare, paths))
        told.recv()
        stop.set()
        loader.join()
        told.send(loads[0])


def _paths(engine: Engine) -> list[str]:
    organization = ask(engine, "organizations", {}).to_dicts()[0]["organization_id"]
    spans = ask(engine, "span_of_control", {"organization": organization}).to_dicts()
    role = max(spans, key=lambda row: (row["layer"], row["role_id"]))["role_id"]
    asked = [
        ("span-of-control", {"organization": organization, "limit": 50}),
        ("role-card", {"organization": organization, "role": role}),
        ("escalation-path", {"organization": organization, "role": role}),
        ("organizations", {}),
    ]
    return [f"/api/v1/{question}?{urlencode(params)}" for question, params in asked]


def _bare_app(ours: int, paths: list[str]) -> FastAPI:
    """What ours answers now, each from a route that does nothing but return it."""
    app = FastAPI()
    connection = HTTPConnection("127.0.0.1", ours)
    for path in paths:
        connection.request("GET", path)
        content = connection.getresponse().read()
        app.add_api_route("/bare" + path.partition("?")[0], _returning(content))
    connection.close()
    return app


def _returning(content: bytes) -> Callable[[], Response]:
    def bare() -> Response:
        return Response(content, media_type="application/json")

    return bare


def _load(workspace: Workspace, folder: Path, stop: threading.Event, loads: list[int]) -> None:
    while not stop.is_set():
        file = folder / "sent"
        file.write_text(PAPER.format(number=loads[0]), encoding="utf-8")
        job = workspace.wait(workspace.submit([("paper.txt", file)]).id, seconds=600)
        assert job.state == "done", job
        loads[0] += 1
