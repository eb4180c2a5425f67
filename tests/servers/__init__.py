"""A real Neo4j for tests, one for each line the project promises to work with.

In this order: the address in the line's environment variable (with NEO4J_USERNAME and NEO4J_PASSWORD), Docker, the jars
from Maven Central run with a local Java. Everything listens on loopback, on a free port, with a password made for the
run, and ends by its own process or container id. By hand: `python -m tests.servers --help`.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from tests.servers.docker import DockerBackend
from tests.servers.jars import JarBackend
from tests.servers.lines import LINES, Line, Unavailable
from tests.servers.server import Server, await_login

__all__ = ["LINES", "Line", "Server", "Unavailable", "given", "obtain"]


@dataclass(frozen=True)
class _Given:
    """A server somebody else started; the tests never stop it."""

    address: str

    def stop(self) -> None: ...


def given(line: Line) -> Server | None:
    """The server that the environment names for this line, once it takes the password."""
    address = os.environ.get(line.variable)
    if not address:
        return None
    username, password = os.environ.get("NEO4J_USERNAME", "neo4j"), os.environ.get("NEO4J_PASSWORD", "")
    server = Server(line, address, username, password, _Given(address))
    await_login(server, seconds=20)
    return server


def obtain(line: Line, password: str | None = None) -> Server:
    """A server of this line that answers, with an empty database; `Unavailable` says what each way lacked."""
    server = given(line)
    if server is not None:
        server.refuse_data_of_others()
        return server
    password = password or secrets.token_urlsafe(16)
    lacking = []
    ways: tuple[Callable[[Line, str], DockerBackend | JarBackend], ...] = (DockerBackend.start, JarBackend.start)
    for start in ways:
        try:
            backend = start(line, password)
        except Unavailable as error:
            lacking.append(str(error))
            continue
        return Server(line, backend.address, "neo4j", password, backend)
    raise Unavailable(f"no Neo4j {line.version}: {line.variable} is not set; " + "; ".join(lacking))
