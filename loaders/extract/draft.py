"""What extraction has found so far of one organisation: owners, what they carry, and lines between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from dutygraph.graph.facts import Basis, Line, Severity
from dutygraph.loaders.extract.matrices import Entry

OwnerKind = Literal["role", "unit", "body", "external"]
Span = tuple[int, int]


@dataclass(slots=True)
class Statement:
    """A clause of what an owner does or may do; `start:end` is its span, `text` its wording as a fact shows it.

    `listed`: it stands in a list of duties. `overview`: it stands where owners are only introduced.
    """

    start: int
    end: int
    text: str
    plain: str
    area: str | None = None
    listed: bool = False
    overview: bool = False
    frequency: str | None = None
    metric: str | None = None
    metric_at: Span | None = None
    mode: str = ""
    """The mode where the text gives it apart (a letter of RACI)."""

    area_key: str = ""
    """The plain form of the label over a list of powers."""

    act: str = ""
    matter: str = ""
    """Act and matter of an authority where the text told them apart already."""

    about: str = ""
    """The matter over the list of tiers in which it stands."""

    step: int | None = None
    """Its place in a chain of acts on one matter, from 1."""

    truncated: bool = False


@dataclass(slots=True, eq=False)
class Owner:
    """A role, unit or body; `name` as shown, `key` its plain form without white space, `start:end` its naming."""

    kind: OwnerKind
    name: str
    key: str
    start: int
    end: int
    unit: Owner | None = None
    aliases: list[str] = field(default_factory=list)
    alias_keys: set[str] = field(default_factory=set)
    duties: list[Statement] = field(default_factory=list)
    authorities: list[Statement] = field(default_factory=list)
    grants: list[Entry] = field(default_factory=list)
    """What authority matrices give it."""

    metrics: list[Statement] = field(default_factory=list)
    summary: list[Span] = field(default_factory=list)
    headcount: tuple[int, int] | None = None
    vacant: bool = False
    has_powers: bool = False
    """Whether its authorities are a list of powers that are its duties too (职权)."""

    sheet: bool = False
    """Whether fields of a job sheet stand under its name."""

    place: object = None
    section: str = ""
    described: bool = False
    """Whether the text says anything of it, beyond its name."""

    incidental: bool = False
    """Whether only rules of procedure name it (由某科审核)."""

    heads: Owner | None = None
    """The unit whose head it is said to be (营销部负责人), where no title is given."""

    called: set[str] = field(default_factory=set)
    """Short forms by which its own section calls it (the Committee), plain."""

    gathers: bool = False
    """Whether it heads other owners."""

    stated: bool = True
    """Whether it is a fact of its own; a heading over other owners may be none."""

    def add_alias(self, name: str, key: str) -> None:
        """Another name of it."""
        if key != self.key and key not in self.alias_keys:
            self.alias_keys.add(key)
            self.aliases.append(name)


@dataclass(slots=True)
class Reporting:
    """A line as it is stated: `superior` and `subordinate` are owners, or names not yet found among them."""

    subordinate: Owner | NameAt
    superior: Owner | NameAt
    start: int
    end: int
    line: Line = "solid"
    condition: str | None = None
    basis: Basis = "stated"
    listed_by: Literal["subordinate", "superior", "prose"] = "subordinate"


@dataclass(slots=True, frozen=True)
class NameAt:
    """A name where it stands; `unit` is where to look for its owner first."""

    name: str
    key: str
    start: int
    end: int
    unit: Owner | None = None


@dataclass(slots=True, frozen=True)
class Vacancy:
    """While `role` is vacant, `deputy` acts; the condition quotes it."""

    role: Owner
    deputy: NameAt
    start: int
    end: int
    condition: str


@dataclass(slots=True, frozen=True)
class Deputizing:
    """Who stands in for whom, and when, in the document's words."""

    deputy: Owner | NameAt
    role: Owner | NameAt
    condition: str | None
    start: int
    end: int


@dataclass(slots=True, frozen=True)
class DraftNotice:
    """A notice and the place it concerns."""

    code: str
    severity: Severity
    message: str
    start: int
    end: int


@dataclass(slots=True)
class Draft:
    """All of one organisation, in order of the text."""

    company: str = ""
    """The organisation's name as the title gives it, in its plain form."""

    start: int = 0
    end: int = 0
    owners: list[Owner] = field(default_factory=list)
    lines: list[Reporting] = field(default_factory=list)
    vacancies: list[Vacancy] = field(default_factory=list)
    deputies: list[Deputizing] = field(default_factory=list)
    title_unit: Owner | None = None
    """The unit that the title is about."""

    above_units: list[tuple[Owner, NameAt, int, int]] = field(default_factory=list)
    """Units, whom their sheets name as superior, and where."""

    organization: Span | None = None
    """Where a label names the organisation."""

    holdings: list[tuple[str, Owner, int, int]] = field(default_factory=list)
    """Persons by name, the role each holds, and where it says so."""

    notices: list[DraftNotice] = field(default_factory=list)
    by_key: dict[str, list[Owner]] = field(default_factory=dict)

    def add(self, owner: Owner) -> Owner:
        """Put an owner into the draft."""
        self.owners.append(owner)
        self.by_key.setdefault(owner.key, []).append(owner)
        return owner

    def rename(self, owner: Owner, name: str, key: str) -> None:
        """Give an owner a fuller name; the old one still finds it."""
        owner.name, owner.key = name, key
        self.by_key.setdefault(key, []).append(owner)

    def find(self, key: str, unit: Owner | None = None, kinds: tuple[str, ...] = ()) -> Owner | None:
        """The owner of that name or alias, one in `unit` first."""
        found = [o for o in self.by_key.get(key, ()) if not kinds or o.kind in kinds]
        if not found:
            found = [o for o in self.owners if key in o.alias_keys and (not kinds or o.kind in kinds)]
        for owner in found:
            if unit is not None and owner.unit is unit:
                return owner
        return found[0] if found else None
