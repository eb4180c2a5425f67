"""What every engine does. Nothing outside `graph/engines` asks which engine it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol


class Statement(NamedTuple):
    """One Cypher text in the house dialect (docs/cypher.md) and its parameters."""

    cypher: str
    params: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Result:
    """Rows of one statement. Values are None, bool, int, float, str, lists and maps of these."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


class Engine(Protocol):
    """A store that runs house Cypher. Errors are `errors.EngineError` or, for a user's faulty Cypher, `InputError`."""

    @property
    def name(self) -> str:
        """Which engine this is: `kglite`, `neo4j`, `py2neo`."""

    @property
    def address(self) -> str:
        """The file or URL, without credentials, as a user would write it."""

    def read(self, cypher: str, params: Mapping[str, Any] | None = None) -> Result:
        """Run one reading statement; a statement that writes is refused."""

    def write(self, statements: Sequence[Statement], only_if: Statement | None = None) -> list[Result]:
        """Run the statements in one transaction: all or none; transient conflicts are retried.

        Where `only_if` returns no row in that transaction nothing is run, and the list is empty. An engine that keeps
        its store to itself while it writes need not look.
        """

    def define(self, statements: Sequence[str]) -> None:
        """Run schema statements (constraints, indexes), each by itself; repeating them changes nothing."""

    def save(self) -> None:
        """Make everything written so far survive the process; readers of the file see it at once or not at all."""

    def close(self) -> None:
        """Release the store; unsaved writes of an embedded store are dropped."""
