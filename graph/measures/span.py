"""Span of control: how many report to whom, how deep, and how far from the top (docs/measures.md#span-of-control)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
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


def spans(subordinates: Sequence[str], superiors: Sequence[str], min_reports: int = 0) -> dict[str, Span]:
    """The figures, by id, of every role on a line that has `min_reports` direct reports or more.

    The two columns go in step, in any order. Lines stated twice count once. A role's line to itself is left out of all
    figures. Where lines form a circle every role in it counts the others once and never itself. Time grows with the
    number of lines; only roles above one with several superiors, or above a circle, are walked one by one.

    >>> spans(["clerk", "manager"], ["manager", "head"])["head"]
    Span(direct=1, total=2, below=2, layer=1)
    """
    lines = _Lines(subordinates, superiors)
    totals, levels = _below(lines)
    layers = _layers(lines)
    figures = {}
    for i, role in enumerate(lines.roles):
        direct = len(lines.down.get(i, ()))
        if direct >= min_reports and (direct or lines.up[i] >= 0):
            figures[role] = Span(direct, totals[i], levels[i], layers[i] or None)
    return figures


def self_reports(subordinates: Sequence[str], superiors: Sequence[str]) -> list[str]:
    """The roles that name themselves as superior, sorted."""
    return sorted({role for role, superior in zip(subordinates, superiors, strict=True) if role == superior})


def table(fetched: Columns, params: Mapping[str, Any], names: Names) -> Computed:
    """Finishes `span_of_control`: the widest first, then by title, unit and id; each with the lines of its reports."""
    subordinates, superiors, lines = fetched["subordinate_ids"], fetched["superior_ids"], fetched["line_ids"]
    figures = spans(subordinates, superiors, params["min_reports"])
    rows = [(role, *names[role], *figure) for role, figure in figures.items()]
    rows.sort(key=lambda row: (-row[3], -row[4], *row[1:3], row[0]))
    reports: dict[str, list[str]] = defaultdict(list)
    for role, superior, line in zip(subordinates, superiors, lines, strict=True):
        if role != superior:
            reports[superior].append(line)
    evidence = [sorted(reports.get(row[0], ())) for row in rows]
    return Computed(rows, evidence, _warnings(subordinates, superiors, figures, names))


def _warnings(
    subordinates: Sequence[str], superiors: Sequence[str], figures: Mapping[str, Span], names: Names
) -> list[str]:
    warnings = []
    if alone := self_reports(subordinates, superiors):
        warnings.append(f"Named as their own superior, not counted: {listed(alone, names)}.")
    if adrift := sorted(role for role, figure in figures.items() if figure.layer is None):
        warnings.append(f"No role at the top leads to these, the lines go in a circle: {listed(adrift, names)}.")
    return warnings


class _Lines:
    """Lines between numbers, which stand for places in `roles`; without lines to oneself, each pair once.

    `up` holds a superior of each role, -1 where it has none; `several` all superiors of those that have more than one;
    `down` the reports of those that have any. Most roles get no list: 50,000 lists cost more than all the rest.
    """

    def __init__(self, subordinates: Sequence[str], superiors: Sequence[str]) -> None:
        self.roles = list(dict.fromkeys(chain(subordinates, superiors)))
        number = dict(zip(self.roles, range(len(self.roles)), strict=True))
        self.up = up = [-1] * len(self.roles)
        self.several: dict[int, list[int]] = {}
        self.down: dict[int, list[int]] = {}
        pairs: Iterable[tuple[int, int]] = zip(
            map(number.__getitem__, subordinates), map(number.__getitem__, superiors), strict=True
        )
        if len(set(subordinates)) < len(subordinates):  # else no pair can stand twice
            pairs = set(pairs)
        for low, high in pairs:
            if low == high:
                continue
            if high in self.down:
                self.down[high].append(low)
            else:
                self.down[high] = [low]
            if up[low] < 0:
                up[low] = high
            else:
                self.several.setdefault(low, [up[low]]).append(high)


def _below(lines: _Lines) -> tuple[list[int], list[int]]:
    """The number of roles below each role, and the levels they make.

    A role below which everybody has one superior is the root of a tree, so its figures are the sums of its reports'.
    Roles are finished from the leaves up; what is never finished stands above a role with several superiors or in a
    circle, and is walked level by level over the finished trees.
    """
    up, down, several = lines.up, lines.down, lines.several
    totals, levels = [0] * len(up), [0] * len(up)
    waiting = {role: len(reports) for role, reports in down.items()}
    finished = [role for role in range(len(up)) if role not in down]
    for role in finished:  # grows while it runs
        superior = up[role]
        if superior < 0 or role in several:
            continue
        totals[superior] += totals[role] + 1
        if levels[superior] <= levels[role]:
            levels[superior] = levels[role] + 1
        waiting[superior] -= 1
        if not waiting[superior]:
            finished.append(superior)
    if len(finished) < len(up):
        trees = set(finished) - several.keys()
        for role in down.keys() - set(finished):
            totals[role], levels[role] = _walk(role, down, totals, levels, trees)
    return totals, levels


def _walk(
    top: int, down: Mapping[int, Sequence[int]], totals: Sequence[int], levels: Sequence[int], trees: set[int]
) -> tuple[int, int]:
    """Roles and levels below `top`, level by level; a tree is taken as a whole."""
    seen, level, total, deepest, distance = {top}, [top], 0, 0, 0
    while level:
        reached = {report for role in level for report in down.get(role, ())} - seen
        seen |= reached
        distance += 1
        level = []
        for role in reached:
            total += 1
            deepest = max(deepest, distance)
            if role in trees:
                total += totals[role]
                deepest = max(deepest, distance + levels[role])
            else:
                level.append(role)
    return total, deepest


def _layers(lines: _Lines) -> list[int]:
    """Levels from the nearest role at the top, which is 1; 0 where none leads to a role."""
    layers, down = [0] * len(lines.up), lines.down
    level = [role for role, superior in enumerate(lines.up) if superior < 0]
    depth = 0
    while level:
        depth += 1
        below: list[int] = []
        for role in level:
            if not layers[role]:
                layers[role] = depth
                if role in down:
                    below += down[role]
        level = below
    return layers
