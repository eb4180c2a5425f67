"""The table of `escalation_path`: the way up to the first who may decide (docs/authority.md#the-way-up)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from dutygraph.graph.errors import InputError
from dutygraph.graph.measures import Columns, Computed, Names, listed
from dutygraph.graph.measures.approvals import asked_of, grants_of
from dutygraph.graph.measures.authority import Escalation, Hop, Organization, Rule, Tie, able, escalate, passed_over
from dutygraph.graph.measures.bands import FINAL_ACTS, SIGNING, Grant
from dutygraph.graph.measures.escalation import LEVELS, Line, in_order, path_to_top
from dutygraph.graph.text.matters import normal_matter, wider_matters


class _Ties(NamedTuple):
    """The lines up in order, the organisation as `escalate` takes it, and what each fact states."""

    up: Mapping[str, Sequence[Line]]
    around: Organization
    stated: Mapping[str, Line]


class _Way(NamedTuple):
    """The way found, the matter it was found in, the roles whose limit suffices, and what a reader must know."""

    found: Escalation
    matter: str | None
    sufficient: Collection[str]
    circle: str | None
    missing: Collection[str]
    other_quantities: Collection[str]


def path_table(fetched: Columns, params: Mapping[str, Any], names: Names) -> Computed:
    """Finishes `escalation_path`: a row for each hop; step 0 only where the role itself could decide, or is vacant.

    Raises InputError for an amount without a matter.
    """
    if params["matter"] is None and params["amount"] is not None:
        raise InputError("escalation_path has an amount but no matter; limits differ between matters, so name one.")
    ties = _ties(fetched, names)
    by_matter = _grants(fetched, params)
    conflicted = {params["conflicted"], *fetched["asker_holds_ids"]} - {params["asker"], None}
    way = _way(params, ties, by_matter, conflicted)
    asked = params["act"] is not None or params["matter"] is not None
    matters = by_matter.values() if way.matter is None else [by_matter[way.matter]]
    grants = [g for held in matters for g in held if params["act"] or g.act in (*FINAL_ACTS, SIGNING)]
    rows: list[tuple[Any, ...]] = []
    evidence: list[Sequence[str]] = []
    before = ""
    for step, hop in enumerate(way.found.hops):
        others = [line.superior for line in ties.up.get(before, ()) if line.superior != hop.role]
        before = hop.role
        if step == 0 and hop.role not in way.sufficient and hop.outcome not in ("decides", "vacant"):
            continue
        line = ties.stated.get(hop.tie or "")
        rows.append((
            step, hop.role, *names[hop.role], hop.rule if line else None, _outcome(hop, asked),
            line.basis if line else None, line.condition or None if line else None,
            hop.role in way.sufficient if asked else None,
            [names[other].title for other in others if hop.rule in ("line", "vacancy")],
        ))  # fmt: skip
        evidence.append([*([line.id] if line else []), *sorted(g.id for g in grants if g.holder == hop.role)])
    return Computed(rows, evidence, [*_warnings(params, ties, way, asked, names), *_limit_warnings(params, way)])


def _outcome(hop: Hop, asked: bool) -> str | None:
    return hop.outcome if asked or hop.outcome == "vacant" else None


def _ties(fetched: Columns, names: Names) -> _Ties:
    lines: dict[str, list[Line]] = defaultdict(list)
    columns = ("subordinate_ids", "superior_ids", "line_ids", "line_bases", "line_conditions")
    for kind, *line in zip(fetched["lines"], *(fetched[name] for name in columns), strict=True):
        lines[kind].append(Line(*line))
    deputies_of = ("deputized_ids", "deputy_ids", "deputy_fact_ids", "deputy_conditions")
    for role, deputy, fact, condition in zip(*(fetched[name] for name in deputies_of), strict=True):
        lines["deputy"].append(Line(role, deputy, fact, condition=condition))
    up = in_order(lines["solid"], names)
    acting, deputies = (_as_ties(in_order(lines[kind], names)) for kind in ("acting", "deputy"))
    stated = {line.id: line for several in lines.values() for line in several}
    return _Ties(up, Organization(_as_ties(up), acting, deputies, frozenset(fetched["vacant_ids"])), stated)


def _as_ties(lines: Mapping[str, Sequence[Line]]) -> dict[str, list[Tie]]:
    return {role: [Tie(line.superior, line.id) for line in several] for role, several in lines.items()}


def _grants(fetched: Columns, params: Mapping[str, Any]) -> dict[str, list[Grant]]:
    """The grants by matter, the one asked for first, then the wider ones; under '' where only an act is asked for."""
    found: dict[str, list[Grant]] = defaultdict(list)
    if params["matter"] is None:
        found[""] = [grant for _, grant, _ in grants_of(fetched)]
        return found if params["act"] else {}
    for stored, grant, _ in grants_of(fetched):
        found[normal_matter(stored)].append(grant)
    matter = params["matter"][0]  # in normal form; the ids follow
    return {each: found[each] for each in (matter, *wider_matters(matter)) if each in found}


def _way(
    params: Mapping[str, Any], ties: _Ties, by_matter: Mapping[str, Sequence[Grant]], conflicted: set[str]
) -> _Way:
    """To who may decide the matter, else a wider one; to the top where nothing is asked for or nobody may."""
    asked = asked_of(params, [g for grants in by_matter.values() for g in grants])
    missing: set[str] = set()
    others: set[str] = set()
    passed: set[str] = set()
    for matter, grants in by_matter.items():
        who = able(grants, asked, params["act"])
        missing.update(who.missing)
        others.update(who.other_quantities)
        passed |= who.within | who.beyond
        # Who holds only a higher tier decides where nobody on the way holds one for the amount.
        for sufficient in (who.within, who.within | who.beyond):
            found = escalate(params["role"], ties.around, sufficient, asker=asked.asker, conflicted=conflicted)
            if found.decider is not None:
                return _Way(found, matter, sufficient, None, missing, others)
    path = path_to_top(params["role"], ties.up)
    hops = [Hop(params["role"], "start", None, passed_over(params["role"], ties.around, asked.asker, conflicted))]
    for line in path.lines:
        outcome = passed_over(line.superior, ties.around, asked.asker, conflicted)
        rule: Rule = "vacancy" if line.subordinate in ties.around.vacant else "line"
        hops.append(Hop(line.superior, rule, line.id, outcome))
    return _Way(Escalation(tuple(hops), None), None, passed, path.circle, missing, others)


def _warnings(params: Mapping[str, Any], ties: _Ties, way: _Way, asked: bool, names: Names) -> Iterator[str]:
    title, hops = names[params["role"]].title, way.found.hops
    nobody = asked and way.found.decider is None
    if nobody:
        yield f"Neither {title} nor anybody above holds what is asked for."
    if len(hops) == 1 and (nobody or not asked):
        yield f"No solid line leads up from {title}."
    if way.found.instead_of and way.found.decider:
        decider, vacant = (listed([role], names) for role in (way.found.decider, way.found.instead_of))
        yield f"{decider} decides for {vacant}, a vacant post; see the rule of the last hop."
    if way.circle:
        yield f"The line comes back in a circle at {listed([way.circle], names)}."
    several = [
        hop.role for hop, after in pairwise(hops) if after.rule in ("line", "vacancy") and len(ties.up[hop.role]) > 1
    ]
    if several:
        yield f"Several solid superiors; see passed_over: {listed(several, names)}."
    if len(hops) > LEVELS + 1:
        yield f"The path was followed for {LEVELS} levels and goes on."


def _limit_warnings(params: Mapping[str, Any], way: _Way) -> Iterator[str]:
    matter = params["matter"][0] if params["matter"] else None
    if way.matter and way.matter != matter:
        yield f"Nobody on the way decides {matter} as such; {way.matter}, which is wider, is shown."
    if way.missing and matter:
        yield f"Who decides depends on the {' and the '.join(sorted(way.missing))}, which the question leaves open."
    if way.other_quantities:
        yield f"Limits in {', '.join(sorted(way.other_quantities))} were left out: an amount is never converted."
