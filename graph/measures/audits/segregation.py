"""Segregation of duties at the level of job sheets (docs/findings.md#segregation); activities and pairs are data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import product
from typing import NamedTuple

from dutygraph.graph import vocabulary
from dutygraph.graph.measures.audits import Benchmarks, Judged, Violations
from dutygraph.graph.measures.audits.organization import FROM_DUTY, Organization, is_final
from dutygraph.graph.measures.audits.pieces import pieces
from dutygraph.graph.text.folding import fold

_NO_DOING = ("assist", "consulted", "informed", "participate")
"""Modes of those who do not do the work."""


class Activity(NamedTuple):
    """What names an activity: one of `words`, one of `acts` where there are any, none of `without`; all folded. A word
    may have parts, which stand in this order."""

    name: str
    words: tuple[tuple[str, ...], ...]
    acts: tuple[str, ...]
    without: tuple[str, ...]


class Conflict(NamedTuple):
    """Two activities to be kept apart."""

    name: str
    first: str
    second: str
    severity: str
    risk: str
    source: str


class Done(NamedTuple):
    """A clause by which a role does an activity, and its fact."""

    activity: str
    text: str
    fact: str


@cache
def activities() -> tuple[Activity, ...]:
    """The activities of segregation.toml."""
    return tuple(
        Activity(
            name,
            tuple(tuple(fold(part) for part in word.split("..")) for word in said["words"]),
            tuple(fold(word) for word in said.get("acts", ())),
            tuple(fold(word) for word in said.get("without", ())),
        )
        for name, said in vocabulary.table("segregation")["activities"].items()
    )


@cache
def conflicts() -> tuple[Conflict, ...]:
    """The pairs of segregation.toml."""
    return tuple(
        Conflict(pair["name"], pair["of"][0], pair["of"][1], pair["severity"], pair["risk"], pair["source"])
        for pair in vocabulary.table("segregation")["pairs"]
    )


@lru_cache(maxsize=300_000)
def doing(text: str) -> tuple[tuple[str, str], ...]:
    """The activities that a duty does, each with its clause.

    >>> [activity for activity, _ in doing("负责客户开发，收取货款；跟进发货进度")]
    ['sell', 'receive_cash']
    """
    found: dict[str, str] = {}
    folded = fold(text)
    if not _any_word().search(folded):
        return ()  # most duties are of another kind, and taking one apart costs more than this look
    for piece in pieces(text):
        clause = fold(piece.text)
        if piece.helps or clause.startswith(_not_doing()):
            continue
        for activity in activities():
            named = any(_stands(word, clause) for word in activity.words)
            acted = not activity.acts or any(act in clause for act in activity.acts)
            if named and acted and not any(word in clause for word in activity.without):
                found.setdefault(activity.name, piece.text)
    return tuple(found.items())


@cache
def _any_word() -> re.Pattern[str]:
    """The words of all activities, their parts in order."""
    words = {word for activity in activities() for word in activity.words}
    return re.compile("|".join(sorted(".*?".join(map(re.escape, word)) for word in words)), re.S)


def _stands(word: tuple[str, ...], clause: str) -> bool:
    """Whether the parts of a word stand in a clause one after another."""
    at = 0
    for part in word:
        at = clause.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return True


@cache
def _not_doing() -> tuple[str, ...]:
    return tuple(fold(word) for word in vocabulary.table("segregation")["clauses"]["not_doing"])


def _done(organization: Organization, role: str) -> Iterator[Done]:
    """What a role does by its duties, and what it may decide by stated powers."""
    for claim in organization.duties_of.get(role, ()):
        if claim.mode not in _NO_DOING:
            for activity, text in doing(claim.text):
                yield Done(activity, text, claim.id)
    for power in organization.powers_of.get(role, ()):
        if power.basis != FROM_DUTY and is_final(power.grant.act):
            for activity, text in doing(power.text):
                yield Done(activity, text, power.grant.id)


def segregation(organization: Organization, _: Benchmarks) -> Judged:
    """Posts that do two things which must be kept apart, in two clauses."""
    found = Violations()
    judged = 0
    for role in organization.posts:
        done = _by_activity(_done(organization, role))
        judged += bool(organization.duties_of.get(role))
        for pair in conflicts():
            if two := _two(done.get(pair.first, ()), done.get(pair.second, ())):
                found.add(
                    role, pair.name, pair.first, pair.second, two[0].text, two[1].text, pair.risk, pair.source,
                    pair.severity, facts=[two[0].fact, two[1].fact],
                )  # fmt: skip
    return found.of(judged)


def _by_activity(done: Iterator[Done]) -> Mapping[str, list[Done]]:
    found: dict[str, list[Done]] = {}
    for each in done:
        found.setdefault(each.activity, []).append(each)
    return found


def _two(first: list[Done] | tuple[()], second: list[Done] | tuple[()]) -> tuple[Done, Done] | None:
    """The first two, of different duties where there are such; one clause may also name both."""
    every = list(product(first, second))
    return next((pair for pair in every if pair[0].fact != pair[1].fact), every[0] if every else None)


def segregation_person(organization: Organization, _: Benchmarks) -> Judged:
    """Persons whose posts together do two things which must be kept apart, and no post of theirs alone does."""
    found = Violations()
    posts: dict[str, dict[str, str]] = {}
    names: dict[str, str] = {}
    for role, ties in organization.holders.items():
        for tie in ties:
            posts.setdefault(tie.who, {})[role] = tie.id
            names[tie.who] = tie.name
    for person, held in sorted(posts.items()):
        done = {role: _by_activity(_done(organization, role)) for role in sorted(held)}
        for pair in conflicts():
            ends = [
                (a, b) for a, b in product(done, done) if a != b and pair.first in done[a] and pair.second in done[b]
            ]
            alone = any(pair.first in each and pair.second in each for each in done.values())
            if ends and not alone:
                a, b = ends[0]
                one, other = done[a][pair.first][0], done[b][pair.second][0]
                found.add(
                    person, names[person], a, b, pair.name, pair.first, pair.second, pair.risk, pair.source,
                    pair.severity, facts=[held[a], held[b], one.fact, other.fact],
                )  # fmt: skip
    return found.of(sum(len(held) > 1 for held in posts.values()))
