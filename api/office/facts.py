"""What the office files need of one organisation: its columns, its names, and every statement with its sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from dutygraph.api.words import Words
from dutygraph.graph.answer import Answer
from dutygraph.graph.ask import ask
from dutygraph.graph.catalog import catalog
from dutygraph.graph.engine import Engine
from dutygraph.graph.measures.approvals import amounts, grants_of
from dutygraph.graph.measures.audits.things import Claim
from dutygraph.graph.measures.bands import Grant
from dutygraph.graph.measures.escalation import Superiors
from dutygraph.graph.names import Labels, fetch, names
from dutygraph.graph.store import state

SOLID = "solid"


class Statement(NamedTuple):
    """One sentence that states a fact. `kind` is a word of the model, `how` its mode, act or line with what limits it;
    `place` sorts sentences as they stand in their document."""

    document: str
    place: int
    kind: str
    fact: str
    subject: str
    says: str
    how: str
    quote: str
    locator: str


class Line(NamedTuple):
    """A reporting line."""

    fact: str
    subordinate: str
    superior: str
    line: str
    condition: str


class Power(NamedTuple):
    """A grant: what is decided, as the documents name it, the grant, its limit in the document's words, its basis and
    its clause."""

    matter_id: str
    matter: str
    grant: Grant
    limit_text: str
    basis: str
    text: str

    @property
    def limit(self) -> str:
        """The limit as `ask` shows it, with what it counts: '' where there is none."""
        said = f"{amounts(self.grant)} {self.grant.quantity or ''}".strip()
        return f"{said} / {self.grant.per}" if self.grant.per and said else said


class Post(NamedTuple):
    """A role as stated; a headcount of -1 is none."""

    id: str
    title: str
    aliases: tuple[str, ...]
    kind: str
    vacant: bool
    least: int
    most: int
    summary: str

    @property
    def headcount(self) -> str:
        """How many people it is meant to have: `2`, `2–4`, or ''."""
        stated = list(dict.fromkeys(size for size in (self.least, self.most) if size >= 0))
        return "–".join(map(str, stated))


@dataclass
class OrganizationFacts:
    """The facts of one organisation, fetched when they are first asked for. `name` is how a person calls it."""

    engine: Engine
    id: str
    name: str
    _fetched: dict[str, Mapping[str, Sequence[Any]]] = field(default_factory=dict)

    def columns(self, statement: str) -> Mapping[str, Sequence[Any]]:
        """The columns of a statement of cypher/columns, or of the input of a question."""
        if statement not in self._fetched:
            given = {"organization": self.id}
            if statement in catalog().columns:
                self._fetched[statement] = fetch(self.engine, statement, given)
            else:
                result = self.engine.read(catalog().questions[statement].cypher, given)
                self._fetched[statement] = dict(zip(result.columns, result.rows[0], strict=True))
        return self._fetched[statement]

    def _rows(self, statement: str, *columns: str) -> list[tuple[Any, ...]]:
        """In an order that no engine decides."""
        found = self.columns(statement)
        return sorted(zip(*(found[name] for name in columns), strict=True))

    @cached_property
    def _known(self) -> Any:
        return names(self.engine, state(self.engine).run_id)

    @cached_property
    def labels(self) -> Labels:
        """Title and unit of every role and unit by id."""
        labels: Labels = self._known.inside(self.id).labels
        return labels

    def called(self, id_: str | None) -> str:
        """A role or unit as a person reads it: unit/title."""
        if not id_:
            return ""
        title, unit = self.labels[id_]
        return f"{unit}/{title}" if unit else title

    @cached_property
    def units_of(self) -> Mapping[str, Sequence[str]]:
        """The units in which a role sits."""
        return _grouped(self._rows("audit_places", "role_ids", "unit_ids"))

    @cached_property
    def posts(self) -> Mapping[str, Post]:
        """All roles by id."""
        names = ("role_ids", "titles", "aliases", "kinds", "vacancies", "headcounts_min", "headcounts_max", "summaries")
        return {row[0]: Post(row[0], row[1], tuple(row[2]), *row[3:]) for row in self._rows("audit_roles", *names)}

    @cached_property
    def lines(self) -> Sequence[Line]:
        """All reporting lines."""
        names = ("line_ids", "subordinate_ids", "superior_ids", "lines", "conditions")
        return [Line(*row) for row in self._rows("audit_lines", *names)]

    @cached_property
    def superiors(self) -> Mapping[str, Sequence[Line]]:
        """The lines up from a role, solid ones first."""
        return _by(sorted(self.lines, key=lambda line: (line.line != SOLID, line)), "subordinate")

    @cached_property
    def reports(self) -> Mapping[str, Sequence[Line]]:
        """The lines up to a role."""
        return _by(self.lines, "superior")

    @cached_property
    def chart(self) -> Superiors:
        """Who stands above whom on solid lines."""
        solid = [line for line in self.lines if line.line == SOLID]
        return Superiors([line.subordinate for line in solid], [line.superior for line in solid])

    @cached_property
    def claims(self) -> Sequence[Claim]:
        """Who carries which duty."""
        names = ("claim_ids", "owner_ids", "duty_ids", "texts", "modes", "areas", "items")
        return [Claim(*row) for row in self._rows("audit_claims", *names)]

    @cached_property
    def claims_of(self) -> Mapping[str, Sequence[Claim]]:
        """The claims of an owner, in the order of its list."""
        return _by(sorted(self.claims, key=lambda claim: (claim.item, claim.id)), "owner")

    @cached_property
    def powers(self) -> Sequence[Power]:
        """Who may do what in which matter."""
        said = self._rows("audit_grants", "grant_ids", "matter_ids", "bases", "clauses", "delegator_ids")
        known = {fact: rest for fact, *rest in said}
        found = []
        for matter, grant, limit_text in grants_of(self.columns("authority_matrix")):
            matter_id, basis, text, delegator = known[grant.id]
            found.append(
                Power(matter_id, matter, grant._replace(delegated_from=delegator or None), limit_text, basis, text)
            )
        return sorted(found, key=lambda power: (power.matter, power.grant.step or 0, power.grant.start, power.grant.id))

    @cached_property
    def powers_of(self) -> Mapping[str, Sequence[Power]]:
        """The powers of a holder."""
        found: dict[str, list[Power]] = defaultdict(list)
        for power in self.powers:
            found[power.grant.holder].append(power)
        return found

    @cached_property
    def measures(self) -> Sequence[tuple[str, str, str, str]]:
        """Measures: fact, owner, metric, text."""
        names = ("measure_ids", "owner_ids", "metric_ids", "texts")
        both = [row for each in ("audit_measures", "audit_duty_measures") for row in self._rows(each, *names)]
        return list(dict.fromkeys(both))

    @cached_property
    def measures_of(self) -> Mapping[str, Sequence[tuple[str, str, str, str]]]:
        """The measures of an owner and of its duties."""
        found: dict[str, list[tuple[str, str, str, str]]] = defaultdict(list)
        for measure in self.measures:
            found[measure[1]].append(measure)
        return found

    @cached_property
    def holders(self) -> Mapping[str, Sequence[str]]:
        """The names of those who fill a role."""
        return _grouped(self._rows("audit_holders", "role_ids", "names"))

    @cached_property
    def deputies(self) -> Mapping[str, Sequence[str]]:
        """The names of those who stand in for a role."""
        persons = dict(self._rows("audit_holders", "person_ids", "names"))
        rows = self._rows("audit_deputies", "role_ids", "deputy_ids")
        return _grouped([(role, persons.get(deputy) or self.called(deputy)) for role, deputy in rows])

    @cached_property
    def places(self) -> Mapping[str, Sequence[tuple[str, str]]]:
        """Document and locator of each sentence of a fact."""
        keys: Mapping[str, str] = self._known.document_keys
        found: dict[str, list[tuple[str, str]]] = {}
        for statement in ("roles", "lines", "claims", "grants", "measures", "duty_measures"):
            for fact, said in self.sentences(f"audit_{statement}").items():
                count = len(said) // 4
                documents, locators = said[1 : 1 + count], said[1 + 2 * count : 1 + 3 * count]
                found[fact] = [(keys.get(each, each), at) for each, at in zip(documents, locators, strict=True)]
        return found

    def spans(self) -> Answer:
        """The span of control of everybody on the lines."""
        return ask(self.engine, "span_of_control", {"organization": self.id, "min_reports": 0})

    def statements(self, say: Words) -> Iterator[Statement]:
        """Every sentence that states a fact, in no particular order."""
        keys: Mapping[str, str] = self._known.document_keys
        for kind, fact, subject, says, how, sentences in self._told(say):
            count = len(sentences) // 4
            for document, quote, locator, span in zip(
                *(sentences[1 + part * count : 1 + (part + 1) * count] for part in range(4)), strict=True
            ):
                start = span.partition(":")[0]
                place = int(start) if start.isdecimal() else -1
                yield Statement(keys.get(document, document), place, kind, fact, subject, says, how, quote, locator)

    def _told(self, say: Words) -> Iterator[tuple[str, str, str, str, str, Sequence[str]]]:
        """Kind, fact, who, what, how and the sentences of each fact."""
        for statement in ("audit_roles", "audit_units"):
            kind = statement.removeprefix("audit_").removesuffix("s")
            found = self.columns(statement)
            charges = found["summaries" if kind == "role" else "goals"]
            rows = zip(found[f"{kind}_ids"], found["titles"], charges, strict=True)
            stated = self.sentences(statement)
            for id_, title, charge in rows:
                yield kind, id_, self.called(id_), title, charge, stated[id_]
        facts = self.sentences("audit_lines")
        for line in self.lines:
            how = _joined(say.value(line.line), line.condition)
            yield "line", line.fact, self.called(line.subordinate), self.called(line.superior), how, facts[line.fact]
        facts = self.sentences("audit_claims")
        for claim in self.claims:
            how = _joined(say.value(claim.mode), claim.area)
            yield "duty", claim.id, self.called(claim.owner), claim.text, how, facts[claim.id]
        facts = self.sentences("audit_grants")
        for power in self.powers:
            grant = power.grant
            how = _joined(say.value(grant.act), power.limit, grant.condition or "")
            yield "authority", grant.id, self.called(grant.holder), power.matter, how, facts[grant.id]
        yield from self._told_of_people(say)

    def _told_of_people(self, say: Words) -> Iterator[tuple[str, str, str, str, str, Sequence[str]]]:
        facts = self.sentences("audit_measures") | self.sentences("audit_duty_measures")
        for fact, owner, _, text in self.measures:
            yield "metric", fact, self.called(owner), text, "", facts[fact]
        facts = self.sentences("audit_holders")
        for fact, role, name in self._rows("audit_holders", "holding_ids", "role_ids", "names"):
            yield "holder", fact, self.called(role), name, "", facts[fact]
        facts = self.sentences("audit_deputies")
        persons = dict(self._rows("audit_holders", "person_ids", "names"))
        for fact, role, deputy in self._rows("audit_deputies", "deputy_fact_ids", "role_ids", "deputy_ids"):
            yield "deputy", fact, self.called(role), persons.get(deputy) or self.called(deputy), "", facts[fact]

    def sentences(self, statement: str) -> dict[str, Sequence[str]]:
        """The sentences of each fact of a statement: its id, then all documents, quotes, locators and spans."""
        found: dict[str, Sequence[str]] = defaultdict(tuple)
        found.update((fact[0], fact) for fact in self.columns(statement).get("evidence", ()) if fact[-1] is not None)
        return found


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _grouped(pairs: Sequence[tuple[Any, ...]]) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for key, value in pairs:
        if value not in found[key]:
            found[key].append(value)
    return found


def _by(things: Sequence[Any], name: str) -> Mapping[str, Sequence[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for thing in things:
        found[getattr(thing, name)].append(thing)
    return found
