"""What the two clients of a Neo4j server share: its address, its login, its errors, its values, its own indexes."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Any
from urllib.parse import urlsplit

from dutygraph.graph.errors import DutyGraphError, EngineError, InputError, ServerUnreachable

SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
OLDEST = (5, 26)
"""The oldest release the queries run on: scoped subqueries, and the line that still gets fixes."""

_PLAIN = frozenset({type(None), bool, int, float, str})
_ZEROS = re.compile(r"(?:\.000000000|(\.\d{6})000)(?=[-+Z]|$)")  # the clients write nanoseconds, Python microseconds
_HOW_TO_START = "Start one with `docker compose up -d neo4j`, or give --graph another address or a file."


@dataclass(frozen=True, slots=True)
class Login:
    """Who asks and which database; from the environment only, so that no address or history shows a password."""

    username: str
    password: str | None = field(repr=False)
    database: str

    @classmethod
    def from_environment(cls) -> Login:
        """NEO4J_USERNAME (neo4j), NEO4J_PASSWORD (none: for servers without login), NEO4J_DATABASE (neo4j)."""
        return cls(
            os.environ.get("NEO4J_USERNAME") or "neo4j",
            os.environ.get("NEO4J_PASSWORD") or None,
            os.environ.get("NEO4J_DATABASE") or "neo4j",
        )


def is_server(address: str) -> bool:
    """Whether an address names a server rather than a file."""
    return urlsplit(address).scheme in SCHEMES


def checked_address(address: str) -> str:
    """The address, refused with `InputError` where it names no host or carries a user name or password."""
    parts = urlsplit(address)
    if "@" in parts.netloc:
        raise InputError(
            f"The address of the graph carries a user name or password: give {parts.scheme}://"
            f"{parts.netloc.rpartition('@')[2]} and set NEO4J_USERNAME and NEO4J_PASSWORD."
        )
    try:
        named = parts.hostname is not None and (parts.port is None or parts.port > 0)
    except ValueError:
        named = False
    if not named:
        raise InputError(f"{address!r} names no server: write bolt://host:7687 or neo4j://host:7687.")
    return address


def check_version(address: str, version: str) -> None:
    """Refuse a server that is older than the queries with `EngineError`."""
    match = re.match(r"(\d+)\.(\d+)", version)
    if match is None or (int(match[1]), int(match[2])) < OLDEST:
        raise too_old(address, f"it is {version}")


def too_old(address: str, reason: object) -> EngineError:
    """The server is there and does not know what is asked of it."""
    return EngineError(
        f"The server at {address} is too old ({reason}): dutygraph needs Neo4j {OLDEST[0]}.{OLDEST[1]} or newer. "
        "Upgrade it, or use another one."
    )


@cache
def own_statements(kind: str) -> tuple[str, ...]:
    """The Neo4j-only statements in cypher/neo4j whose file name begins with `kind`, in order of name."""
    folder = files("dutygraph.cypher") / "neo4j"
    found = [entry for entry in folder.iterdir() if entry.name.startswith(kind) and entry.name.endswith(".cypher")]
    return tuple(entry.read_text(encoding="utf-8") for entry in sorted(found, key=lambda entry: entry.name))


def unreachable(address: str, reason: object) -> ServerUnreachable:
    """Nothing answers, or it stopped answering; what was not committed is not there."""
    return ServerUnreachable(f"No Neo4j answers at {address} ({str(reason).splitlines()[0]}). {_HOW_TO_START}")


def server_error(address: str, database: str, code: str, message: str) -> DutyGraphError:
    """The error for a status code of Neo4j (Neo.<classification>.<category>.<title>)."""
    _, classification, category, title = [*code.split("."), "", "", ""][:4]
    if category == "Security" and title in ("Unauthorized", "AuthenticationRateLimit", "CredentialsExpired"):
        return EngineError(
            f"Neo4j at {address} refuses the login ({title}): set NEO4J_USERNAME and NEO4J_PASSWORD to an account of "
            "it. After several wrong passwords it refuses everyone for some seconds."
        )
    if code == "Neo.ClientError.Database.DatabaseNotFound":
        return EngineError(f"Neo4j at {address} has no database {database!r}: set NEO4J_DATABASE to one it has.")
    if title == "AccessMode":
        return InputError("This statement writes, and only reading is allowed here.")
    if classification == "ClientError" and category in ("Statement", "Procedure", "Schema"):
        return InputError(f"Neo4j refuses the statement ({title}): {message}")
    if code == "Neo.TransientError.General.DatabaseUnavailable" or category == "Cluster":
        return unreachable(address, f"{title}: {message}")
    return EngineError(f"Neo4j at {address}, database {database!r} ({code}): {message}")


@contextmanager
def told_parameters() -> Iterator[None]:
    """Around the sending of a statement: a parameter that Neo4j has no type for is the caller's."""
    try:
        yield
    except (TypeError, ValueError, OverflowError) as error:
        raise InputError(f"Neo4j cannot take a parameter of this statement: {error}") from error


def plain(value: Any) -> Any:
    """A value of either client as plain Python: temporal values as ISO text, nodes and relationships as maps of their
    properties, paths as lists of such maps, points and vectors as lists of numbers, bytes as hexadecimal text."""
    if type(value) in _PLAIN:
        return value
    if type(value) is list:
        kinds = set(map(type, value))
        if kinds == {list}:  # whole columns of lists come in one value: look at all items at once
            kinds = set(map(type, chain.from_iterable(value)))
        return value if kinds <= _PLAIN else [plain(item) for item in value]
    if type(value) is dict:
        return {key: plain(item) for key, item in value.items()}
    if hasattr(value, "iso_format"):
        return _ZEROS.sub(r"\1", value.iso_format())
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, bytes | bytearray):
        return value.hex()
    if hasattr(value, "items"):
        return {key: plain(item) for key, item in value.items()}
    if hasattr(value, "relationships"):
        steps = [value.nodes[0]]
        for relationship, node in zip(value.relationships, value.nodes[1:], strict=True):
            steps += (relationship, node)
        return [plain(step) for step in steps]
    return [plain(item) for item in (value.to_native() if hasattr(value, "to_native") else value)]
