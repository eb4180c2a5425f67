"""The Store node: in which state the graph is, and who loads."""

from __future__ import annotations

import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from dutygraph.graph.engine import Engine, Result, Statement
from dutygraph.graph.errors import StoreLocked, StoreVersion
from dutygraph.graph.schema import SCHEMA_VERSION
from dutygraph.graph.store.statements import constraints, cypher, statement

LEASE = timedelta(seconds=120)
"""How long a load that has stopped without a word keeps others out."""

READY = "ready"
LOADING = "loading"


@dataclass(frozen=True, slots=True)
class StoreState:
    """What the Store node says. A store nothing was ever loaded into is ready and has an empty run."""

    run_id: str = ""
    """The load that wrote last."""

    state: str = READY
    """`ready`, or `loading` while a load runs or after one was stopped."""

    holder: str | None = None
    lease_until: str | None = None
    as_of: str | None = None
    """The ISO date on which the editions shown are in force."""

    schema_version: int = SCHEMA_VERSION
    loading_keys: tuple[str, ...] = ()


def state(engine: Engine) -> StoreState:
    """The state of the store.

    Raises StoreVersion where another version of the model wrote it.
    """
    return _state(engine, engine.read(cypher("store_state")))


def _state(engine: Engine, result: Result) -> StoreState:
    if not result.rows:
        return StoreState()
    found = {name: value for name, value in zip(result.columns, result.rows[0], strict=True) if value is not None}
    found["loading_keys"] = tuple(found.get("loading_keys", ()))
    known = StoreState(**found)
    if known.schema_version != SCHEMA_VERSION:
        older = known.schema_version < SCHEMA_VERSION
        advice = (
            "Load the documents again into a new graph, or `export facts` with the program that wrote it."
            if older
            else "Use a newer dutygraph, or load the documents again into a new graph."
        )
        raise StoreVersion(
            f"the graph {engine.address} has version {known.schema_version} of the model, which is "
            f"{'older' if older else 'newer'} than version {SCHEMA_VERSION} of this program. {advice}"
        )
    return known


class Lease:
    """The right to write, from `take` to `ready`. Time passes by this process's clock from when it is taken."""

    def __init__(self, engine: Engine, holder: str, now: datetime) -> None:
        self.run_id = f"run_{secrets.token_hex(8)}"
        self.former = StoreState()
        """The state in which the store was found."""

        self._engine = engine
        self._holder = holder
        self._now = now
        self._start = time.monotonic()
        self._until = self._at(LEASE)

    def take(self) -> None:
        """Mark the store as loading.

        Raises StoreLocked with the other holder's name, StoreVersion.
        """
        if not self._engine.read(cypher("store_state")).rows:
            self._engine.define(constraints())
        _, found, taken = self._engine.write(
            [
                statement("store_lock"),
                statement("store_state"),
                statement(
                    "store_take",
                    run_id=self.run_id,
                    holder=self._holder,
                    now=_stamp(self._at()),
                    lease_until=_stamp(self._until),
                    schema_version=SCHEMA_VERSION,
                ),
            ]
        )
        self.former = _state(self._engine, found)
        if not taken.rows[0][0]:
            raise StoreLocked(
                f"{self.former.holder} is loading into {self._engine.address}; its lease ends at "
                f"{self.former.lease_until}. Wait for it, or try again after that time if it has died."
            )

    def write(self, statements: Sequence[Statement]) -> list[Result]:
        """Run the statements in one transaction in which no other load can take the store over.

        Raises StoreLocked where one has: this load has slept past its lease.
        """
        results = self._engine.write(statements, only_if=statement("store_held", run_id=self.run_id))
        if not results:
            raise self._lost()
        return results

    def keys(self, keys: Sequence[str]) -> None:
        """Say which documents are about to be touched; until `ready` another load would have to repeat them."""
        self._held(statement("store_keys", run_id=self.run_id, loading_keys=list(keys)))

    def renew(self) -> None:
        """Lengthen the lease once a third of it has passed."""
        if self._until - self._at() < LEASE * 2 / 3:
            self._until = self._at(LEASE)
            self._held(statement("store_renew", run_id=self.run_id, lease_until=_stamp(self._until)))

    def ready(self, as_of: str) -> None:
        """Mark the store as ready, with the day on which its editions are in force."""
        self._held(statement("store_ready", run_id=self.run_id, as_of=as_of))

    def let_go(self) -> None:
        """End the lease of a load that failed, so that the next one need not wait; the store stays `loading`."""
        self._held(statement("store_renew", run_id=self.run_id, lease_until=_stamp(self._at())))

    def _at(self, after: timedelta = timedelta()) -> datetime:
        return self._now + timedelta(seconds=time.monotonic() - self._start) + after

    def _held(self, change: Statement) -> None:
        [result] = self.write([change])
        if not result.rows[0][0]:
            raise self._lost()

    def _lost(self) -> StoreLocked:
        return StoreLocked(
            f"the load into {self._engine.address} was stopped: its lease had ended and another load took over. "
            "Load again when that one has ended."
        )


def _stamp(moment: datetime) -> str:
    return moment.astimezone(timezone.utc).isoformat(timespec="microseconds")
