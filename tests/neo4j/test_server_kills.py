"""A server that is killed while it is loaded or asked, and comes back: nothing is lost, callers say what happened.

How often comes from the environment: DUTYGRAPH_SERVER_KILLS.
"""

from __future__ import annotations

import os
import random
import secrets
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import py2neo
import pytest
from fastapi.testclient import TestClient

from dutygraph.api.http import create_app
from dutygraph.graph.engine import Engine
from dutygraph.graph.engines.neo4j import Neo4jEngine
from dutygraph.graph.engines.py2neo import Py2neoEngine
from dutygraph.graph.errors import ServerUnreachable
from tests.conftest import absent
from tests.neo4j.firm import contents
from tests.neo4j.test_durability import before_and_after, begin, load_after_lease, loader, told
from tests.servers import LINES, Server, Unavailable
from tests.servers.jars import JarBackend

KILLS = int(os.environ.get("DUTYGRAPH_SERVER_KILLS", "1"))
ENDLESS = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN count(a + b) AS count"


@dataclass
class Killable:
    """A server of this test's own."""

    server: Server
    process: JarBackend


@pytest.fixture(scope="module", params=list(LINES))
def killable(request: pytest.FixtureRequest) -> Iterator[Killable]:
    """A server of its own, because others would notice."""
    line, password = LINES[request.param], secrets.token_urlsafe(16)
    try:
        process = JarBackend.start(line, password)
    except Unavailable as error:
        absent(line.name, str(error))
    server = Server(line, process.address, "neo4j", password, process)
    yield Killable(server, process)
    server.stop()


def test_a_load_survives_the_death_of_the_server(killable: Killable) -> None:
    server = killable.server
    _, after, seconds = before_and_after(server)
    pick = random.Random(7)
    for _ in range(KILLS):
        load_after_lease(server, 0)
        with loader(server, 1) as process:
            begin(process)
            time.sleep(pick.uniform(0, seconds))  # the moment of the kill is what varies
            killable.process.kill()
            killable.process.run()
            said = told(process)
        assert said.startswith(("loaded", "refused ServerUnreachable", "refused EngineError")), said
        load_after_lease(server, 1)
        assert contents(server.engine("neo4j")) == after


@pytest.mark.parametrize("client", ["neo4j", "py2neo"])
def test_an_answer_of_a_server_that_dies_is_an_error_and_the_engine_outlives_it(
    killable: Killable, client: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dutygraph.graph.engines.neo4j.RETRY_SECONDS", 1)
    monkeypatch.setattr("dutygraph.graph.engines.py2neo.RETRY_SECONDS", 1)
    server = killable.server
    engine: Engine = (
        Neo4jEngine(server.address, server.login)
        if client == "neo4j"
        else Py2neoEngine(py2neo.Graph(server.address, auth=(server.username, server.password)))
    )
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(engine.read, ENDLESS)
        while not server.run("SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery STARTS WITH 'UNWIND' RETURN 1"):
            time.sleep(0.05)
        killable.process.kill()
        with pytest.raises(ServerUnreachable, match=server.address):
            asked.result()
    with pytest.raises(ServerUnreachable, match="docker compose up"):
        engine.read("RETURN 1 AS one")
    killable.process.run()
    assert engine.read("RETURN 1 AS one").rows == [(1,)]
    engine.close()


def test_http_says_503_while_the_server_is_away_and_answers_when_it_is_back(
    killable: Killable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dutygraph.graph.engines.neo4j.RETRY_SECONDS", 1)
    server = killable.server
    load_after_lease(server, 0)
    engine = Neo4jEngine(server.address, server.login)
    client = TestClient(create_app(engine), base_url="http://localhost", raise_server_exceptions=False)
    before = client.get("/api/v1/organizations").json()["rows"]
    killable.process.kill()
    for path in ("/api/v1/organizations", "/api/v1/span-of-control", "/readyz"):
        refused = client.get(path)
        assert refused.status_code == 503, refused.text
        assert refused.headers["content-type"] == "application/problem+json"
        assert server.password not in refused.text
    assert client.get("/healthz").status_code == 200
    killable.process.run()
    assert client.get("/readyz").status_code == 200
    assert client.get("/api/v1/organizations").json()["rows"] == before != []
    engine.close()
