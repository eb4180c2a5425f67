"""The records of the facts form (docs/facts.md): immutable structs, checked when they are decoded.

They are imported from `graph.facts`, which reads, writes and checks them.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

FORM = "dutygraph.facts/1"

Line = Literal["solid", "dotted", "alternative", "acting", "skip"]
Mode = Literal[
    "own", "lead", "assist", "supervise", "participate", "report", "coordinate", "approve", "consulted", "informed"
]
Act = Literal[
    "propose", "review", "approve", "decide", "sign", "control", "assess", "supervise", "participate", "represent",
    "consent", "record",
]  # fmt: skip
Basis = Literal["stated", "inferred", "from_duty"]
Frequency = Literal["daily", "weekly", "monthly", "quarterly", "yearly", "adhoc"]
RoleKind = Literal["post", "body", "external"]
Severity = Literal["error", "warning", "info"]


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """Where a fact stands: offsets into the document's text with `quote == text[start:end]`, or author and date of an
    interview or correction."""

    document_id: str
    start: int | None = None
    end: int | None = None
    quote: str = ""
    locator: str | None = None
    author: str | None = None
    date: str | None = None

    @property
    def span(self) -> str:
        """`120:164`, `author|date`, or the empty text."""
        if self.start is not None:
            return f"{self.start}:{self.end}"
        return f"{self.author or ''}|{self.date or ''}" if self.author or self.date else ""


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="list", gc=False):
    """Base of all records; the tag is the name of the list it stands in."""


class Document(Record, frozen=True, kw_only=True, tag="documents", gc=False):
    """One document in one edition."""

    id: str
    key: str
    edition: str
    title: str | None = None
    version: str | None = None
    effective_date: str | None = None
    language: str | None = None


class Organization(Record, frozen=True, kw_only=True, tag="organizations", gc=False):
    """One organisation a document speaks of."""

    id: str
    document_id: str
    name: str
    aliases: tuple[str, ...] = ()
    source: Source


class Unit(Record, frozen=True, kw_only=True, tag="units", gc=False):
    """A department; `parent_id` is a unit, None where it hangs on the organisation."""

    id: str
    organization_id: str
    name: str
    aliases: tuple[str, ...] = ()
    parent_id: str | None = None
    headcount_min: int | None = None
    headcount_max: int | None = None
    goal: str | None = None
    source: Source


class Role(Record, frozen=True, kw_only=True, tag="roles", gc=False):
    """A post, body, or external party; `unit_id` None where no unit is stated."""

    id: str
    organization_id: str
    unit_id: str | None = None
    title: str
    aliases: tuple[str, ...] = ()
    headcount_min: int | None = None
    headcount_max: int | None = None
    summary: str | None = None
    kind: RoleKind = "post"
    vacant: bool | None = None
    source: Source


class ReportsTo(Record, frozen=True, kw_only=True, tag="reports_to", gc=False):
    """A reporting line, subordinate to superior."""

    id: str
    subordinate_id: str
    superior_id: str
    line: Line = "solid"
    condition: str | None = None
    basis: Basis = "stated"
    source: Source


class Duty(Record, frozen=True, kw_only=True, tag="duties", gc=False):
    """One responsibility of a role or unit; the id is that of the OWNS_DUTY relationship."""

    id: str
    owner_id: str
    text: str
    area: str | None = None
    verb: str | None = None
    object: str | None = None
    mode: Mode = "own"
    frequency: Frequency | None = None
    metric: str | None = None
    source: Source


class Limit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """An interval of amounts; ends are decimal strings, None = open."""

    quantity: str
    min: str | None = None
    max: str | None = None
    min_inclusive: bool = True
    max_inclusive: bool = True
    per: str | None = None
    base: str | None = None
    text: str | None = None

    def identity(self) -> tuple[str, ...]:
        """The seven parts of an identifier; the wording is none of them."""
        return (
            self.quantity,
            self.min or "",
            self.max or "",
            "1" if self.min_inclusive else "0",
            "1" if self.max_inclusive else "0",
            self.per or "",
            self.base or "",
        )


class Authority(Record, frozen=True, kw_only=True, tag="authorities", gc=False):
    """A grant: who may do what in which matter; the id is that of the HAS_AUTHORITY relationship."""

    id: str
    owner_id: str
    text: str
    act: Act
    matter: str
    limit: Limit | None = None
    condition: str | None = None
    step: int | None = None
    basis: Basis = "stated"
    delegated_from_id: str | None = None
    source: Source


class Metric(Record, frozen=True, kw_only=True, tag="metrics", gc=False):
    """A measure of an owner, or of one of its duties (`duty_id` is a `duties[].id`)."""

    id: str
    owner_id: str
    duty_id: str | None = None
    text: str
    source: Source


class Person(Record, frozen=True, kw_only=True, tag="persons", gc=False):
    """A person a source names."""

    id: str
    organization_id: str
    name: str
    source: Source


class Holding(Record, frozen=True, kw_only=True, tag="holdings", gc=False):
    """A person fills a role; the id is that of the HOLDS relationship."""

    id: str
    person_id: str
    role_id: str
    acting: bool = False
    valid_from: str | None = None
    valid_to: str | None = None
    source: Source


class Deputy(Record, frozen=True, kw_only=True, tag="deputies", gc=False):
    """A role or person stands in for a role; the id is that of the DEPUTIZES_FOR relationship."""

    id: str
    deputy_id: str
    role_id: str
    condition: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    source: Source


class Notice(Record, frozen=True, kw_only=True, tag="notices", gc=False):
    """What a reader noticed about a document; codes are listed in docs/notices.md."""

    code: str
    severity: Severity
    message: str
    source: Source


AnyRecord: TypeAlias = (
    Document | Organization | Unit | Role | ReportsTo | Duty | Authority | Metric | Person | Holding | Deputy | Notice
)

LISTS: dict[str, type[AnyRecord]] = {
    str(kind.__struct_config__.tag): kind
    for kind in (
        Document, Organization, Unit, Role, ReportsTo, Duty, Authority, Metric, Person, Holding, Deputy, Notice,
    )
}  # fmt: skip
"""The lists of the form, in their order."""
