"""Ways up and down the reporting lines: escalation, distances, the lowest common superior (docs/measures.md)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from dutygraph.graph.measures import Columns, Computed, Names, listed

LEVELS = 50
"""How many levels the statements follow; no organisation has as many."""

FINAL_ACTS = frozenset({"approve", "decide", "sign"})
"""The acts that settle a matter: what an escalation in a matter looks for where no act is asked for."""


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


def path_to_holder(role: str, up: Mapping[str, Sequence[Line]], holders: Collection[str]) -> Path | None:
    """The shortest way up to one of `holders`; without lines where the role is one; None where none stands above.

    Among equally short ways the one that takes lines in order, from the bottom up.
    """
    ways: dict[str, tuple[Line, ...]] = {role: ()}
    level = [role]
    while level:
        for reached in level:
            if reached in holders:
                return _path(ways[reached], up)
        following = []
        for reached in level:
            for line in up.get(reached, ()):
                if line.superior not in ways:
                    ways[line.superior] = (*ways[reached], line)
                    following.append(line.superior)
        level = following
    return None


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


def path_table(fetched: Columns, params: Mapping[str, Any], names: Names) -> Computed:
    """Finishes `escalation_path`: a row for each step up; step 0 only where the role itself holds the authority."""
    role, act, matter = params["role"], params["act"], params["matter"]
    up = in_order(map(Line._make, zip(*(fetched[name] for name in (
        "subordinate_ids", "superior_ids", "line_ids", "bases", "conditions")), strict=True)), names)  # fmt: skip
    grants: dict[str, list[str]] = defaultdict(list)
    for holder, grant, granted in zip(fetched["holder_ids"], fetched["grant_ids"], fetched["grant_acts"], strict=True):
        if act or granted in FINAL_ACTS:
            grants[holder].append(grant)
    asked = act is not None or matter is not None
    found = path_to_holder(role, up, grants) if asked else None
    path = found or path_to_top(role, up)
    rows: list[tuple[Any, ...]] = []
    evidence: list[Sequence[str]] = []
    if role in grants:
        rows.append((0, role, *names[role], None, None, True, []))
        evidence.append(sorted(grants[role]))
    for step, (line, passed) in enumerate(zip(path.lines, path.passed_over, strict=True), 1):
        holds = line.superior in grants if asked else None
        others = [names[other].title for other in passed]
        rows.append((step, line.superior, *names[line.superior], line.basis, line.condition or None, holds, others))
        evidence.append([line.id, *sorted(grants.get(line.superior, ()))])
    return Computed(rows, evidence, _path_warnings(params, path, asked and found is None, names))


def _path_warnings(params: Mapping[str, Any], path: Path, nobody: bool, names: Names) -> list[str]:
    role, warnings = params["role"], []
    if params["matter"] == []:
        warnings.append("No matter in the documents has these words.")
    if nobody:
        warnings.append(f"Neither {names[role].title} nor anybody above holds what is asked for.")
    if not path.lines and (nobody or (params["act"] is None and params["matter"] is None)):
        warnings.append(f"No solid line leads up from {names[role].title}.")
    if path.circle:
        warnings.append(f"The line comes back in a circle at {listed([path.circle], names)}.")
    if several := [line.subordinate for line, passed in zip(path.lines, path.passed_over, strict=True) if passed]:
        warnings.append(f"Several solid superiors; see passed_over: {listed(several, names)}.")
    if len(path.lines) > LEVELS:
        warnings.append(f"The path was followed for {LEVELS} levels and goes on.")
    return warnings


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
