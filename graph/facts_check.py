"""What single records cannot show: whether the facts of one document hold together."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from operator import attrgetter
from typing import NoReturn, TypeVar

from dutygraph.graph.errors import FactsError
from dutygraph.graph.records import (
    AnyRecord,
    Authority,
    Deputy,
    Document,
    Duty,
    Holding,
    Limit,
    Metric,
    Notice,
    Organization,
    Person,
    ReportsTo,
    Role,
    Unit,
)

AnyFact = Organization | Unit | Role | ReportsTo | Duty | Authority | Metric | Person | Holding | Deputy
_T = TypeVar("_T")


def check_records(document: Document, records: Sequence[AnyRecord]) -> None:
    """Check the facts of one document, which stand in `records` after the document's own record.

    Raises FactsError that names the document, the record and its field.
    """
    _Checker(document, records).check()


class _Checker:
    def __init__(self, document: Document, records: Sequence[AnyRecord]) -> None:
        self.document = document
        self.records = records
        self.kinds: dict[type, list[AnyRecord]] = {}
        for record in records:
            self.kinds.setdefault(type(record), []).append(record)

    def check(self) -> None:
        if not self.records or self.records[0] != self.document or len(self.of(Document)) != 1:
            raise FactsError(f"{self.document.key}: its facts must begin with its one document record.")
        if not self.document.id or not self.document.key:
            raise FactsError(f"{self.document.key or self.document.id}: a document needs an id and a key.")
        self.check_sources()
        self.check_named()
        self.check_ends()
        self.check_tree()
        self.check_intervals()

    def of(self, kind: type[_T]) -> list[_T]:
        return self.kinds.get(kind, [])  # type: ignore[return-value]

    def ids(self, *kinds: type[AnyFact]) -> set[str]:
        return {record.id for kind in kinds for record in self.of(kind)}

    def fail(self, record: AnyFact, what: str) -> NoReturn:
        raise FactsError(f"{self.document.key}: {record.__struct_config__.tag} {record.id}: {what}.")

    def check_sources(self) -> None:
        own = self.document.id
        for record in self.records:
            if isinstance(record, Document):
                continue
            source = record.source
            if source.document_id != own:
                what = f"its source names the document {source.document_id}, not {own}"
            elif source.start is None and source.end is None:
                continue
            elif source.start is None or source.end is None or not 0 <= source.start <= source.end:
                what = f"its source has the impossible span {source.start}:{source.end}"
            elif len(source.quote) != source.end - source.start:
                what = f"its quote has {len(source.quote)} characters, its span {source.span} another length"
            else:
                continue
            if isinstance(record, Notice):
                raise FactsError(f"{self.document.key}: notices {record.code}: {what}.")
            self.fail(record, what)

    def check_named(self) -> None:
        """Every id and name is there, and every id that a record names has a record in this document."""
        roles, units, persons = self.ids(Role), self.ids(Unit), self.ids(Person)
        organizations, holders = self.ids(Organization), roles | units
        self.named(Organization, "document_id", {self.document.id})
        self.named(Unit, "organization_id", organizations)
        self.named(Unit, "parent_id", units, optional=True)
        self.named(Role, "organization_id", organizations)
        self.named(Role, "unit_id", units, optional=True)
        self.named(ReportsTo, "subordinate_id", roles)
        self.named(ReportsTo, "superior_id", roles)
        self.named(Duty, "owner_id", holders)
        self.named(Authority, "owner_id", holders)
        self.named(Authority, "delegated_from_id", holders, optional=True)
        self.named(Metric, "owner_id", holders)
        self.named(Metric, "duty_id", self.ids(Duty), optional=True)
        self.named(Person, "organization_id", organizations)
        self.named(Holding, "person_id", persons)
        self.named(Holding, "role_id", roles)
        self.named(Deputy, "deputy_id", roles | persons)
        self.named(Deputy, "role_id", roles)
        for kind, field in _TEXTS.items():
            record: AnyFact
            for record in self.of(kind):
                if not record.id or not getattr(record, field).strip():
                    self.fail(record, f"its id and its {field} must not be empty")

    def named(self, kind: type[AnyFact], field: str, known: set[str], *, optional: bool = False) -> None:
        named = {getattr(record, field) for record in self.of(kind)}
        unknown = named - known
        if optional:
            unknown.discard(None)
        if unknown:
            first = next(record for record in self.of(kind) if getattr(record, field) in unknown)
            self.fail(first, f"its {field} {getattr(first, field)} has no record in this document")

    def check_ends(self) -> None:
        """An id of a relationship stands for one pair of ends; it may be stated many times."""
        for kind, fields in _ENDS.items():
            ends = attrgetter(*fields)
            known: dict[str, object] = {}
            for record in self.of(kind):
                own = ends(record)
                if known.setdefault(record.id, own) != own:
                    self.fail(record, "the same id stands for another fact, with other ends")

    def check_tree(self) -> None:
        parents = {unit.id: unit.parent_id for unit in self.of(Unit) if unit.parent_id}
        rooted: set[str] = set()
        for unit in self.of(Unit):
            path: dict[str, None] = {}
            at: str | None = unit.id
            while at is not None and at not in rooted:
                if at in path:
                    self.fail(unit, f"its parents form a circle: {' → '.join([*path, at])}")
                path[at] = None
                at = parents.get(at)
            rooted.update(path)

    def check_intervals(self) -> None:
        staffed: list[Unit | Role] = [*self.of(Unit), *self.of(Role)]
        for place in staffed:
            if not _in_order(place.headcount_min, place.headcount_max) or (place.headcount_min or 0) < 0:
                self.fail(place, f"its headcount {place.headcount_min}–{place.headcount_max} is no interval")
        dated: list[Holding | Deputy] = [*self.of(Holding), *self.of(Deputy)]
        for tenure in dated:
            if not _in_order(tenure.valid_from, tenure.valid_to):
                self.fail(tenure, f"it ends ({tenure.valid_to}) before it begins ({tenure.valid_from})")
        for grant in self.of(Authority):
            if grant.limit is not None and (fault := _limit_fault(grant.limit)):
                self.fail(grant, fault)


_TEXTS: dict[type[AnyFact], str] = {
    Organization: "name", Unit: "name", Role: "title", Duty: "text", Authority: "matter", Metric: "text",
    Person: "name", ReportsTo: "line", Holding: "role_id", Deputy: "role_id",
}  # fmt: skip


_ENDS: dict[type[AnyFact], tuple[str, ...]] = {
    ReportsTo: ("subordinate_id", "superior_id"),
    Duty: ("owner_id", "mode"),
    Authority: ("owner_id", "act"),
    Metric: ("owner_id", "duty_id"),
    Holding: ("person_id", "role_id"),
    Deputy: ("deputy_id", "role_id"),
}


def _in_order(low: int | str | None, high: int | str | None) -> bool:
    return low is None or high is None or low <= high  # type: ignore[operator]


def _limit_fault(limit: Limit) -> str:
    """What is wrong with an interval of amounts; empty where nothing is."""
    ends = []
    for end in (limit.min, limit.max):
        try:
            ends.append(None if end is None else Decimal(end))
        except InvalidOperation:
            return f"its limit has the end {end!r}, which is no decimal number"
    low, high = ends
    if not all(end is None or end.is_finite() for end in ends):
        return f"its limit {limit.min}–{limit.max} has an end that is no figure; leave an open end out"
    if low is None or high is None or low < high:
        return ""
    if low > high or not (limit.min_inclusive and limit.max_inclusive):
        return f"its limit {limit.min}–{limit.max} holds no amount"
    return ""
