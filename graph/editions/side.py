"""One edition as things to compare: records folded, each thing by its id, each fact by its owner and words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from dutygraph.graph.facts import (
    AnyRecord,
    Authority,
    Deputy,
    Document,
    DocumentFacts,
    Duty,
    Holding,
    Metric,
    Organization,
    Person,
    ReportsTo,
    Role,
    Source,
    Unit,
)
from dutygraph.graph.text.folding import fold

T = TypeVar("T", bound=AnyRecord)
_KINDS = ("post", "body", "external")


class Place(NamedTuple):
    """Where something is stated: document key, locator, sentence."""

    document: str
    locator: str
    quote: str


class Thing(NamedTuple):
    """A role or unit. `parent` is the unit it is in, '' where none is stated; `fields` what else is stated of it."""

    id: str
    title: str
    organization: str
    parent: str
    is_role: bool
    fields: Mapping[str, Any]
    place: Place


class Claim(NamedTuple):
    """A duty as one owner holds it, in all its modes."""

    owner: str
    text: str
    modes: tuple[str, ...]
    ids: tuple[str, ...]
    place: Place


class Side:
    """One edition."""

    def __init__(self, documents: Sequence[DocumentFacts]) -> None:
        self._keys = {facts.document.id: facts.document.key for facts in documents}
        self._records: dict[Any, list[Any]] = defaultdict(list)
        for facts in sorted(documents, key=lambda each: each.document.key):
            for record in facts.records:
                if not isinstance(record, Document):
                    self._records[type(record)].append(record)

    def all(self, kind: type[T]) -> list[T]:
        """The records of a kind."""
        return self._records.get(kind, [])

    def place(self, source: Source) -> Place:
        """Where a source points."""
        return Place(self._keys.get(source.document_id, ""), source.locator or "", source.quote)

    @cached_property
    def organizations(self) -> Mapping[str, str]:
        """Names by id."""
        return {each.id: each.name for each in reversed(self.all(Organization))}

    @cached_property
    def things(self) -> Mapping[str, Thing]:
        """Roles and units by id, folded."""
        grouped: dict[str, list[Role | Unit]] = defaultdict(list)
        stated: list[Role | Unit] = [*self.all(Unit), *self.all(Role)]
        for record in stated:
            grouped[record.id].append(record)
        return {id_: self._thing(records) for id_, records in grouped.items()}

    def _thing(self, records: Sequence[Role | Unit]) -> Thing:
        first = records[0]
        names: tuple[str, ...]
        if isinstance(first, Role):
            names, title, parent = ("summary", "vacant"), first.title, "unit_id"
        else:
            names, title, parent = ("goal",), first.name, "parent_id"
        fields = {name: _first(records, name) for name in names}
        counts = [_first(records, name) for name in ("headcount_min", "headcount_max")]
        fields["headcount"] = "–".join(dict.fromkeys(str(count) for count in counts if count is not None)) or None
        if isinstance(first, Role):
            fields["kind"] = min((record.kind for record in records if isinstance(record, Role)), key=_KINDS.index)
        described = next((r for r in records if getattr(r, "kind", "") != _KINDS[-1]), first)
        return Thing(
            first.id, title, first.organization_id, _first(records, parent) or "", isinstance(first, Role), fields,
            self.place(described.source),
        )  # fmt: skip

    def path(self, id_: str) -> tuple[str, ...]:
        """The folded titles of a thing and the units around it, outermost first."""
        titles: list[str] = []
        seen: set[str] = set()
        while id_ in self.things and id_ not in seen:
            seen.add(id_)
            titles.append(fold(self.things[id_].title))
            id_ = self.things[id_].parent
        return tuple(reversed(titles))

    def name(self, id_: str) -> str:
        """`unit/title`, or the name of a person or an organisation."""
        thing = self.things.get(id_)
        if thing is None:
            return self._persons.get(id_) or self.organizations.get(id_, id_)
        around = self.things.get(thing.parent)
        return f"{around.title}/{thing.title}" if around else thing.title

    @cached_property
    def _persons(self) -> Mapping[str, str]:
        return {each.id: each.name for each in self.all(Person)}

    @cached_property
    def claims(self) -> Mapping[tuple[str, str], Claim]:
        """Claims by owner and folded text."""
        grouped: dict[tuple[str, str], list[Duty]] = defaultdict(list)
        for duty in self.all(Duty):
            grouped[duty.owner_id, fold(duty.text)].append(duty)
        return {
            key: Claim(
                key[0], duties[0].text, tuple(sorted({d.mode for d in duties})),
                tuple(sorted({d.id for d in duties})), self.place(duties[0].source),
            )
            for key, duties in grouped.items()
        }  # fmt: skip

    @cached_property
    def grants(self) -> Mapping[str, Authority]:
        """Powers by id."""
        return _by_id(self.all(Authority))

    @cached_property
    def lines(self) -> Mapping[str, ReportsTo]:
        """Reporting lines by id."""
        return _by_id(self.all(ReportsTo))

    @cached_property
    def others(self) -> Sequence[Metric | Holding | Deputy]:
        """Measures, holders and deputies, each once."""
        return [
            *_by_id(self.all(Metric)).values(), *_by_id(self.all(Holding)).values(), *_by_id(self.all(Deputy)).values()
        ]  # fmt: skip


def _first(records: Iterable[Any], name: str) -> Any:
    return next((value for record in records if (value := getattr(record, name)) is not None), None)


def _by_id(records: Iterable[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for record in records:
        found.setdefault(record.id, record)
    return found
