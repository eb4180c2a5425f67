"""Duties with two owners, with none, taken up by nobody, set and not carried out (docs/findings.md#duties)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cache, lru_cache
from itertools import combinations

from dutygraph.graph.measures.audits import Benchmarks, Judged, Violations
from dutygraph.graph.measures.audits.organization import EXTERNAL, OWNING, Organization
from dutygraph.graph.measures.audits.pieces import (
    TELLING,
    Index,
    Piece,
    attends,
    core_matter,
    covered,
    found_in,
    pieces,
)
from dutygraph.graph.measures.audits.things import Claim, Role, Unit
from dutygraph.graph.measures.audits.titles import words
from dutygraph.graph.measures.overlaps.register import POOL_SHARE
from dutygraph.graph.text.acts import lexicon
from dutygraph.graph.text.folding import fold

FEWEST = 3
"""Duties of the shorter of two lists from which equal ones make a pool."""

_MANY = 50
"""A duty that more roles share is a common one and makes no pool."""

HELD = 0.5
"""Share of a matter, by weight of its words, that a duty must hold to be one on the same matter."""

CARRIED = 0.4
"""Share of what a plan is about that a duty must hold to carry it out, or of a department's duty that the duties of its
roles together must hold to take it up."""

MENTIONED = 0.25
"""Share of a matter that the duties of the one helped must hold to be their own work."""


@lru_cache(maxsize=200_000)
def is_common(text: str) -> bool:
    """Whether a duty stands in every job sheet and so is nobody's alone: a catch-all, work for one's own staff, reports
    on one's own work."""
    folded = fold(text)
    return any(mark in folded for mark in _common_marks())


@cache
def _common_marks() -> tuple[str, ...]:
    known = lexicon()
    marks = {fold(mark) for mark in (*known.catch_all, *known.own_staff)} | set(words("duties", "own_report"))
    return tuple(sorted(marks - {""}))


def duty_lists(organization: Organization) -> dict[str, set[str]]:
    """The duties of each described role that are its own: not those of every job sheet."""
    return {
        role: {claim.duty for claim in organization.duties_of.get(role, ()) if not is_common(claim.text)}
        for role in organization.described
    }


def parallel(organization: Organization) -> list[tuple[str, str]]:
    """Two roles of different titles that share at least half of the duties of the shorter list."""
    lists = duty_lists(organization)
    sharing: dict[str, list[str]] = defaultdict(list)
    for role, duties in lists.items():
        for duty in duties:
            sharing[duty].append(role)
    pairs = {pair for roles in sharing.values() if len(roles) <= _MANY for pair in combinations(sorted(roles), 2)}
    return [
        (a, b)
        for a, b in sorted(pairs)
        if (shorter := min(len(lists[a]), len(lists[b]))) >= FEWEST
        and len(lists[a] & lists[b]) >= POOL_SHARE * shorter
        and not organization.same_title(a, b)
    ]


def duty_two_owners(organization: Organization, _: Benchmarks) -> Judged:
    """Duties that two or more owners carry in the same words, none of them only helping."""
    found = Violations()
    pools: dict[str, set[str]] = defaultdict(set)
    for first, second in parallel(organization):
        pools[second].add(first)
    for duty, claims in organization.owners_of.items():
        owning = [claim for claim in claims if claim.mode in OWNING]
        owners = _apart(organization, [claim.owner for claim in owning], pools)
        if len(owners) < 2 or is_common(claims[0].text) or _only_attends(claims[0].text):
            continue
        told = set(owners)
        facts = [claim.id for claim in owning if claim.owner in told]
        found.add(duty, owners, claims[0].text, _arbiter(organization, owners), facts=facts)
    return found.of(len(organization.owners_of))


def _only_attends(text: str) -> bool:
    return all(attends(piece) for piece in pieces(text))


def _apart(organization: Organization, owners: Iterable[str], pools: Mapping[str, Set[str]]) -> list[str]:
    """Owners that are not one by design, in order: of a unit and what it holds the role counts, of posts with one title
    or of one pool, which a rule of its own tells, the first. `pools` holds those before each in a pool."""
    kept: dict[str, None] = {}
    titles: set[str] = set()
    ordered = sorted(set(owners))
    for owner in ordered:
        holds = owner in organization.units and any(
            organization.contains(owner, other) for other in ordered if other != owner
        )
        title = fold(organization.roles[owner].title) if owner in organization.roles else owner
        if not holds and title not in titles and kept.keys().isdisjoint(pools.get(owner, ())):
            kept[owner] = None
            titles.add(title)
    return list(kept)


def _arbiter(organization: Organization, owners: Sequence[str]) -> str | None:
    """The lowest common superior of all owners, None where nobody stands above all or one is a unit."""
    arbiter: str | None = owners[0]
    for owner in owners[1:]:
        arbiter = organization.chart.lowest_common(arbiter, owner) if arbiter else None
    return arbiter if arbiter in organization.roles else None


def duty_without_owner(organization: Organization, _: Benchmarks) -> Judged:
    """Work that somebody helps with and nobody does."""
    found = Violations()
    if not organization.searchable:
        return found.of(0)
    helping = list(_helping(organization))
    titles = _described_titles(organization)
    left = [(claim, piece) for claim, piece in helping if not _owned_by_helped(organization, titles, claim, piece)]
    own = Index(_own_pieces(organization))
    everything = [piece for _, piece in own.entries]
    orphaned = [(claim, piece) for claim, piece in left if not own.holds(_matter_of_help(piece), HELD)]
    taken: set[tuple[str, str]] = set()
    for claim, piece in orphaned:
        if (claim.owner, claim.duty) in taken:
            continue
        same = [
            (other, theirs)
            for other, theirs in orphaned
            if other.owner != claim.owner and (other.duty == claim.duty or covered(piece, [theirs]) >= HELD)
        ]
        owners = list(dict.fromkeys([claim.owner, *(other.owner for other, _ in same)]))
        # The words of a single helper's work may stand in what others own, if in no single duty of theirs.
        if len(owners) == 1 and found_in(_matter_of_help(piece), everything) >= HELD:
            continue
        taken |= {(claim.owner, claim.duty), *((other.owner, other.duty) for other, _ in same)}
        duties = sorted({claim.duty, *(other.duty for other, _ in same)})
        severity = "warning" if len(owners) == 1 or piece.helped else "error"
        found.add(duties, owners, piece.text, severity, facts=[claim.id, *(other.id for other, _ in same)])
    return found.of(len({claim.id for claim, _ in helping}))


def _matter_of_help(piece: Piece) -> tuple[tuple[str, float], ...]:
    """The matter of a clause that helps, with the work helped with: 参与|谈判."""
    named = {word for word, _ in piece.matter}
    work = {verb: 0.7 for verb, kind in piece.acts if kind not in _LIGHT and verb not in named}
    return (*piece.matter, *work.items())


def _helping(organization: Organization) -> Iterator[tuple[Claim, Piece]]:
    """Clauses that only help with a telling matter."""
    for claim in organization.claims:
        if is_common(claim.text):
            continue
        for piece in pieces(claim.text):
            if not piece.helps or piece.mass < TELLING or attends(piece) or piece.does(("lead",)):
                continue
            yield claim, piece


def _owned_by_helped(organization: Organization, titles: Sequence[tuple[str, str]], claim: Claim, piece: Piece) -> bool:
    """Whether those whom a clause helps own its matter, or stand outside what the documents describe."""
    helped = _helped(titles, piece.helped)
    if piece.helped and not helped:
        return not _anybody(piece.helped)
    theirs = [
        each
        for one in helped
        if one != claim.owner
        for other in organization.duties_of.get(one, ())
        for each in pieces(other.text)
    ]
    return found_in(piece.matter, theirs) >= MENTIONED


def _helped(titles: Sequence[tuple[str, str]], helped: str) -> list[str]:
    """The described roles and units (id, folded title) that a text about help names."""
    folded = fold(helped)
    if not folded:
        return []
    return [id_ for id_, title in titles if folded in title or title in folded or title[-4:] in folded]


def _anybody(helped: str) -> bool:
    """Whether the one helped is somebody inside in general: 领导, 销售人员, but not 相关部门."""
    folded = fold(helped)
    return folded.endswith(words("duties", "anybody")) and not any(word in folded for word in words("duties", "others"))


def _described_titles(organization: Organization) -> list[tuple[str, str]]:
    things: list[Role | Unit] = [*organization.described.values(), *organization.units.values()]
    return [
        (thing.id, folded) for thing in things for title in (thing.title, *thing.aliases) if (folded := fold(title))
    ]


def _own_pieces(organization: Organization) -> Iterator[tuple[str, Piece]]:
    """The clauses by which somebody does, leads, checks or decides something, and the matters that are decided."""
    for claim in organization.all_claims:
        for piece in pieces(claim.text):
            if not piece.helps and claim.mode not in ("consulted", "informed"):
                yield claim.id, piece
    for power in organization.powers:
        for piece in pieces(power.matter):
            yield power.grant.id, piece


def unit_duty_not_taken(organization: Organization, _: Benchmarks) -> Judged:
    """Duties of a department that no role in it takes up, where every post in it has duties."""
    found = Violations()
    if not organization.searchable:
        return found.of(0)
    judged = 0
    for unit in organization.units:
        duties = [claim for claim in organization.duties_of.get(unit, ()) if not is_common(claim.text)]
        roles = [role for role in organization.roles_below(unit) if organization.roles[role].kind != EXTERNAL]
        if not duties or not roles or not all(organization.duties_of.get(role) for role in roles):
            continue
        judged += len(duties)
        theirs = [
            piece
            for owner in (*roles, *organization.units_below(unit)[1:])
            for claim in organization.duties_of.get(owner, ())
            for piece in pieces(claim.text)
        ]
        for claim in duties:
            telling = [piece for piece in pieces(claim.text) if piece.mass >= TELLING]
            if telling and all(found_in(piece.matter, theirs) < CARRIED for piece in telling):
                found.add(claim.duty, unit, claim.text, facts=[claim.id])
    return found.of(judged)


_SETS = ("plan",)
_LIGHT = ("assist", "execute", "lead", "coordinate", "manage")
"""Classes of verbs that say little of what is done."""

_CHECKS = ("supervise", "assess", "review", "follow", "analyse")


def plan_not_carried_out(organization: Organization, _: Benchmarks) -> Judged:
    """Plans, rules and targets that somebody sets and nobody carries out or checks."""
    found = Violations()
    if not organization.searchable:
        return found.of(0)
    plans = list(_plans(organization))
    others = Index((claim.id, piece) for claim in organization.claims for piece in pieces(claim.text))
    texts = {claim.id: claim for claim in organization.claims}
    for claim, piece in plans:
        holding = others.holding(core_matter(piece), CARRIED)
        if any(id_ != claim.id and not _sets_alike(each) and texts[id_].duty != claim.duty for id_, each in holding):
            continue
        found.add(claim.duty, claim.owner, claim.text, facts=[claim.id])
    return found.of(len(plans))


def _plans(organization: Organization) -> Iterator[tuple[Claim, Piece]]:
    """The first clause of a duty that sets a plan about something telling and says nothing of carrying it out."""
    for claim in organization.claims:
        if claim.owner not in organization.roles or claim.mode not in ("own", "lead") or is_common(claim.text):
            continue
        if any(word in fold(claim.text) for word in words("duties", "carried_out")):
            continue
        for piece in pieces(claim.text):
            sets = not piece.helps and _sets(piece) and _is_plan(piece)
            if sets and sum(value for _, value in core_matter(piece)) >= TELLING:
                yield claim, piece
                break


def _sets(piece: Piece) -> bool:
    """Whether a clause begins with a verb of setting that is not itself a word for a plan (计划, 规划)."""
    verb, kind = next(((v, k) for v, k in piece.acts if fold(v) not in words("duties", "plans")), ("", ""))
    return bool(verb) and kind in _SETS


def _is_plan(piece: Piece) -> bool:
    named = [fold(word) for word, _ in piece.matter] + [fold(verb) for verb, _ in piece.acts]
    return any(word in words("duties", "plans") for word in named)


def _sets_alike(piece: Piece) -> bool:
    """Whether a clause does no more than set, propose or help set a plan."""
    return piece.does(_SETS) and not piece.does((*_CHECKS, "execute", "lead", "train"))
