"""A forest drawn from reporting lines: every role stands once, whatever the lines do."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

SOLID = "solid"


class Place(NamedTuple):
    """A role in the forest: how deep it stands, and in which row; `parent` is '' for a root. `below` counts the roles
    under it."""

    role: str
    parent: str
    depth: int
    row: int
    below: int


class Tie(NamedTuple):
    """A line that the tree does not draw: not solid, a second superior, or one that closes a circle."""

    role: str
    superior: str
    line: str


class Forest(NamedTuple):
    """Places in drawing order: a role, then what stands under it; `alone` are roles on no line at all."""

    places: list[Place]
    ties: list[Tie]
    alone: list[str]


def forest(roles: Sequence[str], lines: Iterable[tuple[str, str, str]]) -> Forest:
    """The forest of roles on lines (role, superior, line); `roles` gives the order of siblings.

    A role hangs under the solid superior nearest to a top; without a solid superior it is a root itself. A circle is
    cut at its first role. A leaf takes a row, and a role shares the row of the first under it.

    >>> forest("abc", [("b", "a", "solid"), ("c", "a", "solid"), ("c", "b", "dotted")]).places[1:]
    [Place(role='b', parent='a', depth=1, row=0, below=0), Place(role='c', parent='a', depth=1, row=1, below=0)]
    """
    rank = {role: number for number, role in enumerate(roles)}
    drawn = [line for line in lines if line[0] in rank and line[1] in rank and line[0] != line[1]]
    drawn = sorted(set(drawn), key=lambda line: (rank[line[0]], line[2] != SOLID, rank[line[1]], line[2]))
    on_line = {end for line in drawn for end in line[:2]}
    parents = _parents([role for role in roles if role in on_line], drawn)
    children: dict[str, list[str]] = {}
    for role, parent in parents.items():
        children.setdefault(parent, []).append(role)
    for under in children.values():
        under.sort(key=rank.__getitem__)
    counts = _counts(children)
    roots = sorted(children.get("", ()), key=lambda role: (-counts[role], rank[role]))
    ties = [
        Tie(role, superior, line)
        for role, superior, line in drawn
        if line != SOLID or parents[role] != superior
    ]  # fmt: skip
    return Forest(_placed(roots, children, parents, counts), ties, [role for role in roles if role not in on_line])


def parts(trees: Forest, most: int) -> Iterator[Forest]:
    """The forest in pieces of about `most` roles: tops with what is near below them, then, for siblings whose
    reports did not fit, pieces that begin with them; then those on no line.

    A role keeps its `below`, so that one without anything under it in a piece tells how many stand in its own.
    """
    children: dict[str, list[str]] = {}
    for place in trees.places:
        children.setdefault(place.parent, []).append(place.role)
    of = {place.role: place for place in trees.places}
    counts = {role: place.below for role, place in of.items()}
    starts = deque(_grouped(children.get("", ()), counts, most))
    while starts:
        tops = starts.popleft()
        kept = _nearest(tops, children, most)
        inside = {role: [each for each in children.get(role, ()) if each in kept] for role in kept}
        parents = {role: "" if role in tops else of[role].parent for role in kept}
        ties = [tie for tie in trees.ties if tie.role in kept and tie.superior in kept]
        yield Forest(_placed(tops, inside, parents, counts), ties, [])
        cut: dict[str, list[str]] = {}
        for role in sorted(kept, key=lambda role: of[role].row):
            if counts[role] and not inside[role]:
                cut.setdefault(of[role].parent, []).append(role)
        starts.extend(group for siblings in cut.values() for group in _grouped(siblings, counts, most))
    for start in range(0, len(trees.alone), most):
        yield Forest([], [], trees.alone[start : start + most])


def _grouped(roots: Sequence[str], counts: Mapping[str, int], most: int) -> Iterator[list[str]]:
    """Roots that together have at most `most` roles; a larger one alone."""
    group: list[str] = []
    size = 0
    for root in roots:
        if group and size + counts[root] + 1 > most:
            yield group
            group, size = [], 0
        group.append(root)
        size += counts[root] + 1
    if group:
        yield group


def _nearest(tops: Sequence[str], children: Mapping[str, Sequence[str]], most: int) -> set[str]:
    """The tops and the levels below them, as many whole levels as fit, at least one."""
    kept = set(tops)
    level = list(tops)
    while level:
        under = [each for role in level for each in children.get(role, ())]
        if len(kept) + len(under) > most and len(kept) > len(tops):
            break
        kept.update(under)
        level = under
    return kept


def _parents(roles: Sequence[str], lines: Sequence[tuple[str, str, str]]) -> dict[str, str]:
    """The parent of each role, '' for a root: breadth first from the tops, then from the first role of each circle."""
    reports: dict[str, list[str]] = {}
    led = set()
    for role, superior, line in lines:
        if line == SOLID:
            reports.setdefault(superior, []).append(role)
            led.add(role)
    parents: dict[str, str] = {}
    tops = [role for role in roles if role not in led]
    _hang(tops, reports, parents)
    for role in roles:
        if role not in parents:
            _hang([role], reports, parents)
    return parents


def _hang(roots: Sequence[str], reports: Mapping[str, Sequence[str]], parents: dict[str, str]) -> None:
    """Hang all that is below the roots and has no parent yet, the nearest first."""
    parents.update(dict.fromkeys(roots, ""))
    queue = deque(roots)
    while queue:
        superior = queue.popleft()
        for role in reports.get(superior, ()):
            if role not in parents:
                parents[role] = superior
                queue.append(role)


def _counts(children: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """How many stand under each role."""
    counts: dict[str, int] = {}
    stack = [(role, False) for role in children.get("", ())]
    while stack:
        role, done = stack.pop()
        under = children.get(role, ())
        if done:
            counts[role] = sum(1 + counts[child] for child in under)
        else:
            stack.append((role, True))
            stack += [(child, False) for child in under]
    return counts


def _placed(
    roots: Sequence[str],
    children: Mapping[str, Sequence[str]],
    parents: Mapping[str, str],
    counts: Mapping[str, int],
) -> list[Place]:
    places: list[Place] = []
    stack = [(root, 0) for root in reversed(roots)]
    row = -1
    while stack:
        role, depth = stack.pop()
        if not places or depth <= places[-1].depth:
            row += 1
        places.append(Place(role, parents[role], depth, row, counts[role]))
        stack += [(child, depth + 1) for child in reversed(children.get(role, ()))]
    return places
