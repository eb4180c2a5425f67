"""From the records of one document to rows: what it contributes to each node and relationship of the graph.

A row is a dict of the properties to write, with `id`, for relationships `from_id` and `to_id`, and the evidence lists.
A shape is one statement of cypher/load and says which records become its rows and how.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from typing import Any, TypeAlias, TypeVar

from dutygraph.graph import identity, schema
from dutygraph.graph.facts import (
    Authority,
    Deputy,
    Document,
    DocumentFacts,
    Duty,
    Holding,
    Limit,
    Metric,
    Organization,
    Person,
    ReportsTo,
    Role,
    Source,
    Unit,
)

Row: TypeAlias = dict[str, Any]
_T = TypeVar("_T")
_Own: TypeAlias = Callable[[_T, "Contribution"], "Row | None"]

DOCUMENT_IDS, QUOTES, LOCATORS, SPANS = (prop.name for prop in schema.EVIDENCE)


class Contribution:
    """The records of one document by kind, in order of place, and what they say about each other."""

    def __init__(self, facts: DocumentFacts) -> None:
        self.document: Document = facts.document
        self.document_ids = [facts.document.id]
        self._kinds: dict[type, list[Any]] = {}
        for record in facts.records:
            self._kinds.setdefault(type(record), []).append(record)
        for kind, records in self._kinds.items():
            if kind is not Document and not _in_place(records):
                records.sort(key=_place)
        self.roles = {role.id: role.organization_id for role in self.of(Role)}
        self.units = {unit.id: unit.organization_id for unit in self.of(Unit)}
        self.persons = {person.id for person in self.of(Person)}

    def of(self, kind: type[_T]) -> list[_T]:
        """The records of one kind."""
        return self._kinds.get(kind, [])

    def organization_of(self, owner: str) -> str:
        """The organisation of a role or unit."""
        return self.roles.get(owner) or self.units[owner]

    @cached_property
    def duty_nodes(self) -> dict[str, str]:
        """From `duties[].id` to the id of the Duty node."""
        return {duty.id: identity.duty_id(self.organization_of(duty.owner_id), duty.text) for duty in self.of(Duty)}

    @cached_property
    def items(self) -> dict[str, int]:
        """From `duties[].id` to its place in its owner's list, from 1."""
        counts: dict[str, int] = {}
        items: dict[str, int] = {}
        for duty in self.of(Duty):
            if duty.id not in items:
                counts[duty.owner_id] = items[duty.id] = counts.get(duty.owner_id, 0) + 1
        return items


def _place(record: Any) -> tuple[bool, int, int]:
    source: Source = record.source
    return (True, 0, 0) if source.start is None else (False, source.start, source.end or 0)


def _in_place(records: list[Any]) -> bool:
    places = [_place(record) for record in records]
    return all(places[i] <= places[i + 1] for i in range(len(places) - 1))


@dataclass(frozen=True)
class Shape:
    """One statement that writes a label, or a type between two labels; its file is cypher/load/<name>.cypher."""

    label: str
    """The label or type."""

    record: type[Any]
    """The records it is made from."""

    own: Callable[[Any, Contribution], Row | None]
    """What a row does not copy from its record: ids and what is called or computed otherwise. None where the record
    belongs to another pair of labels."""

    ends: tuple[str, str] | None = None
    """The labels of a relationship."""

    counted: bool = False
    """Whether its rows are what the facts form calls a fact; the others come and go with theirs."""

    fields: tuple[str, ...] = field(init=False)
    """What is folded: all its properties but id and evidence."""

    evidence: bool = field(init=False)
    """Whether it carries the evidence lists."""

    def __post_init__(self) -> None:
        model = _relationship(self.label) if self.ends else _node(self.label)
        names = tuple(prop.name for prop in model.properties if prop.name != schema.ID.name)
        object.__setattr__(self, "fields", names)
        object.__setattr__(self, "evidence", model.evidence)

    @property
    def kind(self) -> str:
        """What the files that look up and sweep it are called by."""
        return self.label.lower()

    @property
    def name(self) -> str:
        """The file that writes it."""
        return "_".join((self.ends[0], self.label, self.ends[1])).lower() if self.ends else self.kind

    def ids(self, facts: Contribution) -> Iterator[str]:
        """The id of each row of `rows`, for a fraction of the work."""
        for record in facts.of(self.record):
            row = self.own(record, facts)
            if row is not None:
                yield row["id"]

    def rows(self, facts: Contribution) -> Iterator[Row]:
        """A row for each record, in order of place; several may have one id."""
        copied = tuple(name for name in self.fields if name in self.record.__struct_fields__ and name != _ALIASES)
        values = _values(copied)
        document_ids = facts.document_ids
        for record in facts.of(self.record):
            row = self.own(record, facts)
            if row is None:
                continue
            found = values(record)
            if "" in found:  # what says nothing is not stored
                found = tuple(None if value == "" else value for value in found)
            row.update(zip(copied, found, strict=True))
            row[DOCUMENT_IDS] = document_ids
            if self.evidence:
                source: Source = record.source
                row[QUOTES] = [source.quote]
                row[LOCATORS] = [source.locator or ""]
                row[SPANS] = [source.span]
            yield row


_ALIASES = "aliases"


def _values(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    if len(names) > 1:
        return attrgetter(*names)
    return lambda record: tuple(getattr(record, name) for name in names)


def _node(label: str) -> schema.Node:
    return next(node for node in schema.NODES if node.label == label)


def _relationship(label: str) -> schema.Relationship:
    return next(each for each in schema.RELATIONSHIPS if each.type == label)


def _named(record: Organization | Unit, _: Contribution) -> Row:
    return {"id": record.id, "title": record.name, _ALIASES: list(record.aliases)}


def _titled(record: Role, _: Contribution) -> Row:
    return {"id": record.id, _ALIASES: list(record.aliases)}


def _person(record: Person, _: Contribution) -> Row:
    return {"id": record.id}


def _duty(record: Duty, facts: Contribution) -> Row:
    return {
        "id": facts.duty_nodes[record.id],
        "organization_id": facts.organization_of(record.owner_id),
    }


def _authority(record: Authority, facts: Contribution) -> Row:
    organization = facts.organization_of(record.owner_id)
    return {"id": identity.authority_id(organization, record.matter), "organization_id": organization}


def _metric(record: Metric, facts: Contribution) -> Row:
    organization = facts.organization_of(record.owner_id)
    return {"id": identity.metric_id(organization, record.text), "organization_id": organization}


def _part_of(_: str, end: str) -> _Own[Unit]:
    def own(record: Unit, facts: Contribution) -> Row | None:
        if (record.parent_id is not None) != (end == schema.UNIT):
            return None
        parent = record.parent_id or record.organization_id
        return {"id": identity.part_of_id(record.id, parent), "from_id": record.id, "to_id": parent}

    return own


def _in_unit(_: str, end: str) -> _Own[Role]:
    def own(record: Role, facts: Contribution) -> Row | None:
        if (record.unit_id is not None) != (end == schema.UNIT):
            return None
        unit = record.unit_id or record.organization_id
        return {"id": identity.in_unit_id(record.id, unit), "from_id": record.id, "to_id": unit}

    return own


def _reports_to(*_: str) -> _Own[ReportsTo]:
    return lambda record, facts: {"id": record.id, "from_id": record.subordinate_id, "to_id": record.superior_id}


def _owns_duty(start: str, _: str) -> _Own[Duty]:
    def own(record: Duty, facts: Contribution) -> Row | None:
        if (record.owner_id in facts.roles) != (start == schema.ROLE):
            return None
        return {
            "id": record.id,
            "from_id": record.owner_id,
            "to_id": facts.duty_nodes[record.id],
            "item": facts.items[record.id],
        }

    return own


def _has_authority(start: str, _: str) -> _Own[Authority]:
    def own(record: Authority, facts: Contribution) -> Row | None:
        if (record.owner_id in facts.roles) != (start == schema.ROLE):
            return None
        matter = identity.authority_id(facts.organization_of(record.owner_id), record.matter)
        return {"id": record.id, "from_id": record.owner_id, "to_id": matter, **_limit(record.limit)}

    return own


def _limit(limit: Limit | None) -> Row:
    """Amounts as floats; the decimals stay in the archive and in the words of the limit."""
    if limit is None:
        return {}
    return {
        "limit_min": None if limit.min is None else float(limit.min),
        "limit_max": None if limit.max is None else float(limit.max),
        "limit_text": limit.text or None,
        "per": limit.per or None,
        "base": limit.base or None,
        **{name: getattr(limit, name) for name in ("min_inclusive", "max_inclusive", "quantity")},
    }


def _measured_by(start: str, _: str) -> _Own[Metric]:
    def own(record: Metric, facts: Contribution) -> Row | None:
        if record.duty_id is not None:
            from_id, label = facts.duty_nodes[record.duty_id], schema.DUTY
        else:
            from_id, label = record.owner_id, schema.ROLE if record.owner_id in facts.roles else schema.UNIT
        if label != start:
            return None
        metric = identity.metric_id(facts.organization_of(record.owner_id), record.text)
        return {"id": record.id, "from_id": from_id, "to_id": metric}

    return own


def _holds(*_: str) -> _Own[Holding]:
    return lambda record, facts: {"id": record.id, "from_id": record.person_id, "to_id": record.role_id}


def _deputizes_for(start: str, _: str) -> _Own[Deputy]:
    def own(record: Deputy, facts: Contribution) -> Row | None:
        if (record.deputy_id in facts.persons) != (start == schema.PERSON):
            return None
        return {"id": record.id, "from_id": record.deputy_id, "to_id": record.role_id}

    return own


def _joins(label: str, record: type[Any], own: Callable[[str, str], _Own[Any]], *, counted: bool) -> list[Shape]:
    """A type's shapes, one for each pair of labels it joins."""
    return [Shape(label, record, own(*ends), ends, counted) for ends in _relationship(label).ends]


SHAPES: tuple[Shape, ...] = (
    Shape(schema.ORGANIZATION, Organization, _named, counted=True),
    Shape(schema.UNIT, Unit, _named, counted=True),
    Shape(schema.ROLE, Role, _titled, counted=True),
    Shape(schema.PERSON, Person, _person, counted=True),
    Shape(schema.DUTY, Duty, _duty),
    Shape(schema.AUTHORITY, Authority, _authority),
    Shape(schema.METRIC, Metric, _metric),
    *_joins(schema.PART_OF, Unit, _part_of, counted=False),
    *_joins(schema.IN_UNIT, Role, _in_unit, counted=False),
    *_joins(schema.REPORTS_TO, ReportsTo, _reports_to, counted=True),
    *_joins(schema.OWNS_DUTY, Duty, _owns_duty, counted=True),
    *_joins(schema.HAS_AUTHORITY, Authority, _has_authority, counted=True),
    *_joins(schema.MEASURED_BY, Metric, _measured_by, counted=True),
    *_joins(schema.HOLDS, Holding, _holds, counted=True),
    *_joins(schema.DEPUTIZES_FOR, Deputy, _deputizes_for, counted=True),
)
"""In the order of writing: nodes before what joins them."""
