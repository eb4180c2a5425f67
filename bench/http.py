"""One escalation over HTTP, beside a bare FastAPI route that runs the same engine calls and returns their rows.

Both are served by uvicorn in this process on loopback and asked in turn over a kept connection.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode

import uvicorn
from fastapi import FastAPI

from bench.figures import Figure, figure, in_turn
from bench.organization import records
from dutygraph.api.http import create_app
from dutygraph.graph.ask import ask
from dutygraph.graph.catalog import catalog
from dutygraph.graph.engine import Engine
from dutygraph.graph.engines import open_engine
from dutygraph.graph.facts import group_by_document
from dutygraph.graph.store import load

ROLES = 50_000
ASKED = 50
ROUNDS = 7


def figures() -> Iterator[Figure]:
    """Milliseconds for one escalation over HTTP in an organisation of 50,000 roles."""
    engine = open_engine(":memory:")
    load(engine, group_by_document(records(1, ROLES, 1)), holder="bench")
    role = _deep_role(engine)
    app = create_app(engine)
    _add_bare_route(app, engine, role)
    with _served(app) as port:
        connection = HTTPConnection("127.0.0.1", port)
        ours = f"/api/v1/escalation-path?{urlencode({'role': role})}"
        mine, bare = in_turn(lambda: _ask(connection, ours), lambda: _ask(connection, "/bare"), ROUNDS)
    engine.close()
    yield figure(
        "http.escalation", mine, bare, ratio=mine / bare, better="lower",
        what=f"milliseconds for one escalation over HTTP among {ROLES} roles, beside a bare FastAPI route that runs "
        "the same engine calls; ours by bare",
    )  # fmt: skip


def _deep_role(engine: Engine) -> str:
    spans = ask(engine, "span_of_control").to_dicts()
    return str(max(spans, key=lambda row: (row["layer"], row["role_id"]))["role_id"])


def _add_bare_route(app: FastAPI, engine: Engine, role: str) -> None:
    query = catalog().question("escalation_path")
    statements = [query, *(catalog().columns[name] for name in query.reads)]
    answer = ask(engine, query.name, {"role": role})
    inputs = dict(answer.cypher_params)

    @app.get("/bare")
    def bare() -> list[Any]:
        return [engine.read(each.cypher, {n: inputs[n] for n in each.cypher_params}).rows for each in statements]


@contextmanager
def _served(app: FastAPI) -> Iterator[int]:
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield listening.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()


def _ask(connection: HTTPConnection, path: str) -> float:
    """Milliseconds of one request, from ASKED in a row."""
    start = time.perf_counter()
    for _ in range(ASKED):
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == 200, body
    return (time.perf_counter() - start) * 1000 / ASKED
