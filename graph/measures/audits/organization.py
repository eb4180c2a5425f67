"""An organisation's facts as rules look at them, made from the columns of cypher/columns/audit_*.cypher.

Everything is made when it is first asked for and kept, so that the rules of one run share it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any, TypeAlias

from dutygraph.graph.measures import Columns
from dutygraph.graph.measures.audits.charts import Row, chart_rows, first_sentence
from dutygraph.graph.measures.audits.things import Claim, Difference, Line, Measure, Power, Role, Tie, Unit
from dutygraph.graph.measures.bands import FINAL_ACTS, SIGNING, Grant
from dutygraph.graph.measures.escalation import Superiors
from dutygraph.graph.measures.overlaps import encoder
from dutygraph.graph.measures.overlaps.register import LEAST, Duty, Owner, Register, register
from dutygraph.graph.text.folding import fold
from dutygraph.graph.text.matters import normal_matter

EXTERNAL, BODY, POST = "external", "body", "post"
SOLID = "solid"
FROM_DUTY, STATED = "from_duty", "stated"
OWNING = ("own", "lead", "approve", "supervise")
"""Modes whose owner answers for the work itself; the others help with it, speak of it or hear of it."""

MOST_SEARCHED = 20_000
"""Up to so many duties are searched for words of each other; of more only equal texts are found to be the same."""

Ids: TypeAlias = Mapping[str, Sequence[str]]


class Organization:
    """The facts of one organisation. `columns` holds those of each statement by its name."""

    def __init__(self, id_: str, columns: Mapping[str, Columns]) -> None:
        self.id = id_
        self._columns = columns
        self.facts: dict[str, Sequence[str]] = {}
        """Each fact looked at so far by its id: the id, then all documents, quotes, locators and spans of its
        sentences, one after another."""

    def _rows(self, statement: str, *names: str) -> list[tuple[Any, ...]]:
        """Rows of a statement in order: engines return them in any."""
        columns = self._columns[statement]
        # A fact without sentences is not from a document; some engines leave it out themselves.
        self.facts.update((fact[0], fact) for fact in columns.get("evidence", ()) if fact[-1] is not None)
        return sorted(zip(*(columns[name] for name in names), strict=True))

    def documents(self, fact: str) -> list[str]:
        """The documents that state a fact, each once."""
        said = self.facts.get(fact, ())
        return sorted(set(said[1 : 1 + len(said) // 4]))

    def _clause(self, fact: str) -> str:
        """The sentence a fact first stands in, by its document and place; '' where none is known."""
        return "|".join(first_sentence(self.facts.get(fact, ())) or ())

    # ---- who there is ----

    @cached_property
    def _stated_roles(self) -> Mapping[str, Role]:
        """All roles by id, as the graph holds them."""
        names = ("role_ids", "titles", "aliases", "kinds", "vacancies", "headcounts_min", "headcounts_max", "summaries")
        return {
            id_: Role(id_, title, tuple(aliases), kind, vacant, _count(least), _count(most), charge)
            for id_, title, aliases, kind, vacant, least, most, charge in self._rows("audit_roles", *names)
        }

    @cached_property
    def same(self) -> Mapping[str, str]:
        """Roles that are another one: a table or a line often names a post without its unit, which makes it a role of
        its own. One without a unit is the only described role in a unit that has its title or alias."""
        placed = {role for role, _ in self._rows("audit_places", "role_ids", "unit_ids")}
        called: dict[str, set[str]] = defaultdict(set)
        for role in self._stated_roles.values():
            if role.id in placed and role.kind != EXTERNAL:
                for title in (role.title, *role.aliases):
                    called[fold(title)].add(role.id)
        alone = [role for role in self._stated_roles.values() if role.id not in placed]
        return {role.id: next(iter(named)) for role in alone if len(named := called.get(fold(role.title), set())) == 1}

    def _who(self, id_: str) -> str:
        return self.same.get(id_, id_)

    @cached_property
    def roles(self) -> Mapping[str, Role]:
        """All roles by id, each once."""
        return {id_: role for id_, role in self._stated_roles.items() if id_ not in self.same}

    @cached_property
    def described(self) -> Mapping[str, Role]:
        """The roles that documents describe: posts and bodies."""
        return {id_: role for id_, role in self.roles.items() if role.kind != EXTERNAL}

    @cached_property
    def posts(self) -> Mapping[str, Role]:
        """The posts."""
        return {id_: role for id_, role in self.roles.items() if role.kind == POST}

    @cached_property
    def units(self) -> Mapping[str, Unit]:
        """All units by id."""
        names = ("unit_ids", "titles", "aliases", "headcounts_min", "headcounts_max", "goals")
        return {
            id_: Unit(id_, title, tuple(aliases), _count(least), _count(most), charge)
            for id_, title, aliases, least, most, charge in self._rows("audit_units", *names)
        }

    @cached_property
    def units_of(self) -> Ids:
        """The units in which a role sits."""
        return _grouped(self._rows("audit_places", "role_ids", "unit_ids"))

    @cached_property
    def roles_in(self) -> Ids:
        """The roles that sit in a unit itself."""
        return _grouped((unit, role) for role, units in self.units_of.items() for unit in units)

    @cached_property
    def parents(self) -> Ids:
        """The units that a unit is part of."""
        return _grouped(self._rows("audit_parents", "unit_ids", "parent_ids"))

    @cached_property
    def parts(self) -> Ids:
        """The units that are part of a unit."""
        return _grouped((parent, unit) for unit, parents in self.parents.items() for parent in parents)

    def units_around(self, owner: str) -> set[str]:
        """The units in which a role sits or a unit stands, over any number of levels, a unit itself among them."""
        around = set(self.units_of.get(owner, ())) if owner in self.roles else {owner}
        for unit in (queue := list(around)):
            for parent in self.parents.get(unit, ()):
                if parent not in around:
                    around.add(parent)
                    queue.append(parent)
        return around

    def units_below(self, unit: str) -> list[str]:
        """The unit and all that are part of it, over any number of levels."""
        found = [unit]
        for each in found:  # grows while it runs
            found += [part for part in self.parts.get(each, ()) if part not in found]
        return found

    def roles_below(self, unit: str) -> list[str]:
        """The roles in a unit and in all its parts."""
        parts = self._units_and_namesakes(self.units_below(unit))
        return sorted({role for part in parts for role in self.roles_in.get(part, ())})

    # ---- lines ----

    @cached_property
    def lines(self) -> Sequence[Line]:
        """All reporting lines but those to oneself."""
        names = ("line_ids", "subordinate_ids", "superior_ids", "lines", "conditions", "bases")
        lines = [Line(*row) for row in self._rows("audit_lines", *names)]
        lines = [
            line._replace(subordinate=self._who(line.subordinate), superior=self._who(line.superior)) for line in lines
        ]
        return [line for line in lines if line.subordinate != line.superior]

    @cached_property
    def solid(self) -> Sequence[Line]:
        """The solid lines."""
        return [line for line in self.lines if line.line == SOLID]

    @cached_property
    def up(self) -> Mapping[str, Sequence[Line]]:
        """The solid lines up from a role."""
        found: dict[str, list[Line]] = defaultdict(list)
        for line in self.solid:
            found[line.subordinate].append(line)
        return dict(found)

    @cached_property
    def down(self) -> Mapping[str, Sequence[Line]]:
        """The solid lines up to a role."""
        found: dict[str, list[Line]] = defaultdict(list)
        for line in self.solid:
            found[line.superior].append(line)
        return dict(found)

    def superiors(self, role: str) -> list[str]:
        """The direct solid superiors, each once."""
        return list(dict.fromkeys(line.superior for line in self.up.get(role, ())))

    def reports(self, role: str) -> list[str]:
        """The direct solid reports, each once."""
        return list(dict.fromkeys(line.subordinate for line in self.down.get(role, ())))

    def below(self, role: str) -> set[str]:
        """All who report to a role over any number of levels, on solid lines."""
        reached = {role}
        for each in (queue := [role]):  # grows while it runs
            fresh = [report for report in self.reports(each) if report not in reached]
            reached.update(fresh)
            queue += fresh
        return reached - {role}

    @cached_property
    def direct_superiors(self) -> Ids:
        """The direct solid superiors of every role that has some."""
        return {role: self.superiors(role) for role in self.up}

    @cached_property
    def chart(self) -> Superiors:
        """Who stands above whom on solid lines."""
        return Superiors([line.subordinate for line in self.solid], [line.superior for line in self.solid])

    def stands_above(self, a: str, b: str) -> bool:
        """Whether `a` is a superior of `b` over any number of levels, on solid lines."""
        return a != b and a in self.chart.above(b)

    # ---- work ----

    @cached_property
    def all_claims(self) -> Sequence[Claim]:
        """Who carries which duty, by job sheets, lists and charts."""
        names = ("claim_ids", "owner_ids", "duty_ids", "texts", "modes", "areas", "items")
        claims = [Claim(*row) for row in self._rows("audit_claims", *names)]
        return [claim._replace(owner=self._who(claim.owner)) for claim in claims]

    @cached_property
    def chart_rows(self) -> Sequence[Row]:
        """The rows of RACI charts."""
        return chart_rows(self.all_claims, self.facts)

    @cached_property
    def claims(self) -> Sequence[Claim]:
        """Who carries which duty by job sheets and lists, without the letters of RACI charts."""
        charted = {fact for row in self.chart_rows for fact in row.facts}
        return [claim for claim in self.all_claims if claim.id not in charted]

    @cached_property
    def duties_of(self) -> Mapping[str, Sequence[Claim]]:
        """The claims of an owner, in the order of its list."""
        found: dict[str, list[Claim]] = defaultdict(list)
        for claim in sorted(self.claims, key=lambda claim: (claim.owner, claim.item, claim.id)):
            found[claim.owner].append(claim)
        return dict(found)

    @cached_property
    def owners_of(self) -> Mapping[str, Sequence[Claim]]:
        """The claims on a duty."""
        found: dict[str, list[Claim]] = defaultdict(list)
        for claim in self.claims:
            found[claim.duty].append(claim)
        return dict(found)

    @cached_property
    def measures(self) -> Sequence[Measure]:
        """The measures of owners and of their duties."""
        whole = self._rows("audit_measures", "measure_ids", "owner_ids", "metric_ids", "texts")
        of_duties = self._rows("audit_duty_measures", "measure_ids", "owner_ids", "metric_ids", "texts", "duty_ids")
        measures = [Measure._make((*row, None)) for row in whole] + [Measure._make(row) for row in of_duties]
        return [measure._replace(owner=self._who(measure.owner)) for measure in measures]

    # ---- powers ----

    @cached_property
    def powers(self) -> Sequence[Power]:
        """Who may do what, the matters in normal form; without what is only read out of a RACI chart's task."""
        names = (
            "grant_ids", "holder_ids", "matter_ids", "matters", "acts", "steps", "limits_min", "limits_max",
            "mins_inclusive", "maxes_inclusive", "quantities", "pers", "base_texts", "conditions", "bases",
            "delegator_ids", "clauses",
        )  # fmt: skip
        found = [self._own(_power(row, self._clause(row[0]))) for row in self._rows("audit_grants", *names)]
        said = {sentence for claim in self.all_claims for sentence in self._sentences(claim.id)}
        found = [
            power._replace(basis=STATED) if power.basis == FROM_DUTY and self._stands_apart(power, said) else power
            for power in found
        ]
        tasks = {self._clause(fact) for row in self.chart_rows for fact in row.facts} - {""}
        return [power for power in found if power.basis != FROM_DUTY or power.grant.clause not in tasks]

    def _sentences(self, fact: str) -> list[tuple[str, str]]:
        """Document and words of each sentence of a fact."""
        said = self.facts.get(fact, ())
        count = len(said) // 4
        return list(zip(said[1 : 1 + count], said[1 + count : 1 + 2 * count], strict=True))

    def _stands_apart(self, power: Power, duties: Set[tuple[str, str]]) -> bool:
        """Whether a grant that is read out of a duty is also stated elsewhere, in a table: the graph keeps it once."""
        sentences = self._sentences(power.grant.id)
        return len(sentences) > 1 and not set(sentences) <= duties

    def _own(self, power: Power) -> Power:
        grant = power.grant
        delegator = self._who(grant.delegated_from) if grant.delegated_from else None
        return power._replace(grant=grant._replace(holder=self._who(grant.holder), delegated_from=delegator))

    @cached_property
    def powers_of(self) -> Mapping[str, Sequence[Power]]:
        """The powers of a holder."""
        found: dict[str, list[Power]] = defaultdict(list)
        for power in self.powers:
            found[power.grant.holder].append(power)
        return dict(found)

    @cached_property
    def powers_in(self) -> Mapping[str, Sequence[Power]]:
        """The powers in a matter, by its normal form."""
        found: dict[str, list[Power]] = defaultdict(list)
        for power in self.powers:
            found[power.matter].append(power)
        return dict(sorted(found.items()))

    # ---- persons ----

    @cached_property
    def deputies(self) -> Mapping[str, Sequence[Tie]]:
        """Who stands in for a role."""
        names = ("deputy_fact_ids", "deputy_ids", "role_ids")
        ties = (Tie(*row) for row in self._rows("audit_deputies", *names))
        return _tied(tie._replace(who=self._who(tie.who), role=self._who(tie.role)) for tie in ties)

    @cached_property
    def holders(self) -> Mapping[str, Sequence[Tie]]:
        """Who fills a role."""
        names = ("holding_ids", "person_ids", "role_ids", "names")
        ties = (Tie(*row) for row in self._rows("audit_holders", *names))
        return _tied(tie._replace(role=self._who(tie.role)) for tie in ties)

    # ---- contradictions ----

    @cached_property
    def differences(self) -> Sequence[Difference]:
        """What documents state differently of roles and units; not Cypher: the graph keeps one value."""
        names = ("difference_ids", "thing_ids", "fields", "firsts", "others")
        known = self.roles.keys() | self.units.keys()
        found = (Difference(*row) for row in self._rows("stated_differently", *names))
        return [difference for difference in found if difference.thing in known]

    # ---- overlaps ----

    @cached_property
    def searchable(self) -> bool:
        """Whether the duties are few enough to search each other for words."""
        return len(self.all_claims) <= MOST_SEARCHED

    @cached_property
    def register(self) -> Register:
        """The overlap register of all owners."""
        return self.overlaps(LEAST)

    def overlaps(self, least: float) -> Register:
        """The register of all owners, of the overlaps from a score of `least`."""
        roles = [
            Owner(r.id, r.title, False, self._units_and_namesakes(self.units_of.get(r.id, ())), r.charge)
            for r in self.roles.values()
        ]
        units = [Owner(u.id, u.title, True, tuple(self.parents.get(u.id, ())), u.charge) for u in self.units.values()]
        duties = [Duty(claim.id, claim.duty, claim.owner, claim.text, claim.mode) for claim in self.claims]
        lines = [(line.subordinate, line.superior) for line in self.solid]
        return _register(tuple(duties), (*roles, *units), tuple(lines), least)

    # ---- what two owners are to each other ----

    def same_title(self, a: str, b: str) -> bool:
        """Whether two roles have one title: posts of one kind in different places."""
        return a in self.roles and b in self.roles and fold(self.roles[a].title) == fold(self.roles[b].title)

    def contains(self, a: str, b: str) -> bool:
        """Whether one of two owners is a unit in which the other sits or stands; units of one title count as one, since
        documents place a unit at different depths."""
        return self._is_around(a, b) or self._is_around(b, a)

    def _is_around(self, unit: str, owner: str) -> bool:
        if unit not in self.units:
            return False
        around = self.units_around(owner)
        return unit in around or fold(self.units[unit].title) in {
            fold(self.units[u].title) for u in around if u in self.units
        }

    @cached_property
    def _namesakes(self) -> Ids:
        """The units of one title, by the folded title."""
        return _grouped(sorted((fold(unit.title), unit.id) for unit in self.units.values()))

    def _units_and_namesakes(self, units: Sequence[str]) -> tuple[str, ...]:
        named = [self._namesakes[fold(self.units[unit].title)] for unit in units if unit in self.units]
        return tuple(dict.fromkeys([*units, *(unit for alike in named for unit in alike)]))


@lru_cache(maxsize=4)
def _register(
    duties: tuple[Duty, ...], owners: tuple[Owner, ...], lines: tuple[tuple[str, str], ...], least: float
) -> Register:
    """A question and the rules of an audit ask for the same register one after another. The encoder takes part where it
    is installed and the duties are few enough to wait for it."""
    encode = encoder.encode if len(duties) <= encoder.MOST_DUTIES and encoder.installed() else None
    superiors = Superiors([below for below, _ in lines], [above for _, above in lines])
    return register(duties, owners, superiors, least=least, encode=encode)


def is_final(act: str) -> bool:
    """Whether an act settles a matter."""
    return act in (*FINAL_ACTS, SIGNING)


def _count(number: int) -> int | None:
    return number if number >= 0 else None


def _grouped(pairs: Iterable[Sequence[str]]) -> Ids:
    found: dict[str, list[str]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return dict(found)


def _tied(ties: Iterable[Tie]) -> Mapping[str, Sequence[Tie]]:
    found: dict[str, list[Tie]] = defaultdict(list)
    for tie in ties:
        found[tie.role].append(tie)
    return dict(found)


def _power(row: tuple[Any, ...], clause: str) -> Power:
    (
        id_, holder, matter_id, matter, act, step, low, high, low_inclusive, high_inclusive, quantity, per, base,
        condition, basis, delegator, text,
    ) = row  # fmt: skip
    grant = Grant(
        id=id_,
        holder=holder,
        act=act,
        low=_amount(low),
        high=_amount(high),
        low_inclusive=low_inclusive,
        high_inclusive=high_inclusive,
        quantity=quantity or None,
        per=per or None,
        base=base or None,
        condition=condition or None,
        step=step or None,
        clause=clause,
        delegated_from=delegator or None,
    )
    return Power(grant, matter_id, matter, normal_matter(matter), basis, text)


def _amount(number: float) -> Decimal | None:
    return Decimal(repr(number)) if number >= 0 else None
