"""The write side: documents' facts into a graph that is the fold of all editions in force (docs/model.md)."""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timezone

from dutygraph.graph.engine import Engine
from dutygraph.graph.errors import DutyGraphError, StoreDamaged
from dutygraph.graph.facts import AnyRecord, DocumentFacts, Notice, Source, check
from dutygraph.graph.store.archive import Edition, editions, unpack
from dutygraph.graph.store.lease import LOADING, READY, Lease, StoreState, state
from dutygraph.graph.store.loading import Loading, Progress
from dutygraph.graph.store.plan import DocumentRow, Plan, documents, make_plan, readings
from dutygraph.graph.store.writer import Writer

__all__ = [
    "LOADING", "READY", "DocumentRow", "LoadOutcome", "Progress", "StoreState", "documents", "export_facts", "load",
    "readings", "remove", "state",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class LoadOutcome:
    """What a load did: keys of documents, counts of facts, and where facts contradict each other."""

    run_id: str
    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    facts_created: int
    facts_changed: int
    facts_moved: int
    """Facts whose sentences are the same and stand elsewhere."""

    facts_removed: int
    notices: tuple[Notice, ...]


def load(
    engine: Engine,
    documents: Iterable[DocumentFacts],
    *,
    holder: str,
    remove: Collection[str] = (),
    now: datetime | None = None,
    progress: Progress | None = None,
) -> LoadOutcome:
    """Add and replace documents by key, remove those named, and save.

    Nothing is written before all documents are there and checked, and nothing at all where all readings are known.
    `holder` is whom another load is told; `now`, with a time zone, sets the day on which editions are in force. A load
    that was stopped before is repeated first.

    Raises FactsError for facts that do not hold together, InputError for a key that cannot be removed or a document
    given twice, StoreLocked while another load runs, StoreVersion, EngineError.
    """
    with _collector_paused():
        return _load(engine, list(documents), holder, remove, now or datetime.now().astimezone(), progress or _silent)


def _load(
    engine: Engine,
    given: Sequence[DocumentFacts],
    holder: str,
    remove: Collection[str],
    now: datetime,
    progress: Progress,
) -> LoadOutcome:
    for facts in given:
        check(facts)
    day, loaded_at = now.date().isoformat(), now.astimezone(timezone.utc).isoformat(timespec="microseconds")
    found = state(engine)
    plan = make_plan(engine, found, given, remove, loaded_at, day)
    if not plan.changes and found.state != LOADING and found.as_of == day:
        return _outcome(found.run_id, plan)
    lease = Lease(engine, holder, now)
    lease.take()
    try:
        # Again, because another load may have ended since.
        plan = make_plan(engine, lease.former, given, remove, loaded_at, day)
        lease.keys(sorted(plan.changes))
        with Writer(lease) as writer:
            loading = Loading(engine, writer, plan, progress)
            loading.run()
        lease.ready(day)
        progress("save", 0, 1)
        engine.save()
    except BaseException:
        with suppress(DutyGraphError):
            lease.let_go()
        raise
    return _outcome(lease.run_id, plan, loading.facts, loading.notices)


def remove(engine: Engine, keys: Collection[str], *, holder: str) -> LoadOutcome:
    """Remove documents in all their editions.

    Raises InputError for a key that is not there, and what `load` raises.
    """
    return load(engine, (), holder=holder, remove=keys)


def export_facts(engine: Engine) -> Iterator[AnyRecord]:
    """The records of the editions the graph shows, document by document in order of key, as they were loaded.

    Raises StoreDamaged where the archive does not hold them.
    """
    archived = {(edition.document_id, edition.reading): edition for edition in editions(engine)}
    for row in documents(engine):
        edition = archived.get((row.id, row.reading))
        if edition is None:
            raise StoreDamaged(f"{engine.address} has no archive of {row.key}. Load the documents into a new graph.")
        yield from unpack(engine, edition).records


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Rows are many and none refers back to itself; looking for circles among them takes a third of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _outcome(
    run_id: str, plan: Plan, facts: Mapping[str, int] | None = None, notices: Iterable[Notice] = ()
) -> LoadOutcome:
    facts = facts or {}
    return LoadOutcome(
        run_id=run_id,
        added=tuple(sorted(plan.added)),
        changed=tuple(sorted(plan.changed)),
        unchanged=tuple(sorted(plan.unchanged)),
        removed=tuple(sorted(plan.removed)),
        facts_created=facts.get("created", 0),
        facts_changed=facts.get("changed", 0),
        facts_moved=facts.get("moved", 0),
        facts_removed=facts.get("removed", 0),
        notices=(*map(_not_yet, plan.early), *notices),
    )


def _not_yet(edition: Edition) -> Notice:
    return Notice(
        code="not_in_force_yet",
        severity="warning",
        message=f"{edition.key} takes effect on {edition.since}; it is shown because there is no earlier edition.",
        source=Source(edition.document_id),
    )


def _silent(what: str, done: int, total: int) -> None:
    """Where nobody watches."""
