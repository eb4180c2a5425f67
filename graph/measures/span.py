"""Span of control: how many report to whom, how deep, and how far from the top (docs/measures.md#span-of-control)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat
from operator import itemgetter
from typing import Any, NamedTuple

from dutygraph.graph.measures import Columns, Computed, Names, listed


class Span(NamedTuple):
    """The figures of one role; see docs/measures.md#span-of-control.

    `direct` and `total` count roles, `below` and `layer` count levels. `layer` is 1 for a role at the top, None for one
    that no role at the top leads to: it stands in a circle or under one.
    """

    direct: int
    total: int
    below: int
    layer: int | None


def spans(subordinates: Iterable[str], superiors: Iterable[str]) -> dict[str, Span]:
    """The figures of every role that stands on a line; the two columns go in step, in any order.

    Lines stated twice count once. A role's line to itself is left out of all figures. Where lines form a circle every
    role in it counts the others once and never itself. Time grows with the number of lines; only roles above one with
    several superiors, or above a circle, are walked one by one.

    >>> spans(["clerk", "manager"], ["manager", "head"])["head"]
    Span(direct=1, total=2, below=2, layer=1)
    """
    down, up = _neighbours(subordinates, superiors)
    below = _below(down, up)
    layers = _layers(down, up)
    return {role: Span(len(down.get(role, ())), *below[role], layers.get(role)) for role in sorted({*down, *up})}


def self_reports(subordinates: Iterable[str], superiors: Iterable[str]) -> list[str]:
    """The roles that name themselves as superior, sorted."""
    return sorted({role for role, superior in zip(subordinates, superiors, strict=True) if role == superior})


def table(fetched: Columns, params: Mapping[str, Any], names: Names) -> Computed:
    """Finishes `span_of_control`: the widest first, then by title, unit and id; each with the lines of its reports."""
    subordinates, superiors, lines = fetched["subordinate_ids"], fetched["superior_ids"], fetched["line_ids"]
    figures = spans(subordinates, superiors)
    least = params["min_reports"]
    rows = [(role, *names[role], *figure) for role, figure in figures.items() if figure.direct >= least]
    rows.sort(key=lambda row: (-row[3], -row[4], *row[1:3], row[0]))
    reports: dict[str, list[str]] = defaultdict(list)
    for role, superior, line in sorted(zip(subordinates, superiors, lines, strict=True), key=itemgetter(2)):
        if role != superior:
            reports[superior].append(line)
    return Computed(rows, [reports[row[0]] for row in rows], _warnings(subordinates, superiors, figures, names))


def _warnings(
    subordinates: Sequence[str], superiors: Sequence[str], figures: Mapping[str, Span], names: Names
) -> list[str]:
    warnings = []
    if alone := self_reports(subordinates, superiors):
        warnings.append(f"Named as their own superior, not counted: {listed(alone, names)}.")
    if adrift := [role for role, figure in figures.items() if figure.layer is None]:
        warnings.append(f"No role at the top leads to these, the lines go in a circle: {listed(adrift, names)}.")
    return warnings


def _neighbours(
    subordinates: Iterable[str], superiors: Iterable[str]
) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Direct reports and direct superiors of each role, without itself."""
    down: dict[str, set[str]] = {}
    up: dict[str, set[str]] = {}
    for role, superior in zip(subordinates, superiors, strict=True):
        if role == superior:
            continue
        (down.get(superior) or down.setdefault(superior, set())).add(role)
        (up.get(role) or up.setdefault(role, set())).add(superior)
    return down, up


def _below(down: Mapping[str, set[str]], up: Mapping[str, set[str]]) -> dict[str, tuple[int, int]]:
    """For each role the number of roles below it and the levels they make.

    A role below which everybody has one superior is the root of a tree, so its figures are the sums of its reports'.
    Roles are finished from the leaves up; what is never finished stands above a role with several superiors or in a
    circle, and is walked level by level over the finished trees.
    """
    figures = {role: (0, 0) for role in up if role not in down}
    waiting = {role: len(reports) for role, reports in down.items()}
    finished = list(figures)
    for role in finished:  # grows while it runs
        superiors = up.get(role, ())
        if len(superiors) != 1:
            continue
        (superior,) = superiors
        waiting[superior] -= 1
        if not waiting[superior]:
            below = [figures[report] for report in down[superior]]
            figures[superior] = (sum(n for n, _ in below) + len(below), 1 + max(levels for _, levels in below))
            finished.append(superior)
    trees = {role for role in figures if len(up.get(role, ())) <= 1}
    for role in [role for role in down if role not in figures]:
        figures[role] = _walk(role, down, figures, trees)
    return figures


def _walk(
    top: str, down: Mapping[str, set[str]], figures: Mapping[str, tuple[int, int]], trees: set[str]
) -> tuple[int, int]:
    """Roles and levels below `top`, level by level; a tree is taken as a whole."""
    seen, level, total, deepest, distance = {top}, [top], 0, 0, 0
    while level:
        reached = {report for role in level for report in down.get(role, ())} - seen
        seen |= reached
        distance += 1
        level = []
        for role in reached:
            if role in trees:
                total += 1 + figures[role][0]
                deepest = max(deepest, distance + figures[role][1])
            else:
                total += 1
                deepest = max(deepest, distance)
                level.append(role)
    return total, deepest


def _layers(down: Mapping[str, set[str]], up: Mapping[str, set[str]]) -> dict[str, int]:
    """Levels from the nearest role at the top, which is 1."""
    level = {role for role in down if role not in up}
    layers: dict[str, int] = dict.fromkeys(level, 1)
    depth = 1
    while level:
        depth += 1
        level = {report for role in level for report in down.get(role, ()) if report not in layers}
        layers.update(zip(level, repeat(depth), strict=False))
    return layers
