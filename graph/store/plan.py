"""What a load has to do: which editions come, stay and go, and which of them the graph shows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from dutygraph.graph.engine import Engine
from dutygraph.graph.errors import FactsError, InputError, StoreDamaged
from dutygraph.graph.facts import DocumentFacts
from dutygraph.graph.store.archive import Edition, editions, in_force, replaced
from dutygraph.graph.store.lease import LOADING, StoreState
from dutygraph.graph.store.statements import cypher


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document of the graph, in the edition it shows."""

    id: str
    key: str
    edition: str
    reading: str
    title: str | None
    version: str | None
    effective_date: str | None
    loaded_at: str


@dataclass(slots=True)
class Change:
    """What happens to the editions of one document."""

    key: str
    document_id: str
    before: list[Edition]
    """What the graph may show now: one edition or none, after a load was stopped any of the archive."""

    after: Edition | None = None
    """What it will show."""

    stopped: bool = False
    """Whether a load that was stopped touched it: then the graph may hold any part of what it shows."""

    new: list[tuple[Edition, DocumentFacts]] = field(default_factory=list)
    dropped: list[Edition] = field(default_factory=list)
    broken: list[Edition] = field(default_factory=list)
    """Editions of which a stopped load left only some parts."""

    def facts_of(self, edition: Edition) -> DocumentFacts | None:
        """The facts of a new edition."""
        return next((facts for each, facts in self.new if each == edition), None)

    @property
    def refolded(self) -> bool:
        """Whether the graph shows something else afterwards, or may."""
        return self.stopped or ([self.after] != self.before if self.after else bool(self.before))


@dataclass(slots=True)
class Plan:
    """All changes of one load, by key, and what they are to the user."""

    repeats: bool
    """Whether a load was stopped before, so that what the graph holds of its documents is not known."""

    changes: dict[str, Change] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    """Document id to key, of all documents in the store and the load."""

    shown: dict[str, Edition] = field(default_factory=dict)
    """Document id to the edition the graph shows, before the load."""

    added: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    unchanged: set[str] = field(default_factory=set)
    removed: set[str] = field(default_factory=set)
    early: list[Edition] = field(default_factory=list)
    """Editions that will be shown although they are not in force yet."""


def documents(engine: Engine) -> list[DocumentRow]:
    """The documents of the graph, in order of key."""
    return [DocumentRow(*row) for row in engine.read(cypher("documents")).rows]


def make_plan(
    engine: Engine, found: StoreState, given: Sequence[DocumentFacts], remove: Collection[str], loaded_at: str, day: str
) -> Plan:
    """Compare what is given with what the archive holds.

    Raises InputError for a key that is to be removed and is not there or is given as well, and for a document given
    twice; FactsError where one document id stands for two keys.
    """
    return _Planner(engine, found, loaded_at, day).plan(given, remove)


class _Planner:
    def __init__(self, engine: Engine, found: StoreState, loaded_at: str, day: str) -> None:
        self.engine = engine
        self.loaded_at = loaded_at
        self.day = day
        self.result = Plan(repeats=found.state == LOADING)
        self.stopped = set(found.loading_keys) if self.result.repeats else set()
        self.known: dict[str, list[Edition]] = {}
        self.broken: dict[str, list[Edition]] = {}
        for edition in editions(engine):
            (self.known if edition.whole else self.broken).setdefault(edition.key, []).append(edition)
            self.result.keys[edition.document_id] = edition.key
        readings = {row.id: row.reading for row in documents(engine)}
        for of_one_key in self.known.values():
            for edition in of_one_key:
                if readings.get(edition.document_id) == edition.reading:
                    self.result.shown[edition.document_id] = edition
        missing = readings.keys() - self.result.shown.keys()
        if missing and not self.result.repeats:
            raise StoreDamaged(
                f"{engine.address} has no archive for {len(missing)} of its documents ({min(missing)}). Load the "
                "documents again into a new graph."
            )

    def plan(self, given: Sequence[DocumentFacts], remove: Collection[str]) -> Plan:
        unknown = set(remove) - self.known.keys() - self.broken.keys()
        if unknown:
            raise InputError(f"{self.engine.address} has no document {min(unknown)!r}; `documents list` shows all.")
        for key in self.stopped:
            self._repeat(key)
        for facts in given:
            if facts.document.key in remove:
                raise InputError(f"the document {facts.document.key!r} is to be loaded and removed at once.")
            self._add(facts)
        for key in sorted(set(remove)):
            change = self._change(key)
            change.dropped += self.known.get(key, [])
            self.known[key] = []
            self.result.removed.add(key)
        self._settle()
        return self.result

    def _change(self, key: str, document_id: str = "") -> Change:
        if key not in self.result.changes:
            editions = self.known.get(key, []) + self.broken.get(key, [])
            document_id = document_id or editions[0].document_id
            shown = self.result.shown.get(document_id)
            self.result.changes[key] = Change(key, document_id, [shown] if shown else [])
        return self.result.changes[key]

    def _repeat(self, key: str) -> None:
        """A stopped load touched this document: everything its archive names may be half written."""
        if key not in self.known and key not in self.broken:
            return
        change = self._change(key)
        change.stopped = True
        change.before = list(self.known.get(key, []))
        change.broken = self.broken.get(key, [])
        kept: list[Edition] = []
        for edition in sorted(change.before, key=lambda each: (each.loaded_at, each.reading)):
            gone = replaced(kept, edition, edition.loaded_at[:10])
            change.dropped += gone
            kept = [each for each in kept if each not in gone] + [edition]
        self.known[key] = kept

    def _add(self, facts: DocumentFacts) -> None:
        document = facts.document
        known = self.known.setdefault(document.key, [])
        if self.result.keys.setdefault(document.id, document.key) != document.key or any(
            edition.document_id != document.id for edition in known
        ):
            raise FactsError(
                f"the document {document.key!r} with the id {document.id}: another document has that id, or that key "
                "another id."
            )
        is_known = any(edition.reading == facts.reading for edition in known)
        fates = self.result.changed if known else self.result.added
        if is_known and document.key not in self.stopped:
            fates = self.result.unchanged
        if document.key not in self.result.added and document.key not in self.result.changed:
            fates.add(document.key)
        if is_known:
            return
        since = document.effective_date or self.day
        new = Edition(document.id, document.key, facts.reading, document.effective_date, since, self.loaded_at)
        change = self._change(document.key, document.id)
        gone = replaced(known, new, self.day)
        if any(change.facts_of(edition) for edition in gone):
            raise InputError(f"the document {document.key!r} is given twice with one effective date.")
        change.new.append((new, facts))
        # One that a stopped load had replaced comes back under the same ids, so it must not be swept.
        change.dropped = [edition for edition in change.dropped + gone if edition.reading != facts.reading]
        self.known[document.key] = [edition for edition in known if edition not in gone] + [new]

    def _settle(self) -> None:
        """Which edition of each document is shown on the day of the load; others than now also where none came."""
        for key, kept in sorted(self.known.items()):
            after = in_force(kept, self.day)
            if key not in self.result.changes:
                if after is None or after == self.result.shown.get(after.document_id):
                    continue
                self.result.changed.add(key)
            self._change(key, after.document_id if after else "").after = after
            if after is not None and after.since > self.day:
                self.result.early.append(after)


def readings(engine: Engine) -> dict[str, str]:
    """Key to the reading loaded last; a document whose reading is equal need not be read again."""
    latest: dict[str, Edition] = {}
    for edition in editions(engine):
        if edition.whole and (edition.key not in latest or latest[edition.key].loaded_at < edition.loaded_at):
            latest[edition.key] = edition
    return {key: edition.reading for key, edition in latest.items()}
