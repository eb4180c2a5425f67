"""Questions over HTTP, each beside a bare FastAPI route that runs the same engine calls and returns their rows.

All are served by uvicorn in this process on loopback and asked in turn over a kept connection.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode

import uvicorn
from fastapi import FastAPI

from bench.figures import Figure, figure, in_turn
from bench.organization import matter, records
from dutygraph.api.http import create_app
from dutygraph.graph.ask import ask
from dutygraph.graph.catalog import catalog
from dutygraph.graph.engine import Engine
from dutygraph.graph.engines import open_engine
from dutygraph.graph.facts import group_by_document
from dutygraph.graph.store import load

ROLES = 50_000
GRANTS = 7_500
ASKED = 50
ROUNDS = 7


def figures() -> Iterator[Figure]:
    """Milliseconds of processor time for one answer over HTTP in an organisation of 50,000 roles and 7,500 grants."""
    engine = open_engine(":memory:")
    load(engine, group_by_document(records(1, ROLES, 1, grants=GRANTS)), holder="bench")
    role = _deep_role(engine)
    request = {"matter": matter(0), "amount": 400_000}
    asked = {
        "escalation": ("escalation_path", {"role": role}),
        "escalation_by_amount": ("escalation_path", {"role": role, **request}),
        "approvals": ("who_approves", {"asker": role, **request}),
    }
    app = create_app(engine)
    for name, (question, params) in asked.items():
        _add_bare_route(app, engine, name, question, params)
    with served(app) as port:
        connection = HTTPConnection("127.0.0.1", port)
        for name, (question, params) in asked.items():
            ours, bare = f"/api/v1/{question.replace('_', '-')}?{urlencode(params)}", f"/bare/{name}"
            mine, theirs = in_turn(partial(_ask, connection, ours), partial(_ask, connection, bare), ROUNDS)
            yield figure(
                f"http.{name}", mine, theirs, ratio=mine / theirs, better="lower",
                what=f"CPU milliseconds for one {question} over HTTP among {ROLES} roles, {GRANTS} grants, beside a "
                "bare FastAPI route that runs the same engine calls; ours by bare",
            )  # fmt: skip
    engine.close()


def _deep_role(engine: Engine) -> str:
    spans = ask(engine, "span_of_control").to_dicts()
    return str(max(spans, key=lambda row: (row["layer"], row["role_id"]))["role_id"])


def _add_bare_route(app: FastAPI, engine: Engine, name: str, question: str, params: Mapping[str, Any]) -> None:
    query = catalog().question(question)
    statements = [query, *(catalog().columns[name] for name in query.reads)]
    inputs = dict(ask(engine, query.name, params).cypher_params)

    @app.get(f"/bare/{name}")
    def bare() -> list[Any]:
        return [engine.read(each.cypher, {n: inputs[n] for n in each.cypher_params}).rows for each in statements]


@contextmanager
def served(app: FastAPI) -> Iterator[int]:
    """The port of a server of this process, on the loopback."""
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
    """Milliseconds of processor time of one request, client and server, from ASKED in a row."""
    start = time.process_time()
    for _ in range(ASKED):
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == 200, body
    return (time.process_time() - start) * 1000 / ASKED
