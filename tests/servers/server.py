"""A server that answers: its login, an empty database, its end."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

import neo4j
import py2neo
from neo4j.exceptions import AuthError, ClientError, Neo4jError, ServiceUnavailable, SessionExpired

from dutygraph.graph.engine import Engine
from dutygraph.graph.engines.neo4j import Neo4jEngine
from dutygraph.graph.engines.py2neo import Py2neoEngine
from dutygraph.graph.engines.server import Login
from tests.servers.lines import Line, Unavailable

EMPTY = (
    # Relationships first: a node with hundreds of thousands of them does not fit into one transaction.
    "MATCH ()-[r]->() CALL (r) { DELETE r } IN TRANSACTIONS OF 10000 ROWS",
    "MATCH (n) CALL (n) { DELETE n } IN TRANSACTIONS OF 10000 ROWS",
)


class Backend(Protocol):
    """Whatever runs the server."""

    @property
    def address(self) -> str: ...

    def stop(self) -> None: ...


@dataclass
class Server:
    """`address` is bolt://host:port; the password is known to this run only, or came from the environment."""

    line: Line
    address: str
    username: str
    password: str
    backend: Backend
    _driver: neo4j.Driver | None = field(default=None, repr=False)
    _engines: dict[str, Engine] = field(default_factory=dict, repr=False)

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs that is to use this server."""
        return {"NEO4J_USERNAME": self.username, "NEO4J_PASSWORD": self.password}

    @property
    def login(self) -> Login:
        """What the product's engine logs in with."""
        return Login(self.username, self.password, "neo4j")

    def engine(self, client: str) -> Engine:
        """The product's engine on this server, by client (`neo4j` or `py2neo`); one for the whole run."""
        if client not in self._engines:
            self._engines[client] = (
                Neo4jEngine(self.address, self.login)
                if client == "neo4j"
                else Py2neoEngine(py2neo.Graph(self.address, auth=(self.username, self.password)))
            )
        return self._engines[client]

    @property
    def driver(self) -> neo4j.Driver:
        """For what tests do behind the product's back."""
        if self._driver is None:
            self._driver = neo4j.GraphDatabase.driver(
                self.address, auth=(self.username, self.password), notifications_min_severity="OFF"
            )
        return self._driver

    def run(self, cypher: str, **params: object) -> list[neo4j.Record]:
        """One statement in a transaction of its own."""
        with self.driver.session() as session:
            return list(session.run(cypher, params))

    def empty(self) -> None:
        """Delete every node and relationship; constraints and indexes stay, they are the same for every test."""
        for statement in EMPTY:
            self.run(statement)

    def refuse_data_of_others(self) -> None:
        """Tests delete all there is, so a given server must be empty when they begin."""
        [[count]] = self.run("MATCH (n) RETURN count(n) AS count")
        if count:
            raise Unavailable(
                f"{self.address} holds {count} nodes and tests delete everything: "
                f"point {self.line.variable} at an empty server, or empty it with `python -m tests.servers empty`"
            )

    def stop(self) -> None:
        """Close what this object opened; end the server if this run started it."""
        for engine in self._engines.values():
            engine.close()
        if self._driver is not None:
            self._driver.close()
        self._engines, self._driver = {}, None
        self.backend.stop()


@contextmanager
def _login(server: Server, password: str) -> Iterator[neo4j.Driver]:
    with neo4j.GraphDatabase.driver(
        server.address, auth=(server.username, password), connection_timeout=5, max_transaction_retry_time=0
    ) as driver:
        yield driver


def await_login(server: Server, seconds: float, alive: Callable[[], bool] = lambda: True) -> None:
    """Return once the server takes the password; a new server's first password is replaced by ours."""
    until = time.monotonic() + seconds
    while True:
        try:
            with _login(server, server.password) as driver:
                driver.execute_query("RETURN 1 AS one")
            return
        except AuthError:
            _replace_first_password(server)
        except (ServiceUnavailable, SessionExpired, Neo4jError, OSError) as error:
            if not alive() or time.monotonic() > until:
                raise Unavailable(f"nothing answers at {server.address}: {error}") from error
            time.sleep(0.2)


def _replace_first_password(server: Server) -> None:
    try:
        with _login(server, "neo4j") as driver, driver.session(database="system") as session:
            session.run("ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $new", new=server.password).consume()
    except (AuthError, ClientError) as error:
        raise Unavailable(f"{server.address} refuses the password given in NEO4J_PASSWORD") from error
