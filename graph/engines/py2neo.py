"""A py2neo.Graph that a notebook already holds, over bolt. Upstream is at its end: new work takes engines/neo4j.py."""

from __future__ import annotations

import random
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import py2neo
from py2neo.errors import (
    ConnectionBroken,
    ConnectionLimit,
    ConnectionUnavailable,
    Neo4jError,
    ProtocolError,
    ServiceUnavailable,
)

from dutygraph.graph.engine import Result, Statement
from dutygraph.graph.engines.server import (
    check_version,
    own_statements,
    plain,
    server_error,
    told_parameters,
    unreachable,
)
from dutygraph.graph.errors import EngineError, InputError

RETRY_SECONDS = 15
"""How long a transaction is repeated after a deadlock or on a connection that turned out to be dead."""

CONNECT_SECONDS = 10

_LOST = (ConnectionBroken, ConnectionLimit, ConnectionUnavailable, ServiceUnavailable, OSError)
_T = TypeVar("_T")


class Py2neoEngine:
    """Wraps a graph; it stays the caller's, with its login and its connections."""

    name = "py2neo"

    def __init__(self, graph: py2neo.Graph) -> None:
        """Refuses other transports than bolt with `InputError` and servers that are too old with `EngineError`."""
        profile = graph.service.profile
        if profile.protocol != "bolt":
            raise InputError(f"py2neo works over bolt only: make the graph with bolt://{profile.host}:7687.")
        self._graph = graph
        self._endpoint = (profile.host, int(profile.port))
        self.address = f"bolt://{profile.host}:{profile.port}"
        [[version]] = self.read(own_statements("server_version")[0]).rows
        check_version(self.address, version)

    def read(self, cypher: str, params: Mapping[str, Any] | None = None) -> Result:
        """Run one reading statement."""
        return self._transact(True, lambda transaction: _run(transaction, cypher, params))

    def write(self, statements: Sequence[Statement], only_if: Statement | None = None) -> list[Result]:
        """Run the statements in one transaction, repeated on a deadlock."""

        def work(transaction: py2neo.Transaction) -> list[Result]:
            if only_if is not None and not _run(transaction, *only_if).rows:
                return []
            return [_run(transaction, *statement) for statement in statements]

        return self._transact(False, work)

    def define(self, statements: Sequence[str]) -> None:
        """Run schema statements and create Neo4j's own indexes; returns once the indexes are filled."""
        for statement in (*statements, *own_statements("index_"), *own_statements("await_")):
            self.write([Statement(statement, {})])

    def save(self) -> None:
        """Nothing to do: a committed transaction is on the server's disk."""

    def close(self) -> None:
        """Nothing to do: the graph and its connections are the caller's."""

    def _transact(self, readonly: bool, work: Callable[[py2neo.Transaction], _T]) -> _T:
        """py2neo itself repeats only transactions that return nothing, so the loop stands here."""
        until = time.monotonic() + RETRY_SECONDS
        while True:
            try:
                return self._once(readonly, work)
            except Neo4jError as error:
                if not error.should_retry() or time.monotonic() > until:
                    raise server_error(self.address, self._graph.name or "neo4j", error.code, error.message) from error
            except _LOST as error:
                if time.monotonic() > until:
                    raise unreachable(self.address, error) from error
            except ProtocolError as error:
                raise EngineError(f"The connection to {self.address} failed: {error}") from error
            time.sleep(random.uniform(0.05, 0.3))  # so that two writers that met do not meet again

    def _once(self, readonly: bool, work: Callable[[py2neo.Transaction], _T]) -> _T:
        try:
            # py2neo looks for a connection without end where nobody answers, so somebody knocks first.
            socket.create_connection(self._endpoint, timeout=CONNECT_SECONDS).close()
        except OSError as error:
            raise unreachable(self.address, error) from error
        transaction = self._graph.begin(readonly=readonly)
        try:
            answer = work(transaction)
        except BaseException:
            self._graph.rollback(transaction)
            raise
        try:
            self._graph.commit(transaction)
        except _LOST as error:  # whether it was committed is unknown, so it is not repeated
            raise unreachable(self.address, f"the connection broke in a commit: {error}") from error
        return answer


def _run(transaction: py2neo.Transaction, cypher: str, params: Mapping[str, Any] | None) -> Result:
    with told_parameters():
        cursor = transaction.run(cypher, dict(params or {}))
    columns = tuple(cursor.keys())
    return Result(columns, [tuple(map(plain, record)) for record in cursor])
