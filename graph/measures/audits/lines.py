"""The line of command: circles, several superiors, two-sided lists, skipped levels, ends (docs/findings.md#lines)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Literal, NamedTuple

import networkx as nx

from dutygraph.graph import vocabulary
from dutygraph.graph.measures.audits import Benchmarks, Judged, Violations
from dutygraph.graph.measures.audits.organization import EXTERNAL, Organization
from dutygraph.graph.measures.audits.things import Line
from dutygraph.graph.text.folding import fold
from dutygraph.graph.text.words import any_of

_BETWEEN = re.compile(r"[、,，;；/：:\n]|\s{2,}")
"""Between the posts of a list."""


class Sides(NamedTuple):
    """The solid lines up from a role that always hold, by which end states them: the role's own sheet (a label of its
    own, a sentence), or only the superior's list of subordinates. Inferred lines count only where none is stated."""

    own: tuple[Line, ...]
    listed: tuple[Line, ...]

    @property
    def superiors(self) -> tuple[str, ...]:
        """Superiors by the role's own sheet, each once."""
        return tuple(dict.fromkeys(line.superior for line in self.own))


def sides(organization: Organization, role: str) -> Sides:
    """The lines up from a role by the end that states them.

    A quote that may stand at either end counts as the role's own.
    """
    lines = [line for line in organization.up.get(role, ()) if not line.condition]
    lines = [line for line in lines if line.basis == "stated"] or lines
    own = [line for line in lines if _stated_below(organization, line)]
    return Sides(tuple(own), tuple(line for line in lines if line not in own))


def _stated_below(organization: Organization, line: Line) -> bool:
    return any(_side(quote, *_ends(organization, line)) != "above" for quote in _quotes(organization, line))


def _listed_above(organization: Organization, line: Line) -> bool:
    return any(_side(quote, *_ends(organization, line)) == "above" for quote in _quotes(organization, line))


def _quotes(organization: Organization, line: Line) -> Sequence[str]:
    said = organization.facts[line.id]
    count = len(said) // 4
    return said[1 + count : 1 + 2 * count]


def _ends(organization: Organization, line: Line) -> tuple[str, str]:
    return organization.roles[line.subordinate].title, organization.roles[line.superior].title


@lru_cache(maxsize=100_000)
def _side(quote: str, subordinate: str, superior: str) -> Literal["above", "below", "either"]:
    """At which end of a line a quote stands: by the label it begins with, else by the one post it names (销售经理助理
    does not name 销售经理); one that names both, or neither as written, may stand at either."""
    folded, low, high = fold(quote), fold(subordinate), fold(superior)
    if match := _labels().match(folded):
        return "above" if match["subordinates"] else "below"
    if low and low in folded and high not in (folded if low in high else folded.replace(low, " ")):
        return "above"
    return "below" if high and high in folded and low not in folded else "either"


@cache
def _labels() -> re.Pattern[str]:
    """A label of superiors or of subordinates at the head of a folded quote."""
    labels = vocabulary.default().labels
    found = {key: any_of(fold(label) for label in labels[key]) for key in ("subordinates", "superior")}
    return re.compile("|".join(f"(?P<{key}>{pattern})" for key, pattern in found.items()))


def _lists(organization: Organization) -> Mapping[str, list[Line]]:
    """For each superior the lines that its own list of subordinates states."""
    found: dict[str, list[Line]] = defaultdict(list)
    for line in organization.solid:
        if line.basis == "stated" and not line.condition and _listed_above(organization, line):
            found[line.superior].append(line)
    return found


def line_circle(organization: Organization, _: Benchmarks) -> Judged:
    """Roles that, over solid lines, report to themselves."""
    found = Violations()
    graph = nx.DiGraph([(line.subordinate, line.superior) for line in organization.solid])
    for circle in nx.strongly_connected_components(graph):
        if len(circle) > 1:
            inside = [line for role in circle for line in organization.up.get(role, ()) if line.superior in circle]
            found.add(sorted(circle), facts=sorted(line.id for line in inside))
    return found.of(len(graph))


def several_superiors(organization: Organization, _: Benchmarks) -> Judged:
    """Roles under several superiors at once, none of whom stands above another."""
    found = Violations()
    for role in organization.up:
        own, listed = sides(organization, role)
        lines = own or listed
        above = tuple(dict.fromkeys(line.superior for line in lines))
        kept = [s for s in above if not any(organization.stands_above(s, other) for other in above if other != s)]
        if len(kept) > 1 and not _documents_differ(organization, lines):
            found.add(role, sorted(kept), facts=[line.id for line in lines if line.superior in kept])
    return found.of(len(organization.up))


def _documents_differ(organization: Organization, lines: Sequence[Line]) -> bool:
    """Whether each of several documents names one superior, and not all the same one."""
    named: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        for document in organization.documents(line.id):
            named[document].add(line.superior)
    return len(named) > 1 and all(len(superiors) == 1 for superiors in named.values())


def documents_differ_on_superior(organization: Organization, _: Benchmarks) -> Judged:
    """Roles whose superior is another one in each document."""
    found = Violations()
    judged = 0
    for role in organization.up:
        own, listed = sides(organization, role)
        lines = own or listed
        judged += len({document for line in lines for document in organization.documents(line.id)}) > 1
        above = {line.superior for line in lines}
        if len(above) > 1 and _documents_differ(organization, lines):
            found.add(role, sorted(above), facts=[line.id for line in lines])
    return found.of(judged)


def two_sided_mismatch(organization: Organization, _: Benchmarks) -> Judged:
    """Roles that a superior lists as subordinates and whose own sheet names another one, and roles that name a superior
    whose list of subordinates lacks them."""
    found = Violations()
    lists = _lists(organization)
    names_of = {superior: {line.subordinate for line in lines} for superior, lines in lists.items()}
    judged = 0
    for role in organization.up:
        own, listed = sides(organization, role)
        named = {line.superior for line in own}
        judged += bool(named)
        for line in listed:
            if named and line.superior not in named and not _related(organization, line.superior, named):
                found.add(role, line.superior, "listed", facts=[line.id, *(each.id for each in own)])
        for line in own:
            names = names_of.get(line.superior, set())
            own_sheet = organization.roles[role].kind != EXTERNAL and len(named) == 1
            if names and role not in names and own_sheet and _names_posts_only(organization, lists[line.superior]):
                stated = [each.id for each in lists[line.superior]]
                found.add(role, line.superior, "not_listed", facts=[line.id, *stated])
    return found.of(judged)


def _names_posts_only(organization: Organization, lines: Sequence[Line]) -> bool:
    """Whether every part of a list of subordinates is the title of one of them; one that names a unit (策划部) says
    less than it means."""
    titles = {fold(organization.roles[line.subordinate].title) for line in lines}
    for line in lines:
        for quote in _quotes(organization, line):
            if _side(quote, *_ends(organization, line)) == "above":
                parts = [_labels().sub("", fold(part), count=1) for part in _BETWEEN.split(quote)]
                if not all(any(part in title or title in part for title in titles) for part in parts if part):
                    return False
    return True


def _related(organization: Organization, superior: str, named: set[str]) -> bool:
    """Whether the one who lists a role stands over the superior that the role names: then the list goes deeper."""
    return any(organization.stands_above(superior, each) for each in named)


def skip_level_line(organization: Organization, _: Benchmarks) -> Judged:
    """Roles that report past a level: also to their superior's superior, or past the head of their own unit."""
    found = Violations()
    heads = {unit: head for unit in organization.roles_in if (head := head_of(organization, unit))}
    for role in organization.up:
        lines = [line for line in organization.up[role] if not line.condition]
        above = {line.superior for line in lines}
        for line in lines:
            between = [s for s in above if s != line.superior and organization.stands_above(line.superior, s)]
            if between:
                middle = min(between)
                severity = "warning" if line.basis == "stated" else "info"
                facts = [line.id, *(each.id for each in lines if each.superior == middle)]
                found.add(role, line.superior, middle, severity, facts=facts)
        if len(above) == 1 and (head := _head_passed(organization, role, heads)):
            facts = [
                lines[0].id,
                *(line.id for line in organization.up[head]),
                *(each.id for each in organization.down[head]),
            ]
            found.add(role, lines[0].superior, head, "warning", facts=facts)
    return found.of(len(organization.up))


def head_of(organization: Organization, unit: str) -> str | None:
    """The role in a unit that leads two or more others in it and whose superior stands outside, where only one does."""
    inside = set(organization.roles_in.get(unit, ()))
    heads = [
        role
        for role in sorted(inside)
        if len(inside.intersection(organization.reports(role))) > 1
        and not inside.intersection(organization.superiors(role))
    ]
    return heads[0] if len(heads) == 1 else None


def _head_passed(organization: Organization, role: str, heads: Mapping[str, str]) -> str | None:
    """The head of a role's unit, where the role reports to the head's own superior past it."""
    for unit in organization.units_of.get(role, ()):
        head = heads.get(unit)
        if head is None or head == role or organization.reports(role):
            continue
        superior = organization.superiors(role)[0]
        if organization.stands_above(superior, head) and superior not in organization.roles_in.get(unit, ()):
            return head
    return None


def second_root(organization: Organization, _: Benchmarks) -> Judged:
    """Described roles that others report to and that have no superior, beside the one with the most below it."""
    found = Violations()
    roots = [role for role in organization.down if role not in organization.up]
    sizes = {root: len(organization.below(root)) for root in roots}
    first = max(roots, key=lambda root: (sizes[root], organization.roles[root].kind != EXTERNAL, root), default=None)
    for root in roots:
        if first is not None and root != first and organization.roles[root].kind != EXTERNAL:
            lines = [line.id for line in organization.down[root]]
            found.add(root, first, sizes[root], facts=[root, *lines])
    return found.of(len(roots))


def no_superior(organization: Organization, benchmarks: Benchmarks) -> Judged:
    """Posts without any line up or down, where others have one."""
    found = Violations()
    posts = list(organization.posts)
    below = {line.subordinate for line in organization.lines}
    attached = below | {line.superior for line in organization.lines}
    if not attached:
        return found.of(0)
    only = only_named(organization)
    usual = sum(post in below for post in posts) >= benchmarks["coverage"]["least_ratio"] * (len(posts) - 1)
    for post in posts:
        if post not in attached and post not in only:
            found.add(post, "warning" if usual else "info", facts=[post])
    return found.of(len(posts))


def only_named(organization: Organization) -> set[str]:
    """The posts on no line of which no more is said than a letter in a RACI chart, a grant, where it
    sits, or how many people there are: the column of a table or a list of posts names them and no more."""
    named = {claim.owner for claim in organization.all_claims} | organization.powers_of.keys()
    said = {end for line in organization.lines for end in (line.subordinate, line.superior)}
    said |= organization.duties_of.keys() | {measure.owner for measure in organization.measures}
    return {
        id_
        for id_, post in organization.posts.items()
        if id_ not in said and (id_ in named or post.least is not None or post.most is not None)
    }


def undescribed_superior(organization: Organization, _: Benchmarks) -> Judged:
    """Superiors inside the chart whom no document describes: those with a superior of their own, and tops beside a
    larger one. The one top above everybody is taken to stand outside what the documents are about."""
    found = Violations()
    above = list(organization.down)
    roots = [role for role in above if role not in organization.up]
    sizes = {root: len(organization.below(root)) for root in roots}
    largest = max(sizes.values(), default=0)
    for role in above:
        if organization.roles[role].kind != EXTERNAL:
            continue
        if role in organization.up or sizes[role] < largest:
            lines = [line.id for line in organization.down[role]]
            found.add(role, [line.subordinate for line in organization.down[role]], facts=lines)
    return found.of(len(above))


def undescribed_subordinate(organization: Organization, _: Benchmarks) -> Judged:
    """Subordinates that a described superior lists and that have no sheet of their own."""
    found = Violations()
    below = sorted({line.subordinate for line in organization.solid})
    for role in below:
        if organization.roles[role].kind == EXTERNAL and role not in organization.down:
            lines = [line for line in organization.up[role] if organization.roles[line.superior].kind != EXTERNAL]
            if lines:
                found.add(role, lines[0].superior, facts=[line.id for line in lines])
    return found.of(len(below))
