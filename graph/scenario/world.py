"""The facts of all documents while a scenario changes them, and what each change took and made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Any, TypeVar

from msgspec import structs

from dutygraph.graph.errors import InputError
from dutygraph.graph.facts import (
    AnyRecord,
    Authority,
    Deputy,
    Document,
    DocumentFacts,
    Duty,
    Holding,
    Metric,
    Notice,
    Organization,
    Person,
    ReportsTo,
    Role,
    Source,
    Unit,
    group_by_document,
)
from dutygraph.graph.scenario.form import Change

Record = TypeVar("Record", bound=AnyRecord)

_NAMED: dict[Any, tuple[str, ...]] = {
    Unit: ("organization_id", "parent_id"),
    Role: ("organization_id", "unit_id"),
    ReportsTo: ("subordinate_id", "superior_id"),
    Duty: ("owner_id",),
    Authority: ("owner_id", "delegated_from_id"),
    Metric: ("owner_id", "duty_id"),
    Person: ("organization_id",),
    Holding: ("person_id", "role_id"),
    Deputy: ("deputy_id", "role_id"),
}
"""The fields by which records of a kind name other records."""

_NAMED_BY = "named by "

_STUB_FIELDS: dict[Any, tuple[str, ...]] = {
    Role: ("summary", "headcount_min", "headcount_max", "vacant"),
    Unit: ("goal", "headcount_min", "headcount_max"),
}
"""What a record that only names a thing leaves to the document that describes it."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one change did: the records it took out and put in, and the documents it touched as they then are."""

    change: Change
    removed: tuple[AnyRecord, ...]
    added: tuple[AnyRecord, ...]
    documents: tuple[DocumentFacts, ...]


class World:
    """Records by document, each in a slot that keeps its place; a change may put several records into one slot."""

    def __init__(self, documents: Sequence[DocumentFacts], date: str) -> None:
        self._base = documents
        self._date = date
        self._slots: list[list[tuple[AnyRecord, ...]]] = [[(record,) for record in each.records] for each in documents]
        self._at: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, slots in enumerate(self._slots):
            for slot, (record,) in enumerate(slots):
                if not isinstance(record, (Document, Notice)):
                    self._at[record.id].append((number, slot))
        self._claims: dict[tuple[str, str], Change] = {}
        self._gone: list[tuple[AnyRecord, Change]] = []
        self._removed: list[AnyRecord] = []
        self._added: list[AnyRecord] = []
        self._touched: set[int] = set()
        self._fresh: dict[tuple[int, str], Source] = {}
        self.renamed: dict[str, str] = {}
        """Ids of roles and duties before the scenario that are now others: what was found about the one is about the
        other."""

    # ---- looking ----

    def all(self, kind: type[Record]) -> Iterator[Record]:
        """All records of a kind, document by document."""
        for slots in self._slots:
            for slot in slots:
                for record in slot:
                    if type(record) is kind:
                        yield record

    def records(self, id_: str) -> list[tuple[int, Any]]:
        """The records with an id, each with the number of its document."""
        places = dict.fromkeys(self._at.get(id_, ()))
        return [
            (number, record) for number, slot in places for record in self._slots[number][slot] if _id(record) == id_
        ]

    def homes(self, id_: str) -> list[int]:
        """The documents that describe a thing; where none does, those that name it."""
        found = self.records(id_)
        described = [number for number, record in found if not _is_named(record)]
        return list(dict.fromkeys(described or [number for number, _ in found]))

    def home(self, *ids: str) -> int:
        """The first document that describes the first of these things that there is."""
        return next((homes[0] for id_ in ids if (homes := self.homes(id_))), 0)

    def document(self, number: int) -> Document:
        """A document's own record."""
        return self._base[number].document

    def gone(self, kind: type[Record]) -> Iterator[tuple[Record, Change]]:
        """Records of a kind that changes took out and no record has the id of, with the change."""
        return ((r, c) for r, c in self._gone if type(r) is kind and not self.records(_id(r)))

    # ---- changing ----

    def source(self, change: Change, number: int, former: Source | None = None, quote: str = "") -> Source:
        """The source of a fact that a change makes: where its sentence stood, else the words of the change, and by whom
        it is said now. One that comes from another document keeps its sentence without the place."""
        place, date = change.place, self._date or None
        document = self.document(number)
        if former is None:
            return Source(document.id, quote=quote or str(change), locator=place, author=place, date=date)
        if former.document_id == document.id and former.start is not None:
            return structs.replace(former, author=place, date=date)
        before = former.locator or former.span
        author = f"{place}, before: {before}" if before else place
        return Source(document.id, quote=former.quote, locator=place, author=author, date=date)

    def edit(self, change: Change, id_: str, make: Callable[[int, Any], Iterable[AnyRecord]], *aspects: str) -> None:
        """Put what `make` gives in the place of each record with an id.

        Raises InputError where another change of the scenario has changed the same of it.
        """
        for aspect in aspects:
            self._claim(change, id_, aspect)
        for number, slot in list(dict.fromkeys(self._at.get(id_, ()))):
            kept: list[AnyRecord] = []
            for record in self._slots[number][slot]:
                if _id(record) != id_:
                    kept.append(record)
                    continue
                made = list(make(number, record))
                if made != [record]:
                    self._log(change, number, record, made)
                for each in made:
                    if _id(each) != id_:
                        self._carry(id_, _id(each))
                        self._at[_id(each)].append((number, slot))
                kept += made
            self._slots[number][slot] = tuple(kept)

    def add(self, change: Change, number: int, *records: AnyRecord) -> None:
        """Put records at the end of a document, or, where they stood in another, at the end of this one."""
        for record in records:
            self._at[_id(record)].append((number, len(self._slots[number])))
            self._slots[number].append((record,))
            self._added.append(record)
            self._touched.add(number)

    def made(self, change: Change, id_: str, *aspects: str) -> None:
        """Note that a change has settled these aspects of a fact."""
        for aspect in aspects:
            self._claims[id_, aspect] = change

    def rename(self, old: str, new: str) -> None:
        """Note that what was found about one id is about another now."""
        for first, last in self.renamed.items():
            if last == old:
                self.renamed[first] = new
        self.renamed[old] = new

    def _claim(self, change: Change, id_: str, aspect: str) -> None:
        other = self._claims.get((id_, aspect))
        if other is not None and other is not change:
            raise contradiction(other, change)
        self._claims[id_, aspect] = change

    def _carry(self, old: str, new: str) -> None:
        for (id_, aspect), change in list(self._claims.items()):
            if id_ == old:
                self._claims.setdefault((new, aspect), change)

    def _log(self, change: Change, number: int, record: AnyRecord, made: Sequence[AnyRecord]) -> None:
        self._removed.append(record)
        self._gone.append((record, change))
        self._added += made
        self._touched.add(number)

    # ---- the end of a change ----

    def step(self, change: Change) -> Step:
        """Close a change: what it did, and the documents it touched."""
        documents = tuple(self._finished(number, change) for number in sorted(self._touched))
        step = Step(change, tuple(self._removed), tuple(self._added), documents)
        self._removed, self._added, self._touched = [], [], set()
        return step

    def _finished(self, number: int, change: Change) -> DocumentFacts:
        """A document with a record for everything it names, and without what was only there to be named."""
        records = [record for slot in self._slots[number] for record in slot]
        before = _named(self._base[number].records)
        while idle := {_id(r) for r in records if _only_named(r, before)} - _named(records):
            records = [record for record in records if _id(record) not in idle]
        records[1:1] = self._stubs(number, records, change)
        order: dict[Any, int] = {kind: at for at, kind in enumerate((Document, Organization, Unit))}
        records = sorted(records, key=lambda record: order.get(type(record), len(order)))
        return next(group_by_document(records))

    def _stubs(self, number: int, records: Sequence[AnyRecord], change: Change) -> list[AnyRecord]:
        known = {_id(record) for record in records}
        missing = sorted(_named(records) - known)
        stubs: list[AnyRecord] = []
        for id_ in missing:  # grows while it runs
            found = self.records(id_)
            if id_ in known or not found:
                continue
            known.add(id_)
            record = found[0][1]
            source = structs.replace(self.source(change, number), locator=f"{_NAMED_BY}{change.place}")
            source = self._fresh.setdefault((number, id_), source)
            empty: dict[str, Any] = dict.fromkeys(_STUB_FIELDS.get(type(record), ()))
            if isinstance(record, Role):
                empty["kind"] = "external"  # the document that describes it says what it is
            document = {"document_id": self.document(number).id} if isinstance(record, Organization) else {}
            stub = structs.replace(record, source=source, **empty, **document)
            stubs.append(stub)
            missing += sorted(_named([stub]) - known)
        return stubs


def contradiction(one: Change, other: Change) -> InputError:
    """Two changes of one scenario that cannot both be."""
    return InputError(
        f"{one.file}: change {one.number} {one} and change {other.number} {other} contradict each other: both change "
        "the same thing. Keep one, or say at once where it ends."
    )


def _id(record: Any) -> str:
    return getattr(record, "id", "")


def _named(records: Iterable[AnyRecord]) -> set[str]:
    """The ids that records name."""
    return {
        id_
        for record in records
        for field in _NAMED.get(type(record), ())
        if (id_ := getattr(record, field)) is not None
    }


def _is_named(record: AnyRecord) -> bool:
    """Whether a document only names a role or unit: as somebody outside, or for a scenario."""
    if not isinstance(record, (Role, Unit)):
        return False
    return getattr(record, "kind", "") == "external" or (record.source.locator or "").startswith(_NAMED_BY)


def _only_named(record: AnyRecord, named: Set[str]) -> bool:
    """Whether a record was only there so that others can name it: for a scenario, or until now."""
    if isinstance(record, (Role, Unit)) and (record.source.locator or "").startswith(_NAMED_BY):
        return True
    return (isinstance(record, Person) or _is_named(record)) and _id(record) in named
