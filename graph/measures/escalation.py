"""Ways up and down the reporting lines: escalation, distances, the lowest common superior (docs/measures.md)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from dutygraph.graph.measures import Columns, Computed, Names

LEVELS = 50
"""How many levels the statements follow; no organisation has as many."""


class Line(NamedTuple):
    """A reporting line; `basis` is stated or inferred, `condition` '' where it always holds."""

    subordinate: str
    superior: str
    id: str
    basis: str = "stated"
    condition: str = ""


class Path(NamedTuple):
    """Lines upward, the first from the role that asks. `passed_over` holds, for each line, the other superiors of its
    subordinate. `circle` is the role at which the lines come back to one already on the way, else None."""

    lines: tuple[Line, ...]
    passed_over: tuple[tuple[str, ...], ...]
    circle: str | None = None


def in_order(lines: Iterable[Line], names: Names) -> dict[str, list[Line]]:
    """For each role its lines up, one for each superior, in the order in which they are taken.

    Stated before inferred, unconditional before conditional, the superior farther from the top first (who has both a
    manager and the manager's head above goes to the manager), then by title, unit and id. Lines to oneself are out.
    """
    up: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.subordinate != line.superior:
            up[line.subordinate].append(line)
    heights = _heights(up)

    def place(line: Line) -> tuple[object, ...]:
        lower = -heights.get(line.superior, 0)
        return line.basis == "inferred", line.condition != "", lower, names[line.superior], line.superior, line.id

    ordered: dict[str, list[Line]] = {}
    for role, out in up.items():
        first: dict[str, Line] = {}
        for line in sorted(out, key=place):
            first.setdefault(line.superior, line)
        ordered[role] = list(first.values())
    return ordered


def path_to_top(role: str, up: Mapping[str, Sequence[Line]]) -> Path:
    """From superior to superior, each time the first in order, to a role that has none or was met before."""
    lines: list[Line] = []
    met = {role}
    while choice := up.get(role):
        if choice[0].superior in met:
            return _path(lines, up, role)
        lines.append(choice[0])
        role = choice[0].superior
        met.add(role)
    return _path(lines, up)


def _path(lines: Sequence[Line], up: Mapping[str, Sequence[Line]], circle: str | None = None) -> Path:
    passed = [tuple(o.superior for o in up[line.subordinate] if o.superior != line.superior) for line in lines]
    return Path(tuple(lines), tuple(passed), circle)


def _heights(up: Mapping[str, Sequence[Line]]) -> dict[str, int]:
    """Levels from the nearest role without a superior, which is 0."""
    down: dict[str, list[str]] = defaultdict(list)
    for role, out in up.items():
        for line in out:
            down[line.superior].append(role)
    return distances([role for role in down if role not in up], down)


def distances(starts: Iterable[str], onward: Mapping[str, Collection[str]]) -> dict[str, int]:
    """Fewest steps from any of `starts` to every role that is reached."""
    found = dict.fromkeys(starts, 0)
    for role in (queue := list(found)):  # grows while it runs
        for following in onward.get(role, ()):
            if following not in found:
                found[following] = found[role] + 1
                queue.append(following)
    return found


class Superiors:
    """Who stands above whom; distances are remembered, so ask one object for many pairs.

    >>> Superiors(["a", "b", "m"], ["m", "m", "head"]).lowest_common("a", "b")
    'm'
    """

    def __init__(self, subordinates: Iterable[str], superiors: Iterable[str]) -> None:
        up: dict[str, set[str]] = defaultdict(set)
        for role, superior in zip(subordinates, superiors, strict=True):
            up[role].add(superior)
        self._up = up
        self._above: dict[str, dict[str, int]] = {}

    def above(self, role: str) -> Mapping[str, int]:
        """The role itself (0) and everyone above it, with the fewest lines between."""
        if role not in self._above:
            self._above[role] = distances([role], self._up)
        return self._above[role]

    def lowest_common(self, a: str, b: str) -> str | None:
        """The lowest role that both report to, over any number of levels; where one stands above the other, that one.

        Lowest: no other common superior reports to it. Of several, the one with the fewest lines to both, then the
        fewest to the farther of the two, then the smaller id. None where nobody stands above both.
        """
        from_a, from_b = self.above(a), self.above(b)
        common = [role for role in from_a if role in from_b]
        lowest = [
            role for role in common
            if not any(role in self.above(other) and other not in self.above(role) for other in common)
        ]  # fmt: skip
        return min(
            lowest,
            key=lambda role: (from_a[role] + from_b[role], max(from_a[role], from_b[role]), role),
            default=None,
        )


def line_table(fetched: Columns, params: Mapping[str, Any], names: Names) -> Computed:
    """Finishes `reporting_line`: a row for each line above, nearest first, then for each line below."""
    role, most = params["role"], params["max_distance"]
    found: list[tuple[tuple[Any, ...], str]] = []
    for side, near, far in (("above", "subordinate", "superior"), ("below", "superior", "subordinate")):
        columns = [
            fetched[f"{side}_{name}"] for name in (f"{near}_ids", f"{far}_ids", "line_ids", "lines", "conditions")
        ]
        onward: dict[str, set[str]] = defaultdict(set)
        for from_, to in zip(columns[0], columns[1], strict=True):
            onward[from_].add(to)
        steps = distances([role], onward)
        for from_, to, line_id, line, condition in zip(*columns, strict=True):
            distance = steps[from_] + 1
            if from_ != to and (most is None or distance <= most):
                through = (from_, names[from_].title) if from_ != role else (None, None)
                found.append(((side, distance, to, *names[to], line, condition or None, *through), line_id))
    found.sort(key=lambda pair: (pair[0][0], pair[0][1], pair[0][3], pair[0][2], pair[1]))
    return Computed([row for row, _ in found], [[line_id] for _, line_id in found], [])
