"""Everything written about the roles and units of one organisation, fetched at once: what `role_card` and `unit_card`
answer for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from dutygraph.graph.answer import Evidence, Sentences
from dutygraph.graph.catalog import catalog
from dutygraph.graph.measures.approvals import amounts, grants_of
from dutygraph.graph.measures.bands import Grant
from dutygraph.graph.names import Labels, fetch, names
from dutygraph.graph.store import state

if TYPE_CHECKING:
    from dutygraph.graph.engine import Engine

ROLE, UNIT = "role", "unit"

PARTS = ("unit", "superior", "subordinate", "duty", "authority", "metric", "holder", "deputy", "deputizes_for")
"""The parts of a card, as `role_card` names them."""


class Item(NamedTuple):
    """One statement on a card: `kind` is its line, mode or act, `note` its condition or heading, `place` sorts it."""

    text: str
    kind: str = ""
    note: str = ""
    limit: str = ""
    related: str = ""
    facts: tuple[str, ...] = ()
    place: int = 0


class Line(NamedTuple):
    """A reporting line of any kind."""

    id: str
    subordinate: str
    superior: str
    line: str
    condition: str


@dataclass(slots=True)
class Card:
    """A role or unit; `kind` is post, body, external or unit, headcounts are None where none is stated."""

    id: str
    title: str
    unit: str
    kind: str
    aliases: tuple[str, ...]
    vacant: bool
    least: int | None
    most: int | None
    summary: str
    parts: dict[str, list[Item]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True, slots=True)
class Staff:
    """The cards of an organisation by id, in the order in which documents speak of them, its lines, and its grants by
    matter, each with the limit in the document's words."""

    cards: Mapping[str, Card]
    lines: Sequence[Line]
    grants: Mapping[str, Sequence[tuple[Grant, str]]]
    facts: Mapping[str, Sequence[str]]
    keys: Mapping[str, str]

    def evidence(self, *facts: str) -> tuple[Evidence, ...]:
        """The sentences that state these facts, each once."""
        return tuple(dict.fromkeys(Sentences([facts], self.facts, self.keys)[0]))

    def roles(self) -> list[Card]:
        """The cards of roles."""
        return [card for card in self.cards.values() if card.kind != UNIT]


def staff_of(engine: Engine, organization: str, keys: Mapping[str, str]) -> Staff:
    """Fetch an organisation. `keys` are document keys by id.

    Raises EngineError where the store fails.
    """
    return _Reading(engine, organization, keys).staff()


class _Reading:
    """The columns of one organisation on the way to its cards."""

    def __init__(self, engine: Engine, organization: str, keys: Mapping[str, str]) -> None:
        self._engine = engine
        self._given = {"organization": organization}
        self._keys = keys
        self._labels: Labels = names(engine, state(engine).run_id).inside(organization).labels
        self._facts: dict[str, Sequence[str]] = {}
        self._cards: dict[str, Card] = {}

    def staff(self) -> Staff:
        """Everybody's card and line, read statement by statement."""
        for card in self._described():
            self._cards[card.id] = card
        self._places()
        lines = self._lines()
        self._duties()
        grants = self._grants()
        self._measures()
        self._persons()
        order = sorted(self._cards.values(), key=self._place)
        for card in order:
            for items in card.parts.values():
                items.sort(key=lambda item: (item.place, item.text, item.facts))
        return Staff({card.id: card for card in order}, lines, grants, self._facts, self._keys)

    def _rows(self, statement: str, *columns: str) -> Iterator[tuple[Any, ...]]:
        fetched = fetch(self._engine, statement, self._given)
        self._remember(fetched.get("evidence", ()))
        return iter(sorted(zip(*(fetched[name] for name in columns), strict=True)))

    def _remember(self, evidence: Sequence[Sequence[str]]) -> None:
        # A fact without sentences is not from a document; some engines leave it out themselves.
        self._facts.update((fact[0], fact) for fact in evidence if fact[-1] is not None)

    def _place(self, card: Card) -> tuple[Any, ...]:
        """Where documents first speak of it: document, offset, then its name."""
        first = Sentences([[card.id]], self._facts, self._keys)[0][:1]
        said = [(piece.document_key, _start(piece.span)) for piece in first]
        return (card.kind == UNIT, not said, said, card.title, card.id)

    def _described(self) -> Iterator[Card]:
        common = ("titles", "aliases", "headcounts_min", "headcounts_max")
        for id_, title, aliases, least, most, kind, vacant, summary in self._rows(
            "audit_roles", "role_ids", *common, "kinds", "vacancies", "summaries"
        ):
            unit = self._labels[id_].unit
            yield Card(id_, title, unit, kind, tuple(aliases), vacant, _count(least), _count(most), summary)
        for id_, title, aliases, least, most, goal in self._rows("audit_units", "unit_ids", *common, "goals"):
            unit = self._labels[id_].unit
            yield Card(id_, title, unit, UNIT, tuple(aliases), False, _count(least), _count(most), goal)

    def _add(self, owner: str, part: str, item: Item) -> None:
        if owner in self._cards:
            self._cards[owner].parts[part].append(item)

    def _places(self) -> None:
        for role, unit in self._rows("audit_places", "role_ids", "unit_ids"):
            self._add(role, "unit", Item(self._labels[unit].title, related=unit))
            self._add(unit, "role", Item(self._labels[role].title, related=role))
        for unit, parent in self._rows("audit_parents", "unit_ids", "parent_ids"):
            self._add(unit, "parent", Item(self._labels[parent].title, related=parent))
            self._add(parent, "subunit", Item(self._labels[unit].title, related=unit))

    def _lines(self) -> list[Line]:
        columns = ("line_ids", "subordinate_ids", "superior_ids", "lines", "conditions")
        lines = [Line(*row) for row in self._rows("audit_lines", *columns)]
        for each in lines:
            for owner, part, other in (
                (each.subordinate, "superior", each.superior),
                (each.superior, "subordinate", each.subordinate),
            ):
                self._add(
                    owner, part, Item(self._labels[other].title, each.line, each.condition, "", other, (each.id,))
                )
        return lines

    def _duties(self) -> None:
        for id_, owner, duty, text, mode, area, item in self._rows(
            "audit_claims", "claim_ids", "owner_ids", "duty_ids", "texts", "modes", "areas", "items"
        ):
            self._add(owner, "duty", Item(text, mode, area, "", duty, (id_,), item))

    def _grants(self) -> dict[str, list[tuple[Grant, str]]]:
        result = self._engine.read(catalog().question("authority_matrix").cypher, self._given)
        fetched = dict(zip(result.columns, result.rows[0], strict=True))
        self._remember(fetched["evidence"])
        found: dict[str, list[tuple[Grant, str]]] = defaultdict(list)
        for matter, grant, text in sorted(grants_of(fetched), key=lambda each: (each[0], each[1].start, each[1].id)):
            found[matter].append((grant, text))
            limit = text or limit_of(grant)
            note = grant.condition or ""
            self._add(grant.holder, "authority", Item(matter, grant.act, note, limit, "", (grant.id,), grant.step or 0))
        return dict(found)

    def _measures(self) -> None:
        found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        for statement in ("audit_measures", "audit_duty_measures"):
            columns = ("measure_ids", "owner_ids", "metric_ids", "texts")
            for id_, owner, metric, text in self._rows(statement, *columns):
                found[owner, metric, text].append(id_)
        for (owner, metric, text), facts in found.items():
            self._add(owner, "metric", Item(text, related=metric, facts=tuple(facts)))

    def _persons(self) -> None:
        people: dict[str, str] = {}
        for id_, person, name, role in self._rows("audit_holders", "holding_ids", "person_ids", "names", "role_ids"):
            people[person] = name
            self._add(role, "holder", Item(name, related=person, facts=(id_,)))
        for id_, deputy, role in self._rows("audit_deputies", "deputy_fact_ids", "deputy_ids", "role_ids"):
            name = people.get(deputy, self._labels[deputy].title)
            self._add(role, "deputy", Item(name, related=deputy, facts=(id_,)))
            self._add(deputy, "deputizes_for", Item(self._labels[role].title, related=role, facts=(id_,)))


def limit_of(grant: Grant) -> str:
    """The limit as `ask` shows it, with what it counts: '' where there is none."""
    said = f"{amounts(grant)} {grant.quantity or ''}".strip() if grant.quantity else ""
    return f"{said} / {grant.per}" if said and grant.per else said


def _count(number: int) -> int | None:
    return None if number < 0 else number


def _start(span: str) -> int:
    start = span.partition(":")[0]
    return int(start) if start.isdecimal() else 0
