"""Neo4j through the official driver: one driver for the life of the engine, shared by all threads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import neo4j
from neo4j.exceptions import (
    ConfigurationError,
    ConnectionAcquisitionTimeoutError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
)

from dutygraph.graph.engine import Result, Statement
from dutygraph.graph.engines.server import (
    Login,
    check_version,
    checked_address,
    own_statements,
    plain,
    server_error,
    told_parameters,
    too_old,
    unreachable,
)
from dutygraph.graph.errors import EngineError, InputError

CONNECT_SECONDS = 10
RETRY_SECONDS = 15
"""How long a transaction is repeated after a lost connection or a deadlock; a server restarts in about 8 s."""

WRITE_SECONDS = 60.0
"""After which the server ends a write by itself, so that a client that went to sleep cannot commit after another load
has taken over (store.lease)."""

FETCH_SIZE = 20_000
"""Records per round trip; the largest answers are a few records with long columns, or some 10,000 short ones."""


class Neo4jEngine:
    """A database of a Neo4j server or cluster. With `neo4j://` reads go to any member, and what this engine wrote or
    read is seen by its later reads, because all its sessions share their bookmarks."""

    name = "neo4j"

    def __init__(self, address: str, login: Login | None = None) -> None:
        """Connect and check login, database and version; `ServerUnreachable`, `EngineError` or `InputError` say what
        fails. The login comes from the environment where none is given."""
        self.address = checked_address(address)
        login = login or Login.from_environment()
        self._database = login.database
        self._bookmarks = neo4j.GraphDatabase.bookmark_manager()
        with self._told():
            self._driver = neo4j.GraphDatabase.driver(
                self.address,
                auth=(login.username, login.password) if login.password else None,
                connection_timeout=CONNECT_SECONDS,
                max_transaction_retry_time=RETRY_SECONDS,
                telemetry_disabled=True,
            )
        try:
            with self._told():
                self._driver.verify_connectivity()
            [[version]] = self.read(own_statements("server_version")[0]).rows
            check_version(self.address, version)
        except BaseException:
            self.close()
            raise

    def read(self, cypher: str, params: Mapping[str, Any] | None = None) -> Result:
        """Run one reading statement, on any member of a cluster."""
        with self._told(), self._session(neo4j.READ_ACCESS) as session:
            return session.execute_read(_run, cypher, params)

    def write(self, statements: Sequence[Statement], only_if: Statement | None = None) -> list[Result]:
        """Run the statements in one transaction, repeated on a deadlock or a change of leader."""

        @neo4j.unit_of_work(timeout=WRITE_SECONDS)
        def work(transaction: neo4j.ManagedTransaction) -> list[Result]:
            if only_if is not None and not _run(transaction, *only_if).rows:
                return []
            return [_run(transaction, *statement) for statement in statements]

        with self._told(), self._session(neo4j.WRITE_ACCESS) as session:
            return session.execute_write(work)

    def define(self, statements: Sequence[str]) -> None:
        """Run schema statements and create Neo4j's own indexes; returns once the indexes are filled."""
        with self._told(), self._session(neo4j.WRITE_ACCESS) as session:
            for statement in (*statements, *own_statements("index_"), *own_statements("await_")):
                session.execute_write(_run, statement, None)

    def save(self) -> None:
        """Nothing to do: a committed transaction is on the server's disk."""

    def close(self) -> None:
        """Close the connections."""
        self._driver.close()

    def _session(self, access: str) -> neo4j.Session:
        return self._driver.session(
            database=self._database,
            default_access_mode=access,
            bookmark_manager=self._bookmarks,
            fetch_size=FETCH_SIZE,
            notifications_min_severity="OFF",
        )

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn the driver's errors into ours."""
        try:
            yield
        except Neo4jError as error:
            raise server_error(self.address, self._database, error.code, error.message) from error
        except ConfigurationError as error:  # the address is checked before, so what is left is the server's age
            raise too_old(self.address, error) from error
        except (ServiceUnavailable, SessionExpired, ConnectionAcquisitionTimeoutError, OSError) as error:
            raise unreachable(self.address, error) from error
        except DriverError as error:
            raise EngineError(f"The connection to {self.address} failed: {error}") from error


class _HeldEngine(Neo4jEngine):
    """Over a driver that stays the caller's."""

    def __init__(self, driver: neo4j.Driver) -> None:
        self.address = "the server of the driver given"
        self._driver = driver
        self._database = Login.from_environment().database
        self._bookmarks = neo4j.GraphDatabase.bookmark_manager()
        with self._told():
            host, port = driver.get_server_info().address[:2]
        self.address = f"bolt://{host}:{port}"
        [[version]] = self.read(own_statements("server_version")[0]).rows
        check_version(self.address, version)

    def close(self) -> None:
        """Nothing to do: the driver is the caller's."""


def held_driver(driver: object) -> Neo4jEngine:
    """The engine over a driver, with its login; the database is that of NEO4J_DATABASE.

    Raises InputError where it is no driver, or an asynchronous one, EngineError where its server is too old or lost.
    """
    if not isinstance(driver, neo4j.Driver):
        raise InputError(f"{type(driver).__name__} is no graph: give a driver, as neo4j.GraphDatabase.driver makes it.")
    return _HeldEngine(driver)


def _run(transaction: neo4j.ManagedTransaction, cypher: str, params: Mapping[str, Any] | None) -> Result:
    with told_parameters():
        result = transaction.run(cypher, params)  # type: ignore[arg-type]
    columns = tuple(result.keys())
    return Result(columns, [tuple(map(plain, record)) for record in result])
