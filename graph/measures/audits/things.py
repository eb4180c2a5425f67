"""What rules look at: roles, units, and the facts that join them."""

from __future__ import annotations

from typing import NamedTuple

from dutygraph.graph.measures.bands import Grant


class Role(NamedTuple):
    """A post, body, or outside party; `aliases` are other titles of it, `most` and `least` its headcount, None where
    none is stated, `charge` what it is for."""

    id: str
    title: str
    aliases: tuple[str, ...]
    kind: str
    vacant: bool
    least: int | None
    most: int | None
    charge: str


class Unit(NamedTuple):
    """A department; `most` and `least` are its headcount, None where none is stated, `charge` what it is for."""

    id: str
    title: str
    aliases: tuple[str, ...]
    least: int | None
    most: int | None
    charge: str


class Line(NamedTuple):
    """A reporting line of any kind; `condition` is '' where it always holds."""

    id: str
    subordinate: str
    superior: str
    line: str
    condition: str
    basis: str


class Claim(NamedTuple):
    """An owner's hold on a duty; `area` is '' and `item` 0 where none is stated."""

    id: str
    owner: str
    duty: str
    text: str
    mode: str
    area: str
    item: int


class Power(NamedTuple):
    """A grant with what rules need beside it: the matter's id, as the documents name it and in normal form, on what the
    grant rests, its words."""

    grant: Grant
    matter_id: str
    named: str
    matter: str
    basis: str
    text: str


class Measure(NamedTuple):
    """A measure of an owner; `duty` is None where it is of the owner as a whole."""

    id: str
    owner: str
    metric: str
    text: str
    duty: str | None


class Tie(NamedTuple):
    """A fact that joins somebody to a role: a deputy, or a person who holds it. `name` is the person's."""

    id: str
    who: str
    role: str
    name: str = ""


class Difference(NamedTuple):
    """A field of a role or unit that two records state differently; `first` and `other` are the values as texts, `id`
    names the pair of statements."""

    id: str
    thing: str
    field: str
    first: str
    other: str
