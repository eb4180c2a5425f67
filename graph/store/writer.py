"""Sending rows to the engine in batches, while the next ones are being folded."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from dutygraph.graph import schema
from dutygraph.graph.errors import HouseError
from dutygraph.graph.facts import DocumentFacts
from dutygraph.graph.store.archive import Edition, pack
from dutygraph.graph.store.lease import Lease
from dutygraph.graph.store.rows import QUOTES, Row
from dutygraph.graph.store.statements import statement

BATCH_ROWS = 20_000
BATCH_BYTES = 10_000_000
_ROW_BYTES = 250
"""Ids and names of a row; its quotes are measured."""

_WAITING = 2
_PATIENCE = 10.0
_LOOK = 0.05
"""Seconds between two looks at whether writing has failed."""

_Task = Callable[[], None]


class Writer:
    """One thread that writes in the order of the calls and keeps the lease alive; a context manager.

    Leaving the block waits until everything is written. What fails in the thread is raised by the next call or at the
    end.
    """

    def __init__(self, lease: Lease) -> None:
        self._lease = lease
        self._tasks: queue.Queue[_Task | None] = queue.Queue(_WAITING)
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._work, name="dutygraph-writer", daemon=True)

    def __enter__(self) -> Writer:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None and self._failure is None:
            self._failure = RuntimeError("given up")  # what still waits is not written
        self._tasks.put(None)
        self._thread.join()
        if kind is None:
            self._check()

    def rows(self, name: str, rows: Iterable[Row]) -> None:
        """Write rows with the statement cypher/load/<name>.cypher."""
        for batch in batches(rows):
            self.call(lambda batch=batch: self._write(name, batch))  # type: ignore[misc]

    def ids(self, name: str, ids: Iterable[str], size: int = BATCH_ROWS) -> None:
        """Run a statement that takes ids, such as a sweep, on `size` of them at once."""
        remaining = iter(ids)
        while batch := list(islice(remaining, size)):
            self.call(lambda batch=batch: self._run(name, batch))  # type: ignore[misc]

    def pack(self, edition: Edition, facts: DocumentFacts) -> None:
        """Write an edition into the archive."""

        def task() -> None:
            for batch in batches(pack(edition, facts)):
                self._write(schema.ARCHIVE.lower(), batch)

        self.call(task)

    def wait(self) -> None:
        """Wait until everything so far is written."""
        done = threading.Event()
        self.call(done.set)
        while not done.wait(_LOOK):
            self._check()  # what fails in the thread keeps the rest from being done

    def call(self, task: _Task) -> None:
        """Run a task in the thread, after all that came before."""
        self._check()
        self._tasks.put(task)

    def _write(self, name: str, batch: list[Row]) -> None:
        [result] = self._lease.write([statement(name, rows=batch)])
        if result.rows[0][0] != len(batch):
            raise HouseError(f"{name} wrote {result.rows[0][0]} of {len(batch)} rows: an end is missing.")
        batch.clear()  # the driver keeps parameters in reference cycles, which are not collected for long

    def _run(self, name: str, ids: list[str]) -> None:
        self._lease.write([statement(name, ids=ids)])

    def _work(self) -> None:
        while True:
            try:
                task = self._tasks.get(timeout=_PATIENCE)
            except queue.Empty:
                task = _nothing
            if task is None:
                return
            if self._failure is None:
                try:
                    self._lease.renew()
                    task()
                except BaseException as error:
                    self._failure = error

    def _check(self) -> None:
        if self._failure is not None:
            raise self._failure


def batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Rows in batches of at most 20,000 and about 10 MB."""
    batch: list[Row] = []
    size = 0
    for row in rows:
        batch.append(row)
        size += _ROW_BYTES + 3 * sum(map(len, row.get(QUOTES, ()))) + len(row.get("data", ""))
        if len(batch) == BATCH_ROWS or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _nothing() -> None:
    """What is done while nothing waits: only the lease is renewed."""
