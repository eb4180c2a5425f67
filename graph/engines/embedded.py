"""kglite: the graph in one file, or in memory, inside this process.

Reading takes no lock and shows the last save, also one that another process makes later. The first write takes the
file for this process until `close`. Writes stay in memory until `save` replaces the file in one step.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import kglite

from dutygraph.graph.engine import Result, Statement
from dutygraph.graph.engines.server import plain
from dutygraph.graph.errors import EngineError, InputError, StoreDamaged, StoreLocked, StoreVersion

MEMORY = ":memory:"

_SUFFIX = ".kgl"
_MAGIC = b"RGF"
"""What every graph file begins with."""

_PLAIN = frozenset({type(None), bool, int, float, str})
_NO_LIMIT = 0
_TRIES = 5

# Advice about queries ("no node has this label") stays in the results; on stderr it would reach the users of commands.
kglite.set_query_warning_policy("silent")


class EmbeddedEngine:
    """A `.kgl` file, created by the first save, or `:memory:`. One object may serve several threads."""

    name = "kglite"

    def __init__(self, address: str = MEMORY, *, writing: bool = False) -> None:
        """Open the file for reading where there is one, or take it for writing.

        Raises StoreDamaged, StoreVersion, StoreLocked, or InputError where the path cannot be a file.
        """
        self.address = address
        self._path = None if address == MEMORY else Path(address)
        self._lock = threading.RLock()
        self._writing = False
        self._check_path()
        self._seen = self._signature()
        self._graph = kglite.KnowledgeGraph()
        if writing:
            self._take()
        else:
            self._graph = self._load()

    def read(self, cypher: str, params: Mapping[str, Any] | None = None) -> Result:
        """Run one reading statement on what is in the file now, or on this process's own unsaved writes."""
        with self._lock, self._told():
            self._refresh()
            snapshot = self._graph.begin_read()
            try:
                return _result(snapshot.cypher(cypher, params=_checked(params)))
            finally:
                snapshot.rollback()  # an open snapshot would make the next write copy the graph

    def write(self, statements: Sequence[Statement], only_if: Statement | None = None) -> list[Result]:
        """Run the statements in one transaction; `StoreLocked` where another process writes to the file.

        While this one writes nobody else can, so `only_if` is not looked at.
        """
        with self._lock:
            self._take()
            with self._told():
                if len(statements) == 1:  # one statement is all or none by itself, and a transaction copies
                    cypher, params = statements[0]
                    return [_result(self._graph.cypher(cypher, params=_checked(params), timeout_ms=_NO_LIMIT))]
                return self._transact(statements)

    def define(self, statements: Sequence[str]) -> None:
        """Run schema statements."""
        for cypher in statements:
            self.write([Statement(cypher, {})])

    def save(self) -> None:
        """Replace the file in one step, flushed to the disk."""
        with self._lock, self._told():
            if self._writing and self._path is not None:
                # A third of the size of the other layout in the same time, and all of it is checked when it is read.
                self._graph.save(layout="compact")

    def close(self) -> None:
        """Let go of the file; what was not saved is gone."""
        with self._lock:
            if self._writing:
                with suppress(_DropUnsaved), self._graph:
                    raise _DropUnsaved  # leaving the block cleanly would save
            self._writing = False
            self._graph = kglite.KnowledgeGraph()
            self._path = None

    def _transact(self, statements: Sequence[Statement]) -> list[Result]:
        def work(transaction: kglite.Transaction) -> list[Result]:
            return [
                _result(transaction.cypher(cypher, params=_checked(params), timeout_ms=_NO_LIMIT))
                for cypher, params in statements
            ]

        results: list[Result] = kglite.retry_on_conflict(self._graph, work, attempts=_TRIES)
        return results

    def _load(self) -> kglite.KnowledgeGraph:
        if self._seen is None:
            return kglite.KnowledgeGraph()
        with self._told():
            return self._verified(kglite.load(str(self._path)))

    def _take(self) -> None:
        """Hold the file for writing; what it holds may be newer than what was read before."""
        if self._writing or self._path is None:
            return
        self._graph, self._seen = kglite.KnowledgeGraph(), None  # not two of them at once; a read loads it again
        with self._told():
            self._graph = self._verified(kglite.open(str(self._path), durable="off"))
        self._writing = True

    def _refresh(self) -> None:
        if not self._writing and self._path is not None and self._signature() != self._seen:
            self._seen = self._signature()
            self._graph = self._load()

    def _signature(self) -> tuple[int, int, int] | None:
        """What changes with every save of another process; None where there is no file."""
        if self._path is None:
            return None
        try:
            status = self._path.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_size, status.st_ino

    def _verified(self, graph: kglite.KnowledgeGraph) -> kglite.KnowledgeGraph:
        for section in graph.verify_integrity()["sections"]:
            if section["error"]:
                raise self._damaged(f"{section['name']}: {section['error']}")
        return graph

    def _check_path(self) -> None:
        """Refuse what can only be a slip, so that nobody takes it for a damaged graph and moves it away."""
        if self._path is None:
            return
        if not self._path.parent.is_dir():
            raise InputError(f"there is no folder {self._path.parent} for the graph {self.address}.")
        if self._path.is_dir():
            raise InputError(f"{self.address} is a folder: name a file in it, such as {self._path / 'graph.kgl'}.")
        if self._path.suffix != _SUFFIX and self._path.is_file():
            with self._path.open("rb") as file:
                if file.read(len(_MAGIC)) != _MAGIC:
                    raise InputError(f"{self.address} is no graph: name a file that ends in {_SUFFIX}.")

    def _damaged(self, reason: object) -> StoreDamaged:
        return StoreDamaged(
            f"the graph {self.address} cannot be opened: its file is damaged or no graph ({_short(reason)}). "
            "Move it away and load the documents again."
        )

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn kglite's errors into ours."""
        try:
            yield
        except kglite.WriterLeaseHeldError as error:
            raise self._locked(error.holder) from error
        except kglite.FileFormatError as error:
            if "container version" in str(error):
                raise StoreVersion(
                    f"the graph {self.address} was written by another version of kglite ({_short(error)}). "
                    "Load the documents again into a new file."
                ) from error
            raise self._damaged(error) from error
        except kglite.ReadOnlyError as error:
            raise InputError("This statement writes, and only reading is allowed here.") from error
        except kglite.CypherTimeoutError as error:
            raise EngineError(f"the statement took too long on {self.address}: {error}") from error
        except (kglite.CypherError, kglite.SchemaError, kglite.ArgumentError, kglite.ConstraintError) as error:
            raise InputError(f"kglite refuses the statement: {error}") from error
        except (TypeError, OverflowError) as error:
            raise InputError(f"kglite cannot take a parameter of this statement: {error}") from error
        except (kglite.KgError, ValueError, OSError) as error:
            raise EngineError(f"the graph {self.address} fails: {_short(error)}") from error

    def _locked(self, holder: Mapping[str, Any]) -> StoreLocked:
        if holder.get("self"):
            return StoreLocked(f"the graph {self.address} is already open for writing in this process: close it there.")
        return StoreLocked(
            f"the graph {self.address} is open for writing in process {holder.get('pid') or 'unknown'} since "
            f"{holder.get('since') or 'an unknown time'}: wait until it has ended, or give --graph another file."
        )


class _DropUnsaved(Exception):
    pass


def set_aside(path: Path) -> Path:
    """Rename a store file that cannot be opened, with what belongs to it, to `<name>.damaged`, `.damaged-2` and so on,
    so that a new one can take its place; returns its new name.

    Raises EngineError where it cannot be renamed.
    """
    number, kept = 1, path.with_name(f"{path.name}.damaged")
    while kept.exists():
        number += 1
        kept = path.with_name(f"{path.name}.damaged-{number}")
    try:
        for rest in ("", "-wal", ".lock", ".lock-owner"):
            part = path.with_name(path.name + rest)
            if part.exists():
                part.rename(kept.with_name(kept.name + rest))
    except OSError as error:
        raise EngineError(f"{path} cannot be renamed to {kept.name}: {error.strerror}.") from error
    return kept


def _checked(params: Mapping[str, Any] | None) -> dict[str, Any]:
    return dict(params or {})


def _result(view: Any) -> Result:
    columns = tuple(view.columns)
    values = [_plain_column(view.column(name)) for name in columns]
    return Result(columns, list(zip(*values, strict=True)))


def _plain_column(column: list[Any]) -> list[Any]:
    return column if _PLAIN.issuperset(map(type, column)) else [_plain(value) for value in column]


def _plain(value: Any) -> Any:
    """Nodes and relationships as maps of their properties, temporal values as ISO text."""
    if type(value) is dict and "properties" in value and value.keys() in (_NODE, _RELATIONSHIP):
        own = {key: item for key, item in value["properties"].items() if key != "type"}
        return plain(own)
    return plain(value)


_NODE = {"id", "labels", "properties"}
_RELATIONSHIP = {"id", "start", "end", "type", "properties"}


def _short(error: object) -> str:
    return str(error).strip().partition("\n")[0].rstrip(".")
