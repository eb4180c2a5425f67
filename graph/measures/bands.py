"""Bands: who decides a matter at which amount, and where nobody or several do (docs/authority.md).

All functions are pure and take grants of **one matter**. Amounts are exact decimals, never negative. Definitions:

* A *scale* is what amounts are compared on: quantity, per, base, and the condition under which grants hold. A grant
  without a limit holds on every scale, one without a condition under every condition.
* *Deciders* at an amount are the holders of a final act (approve, decide; sign where nobody approves or decides) whose
  grants cover it. A general grant gives way to a special one: 5000元以下 decides before 2万元以下, 1万元以上 before
  5000元以上, any limit before none, a condition before none. Of several steps the last decides. Holders named in one
  clause decide together.
* A *hole* has no decider, a *double* more than one. Where two adjoining tiers meet in one figure, both holding there is
  a `shared_end`, neither an `uncovered_end`.

Sources: delegation-of-authority practice (who, up to what, what above; bands without hole or double; a delegated limit
not above the delegator's; nobody decides their own request; review before approval, step numbers without a gap).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Literal, NamedTuple, TypeAlias

FINAL_ACTS = ("approve", "decide")
SIGNING = "sign"

Position: TypeAlias = tuple[Decimal, int]
"""A place on the axis of amounts: just below, at, or just above a figure (-1, 0, 1)."""

_LOWEST: Position = (Decimal(0), 0)


class Grant(NamedTuple):
    """A grant in a matter. `holder` is a role or unit; absent ends are open; `clause` names the words it stands in.

    `quantity` is None where the grant has no limit. `delegated_from` is who delegated it.
    """

    id: str
    holder: str
    act: str
    low: Decimal | None = None
    high: Decimal | None = None
    low_inclusive: bool = True
    high_inclusive: bool = True
    quantity: str | None = None
    per: str | None = None
    base: str | None = None
    condition: str | None = None
    step: int | None = None
    clause: str = ""
    delegated_from: str | None = None

    @property
    def start(self) -> Position:
        """Where it begins; amounts begin at nothing."""
        return _LOWEST if self.low is None else (self.low, 0 if self.low_inclusive else 1)

    @property
    def end(self) -> Position | None:
        """Where it ends, None where it does not."""
        return None if self.high is None else (self.high, 0 if self.high_inclusive else -1)

    def covers(self, at: Position) -> bool:
        """Whether it holds at a place."""
        return self.start <= at and ((end := self.end) is None or at <= end)


class Scale(NamedTuple):
    """What amounts are compared on; `condition` is None where only grants without one hold."""

    quantity: str | None
    per: str | None = None
    base: str | None = None
    condition: str | None = None


class Band(NamedTuple):
    """Amounts with the same deciders: `deciders` are grants, in groups that decide together."""

    low: Decimal
    high: Decimal | None
    low_inclusive: bool
    high_inclusive: bool
    deciders: tuple[tuple[Grant, ...], ...]

    @property
    def is_point(self) -> bool:
        """Whether it is a single figure."""
        return self.low == self.high


FlawKind = Literal["hole", "double", "shared_end", "uncovered_end"]


class Flaw(NamedTuple):
    """A stretch of amounts with no decider or several. `grants` are those on both sides of a hole, or the several."""

    kind: FlawKind
    band: Band
    grants: tuple[Grant, ...]


def scales(grants: Iterable[Grant]) -> list[Scale]:
    """The scales of a matter's grants, in order; one without quantity where no grant has a limit."""
    grants = list(grants)
    measured = {Scale(g.quantity, g.per, g.base) for g in grants if g.quantity is not None} or {Scale(None)}
    found: set[Scale] = set()
    for scale in measured:
        here = [g for g in grants if _on(g, scale)]
        conditions = {g.condition for g in here}
        found |= {scale._replace(condition=condition) for condition in conditions}
    return sorted(found, key=lambda s: tuple(part or "" for part in s))


def on_scale(grants: Iterable[Grant], scale: Scale) -> list[Grant]:
    """The grants that hold on a scale."""
    return [g for g in grants if _on(g, scale) and g.condition in (None, scale.condition)]


def _on(grant: Grant, scale: Scale) -> bool:
    return grant.quantity is None or (grant.quantity, grant.per, grant.base) == scale[:3]


def deciders_at(grants: Sequence[Grant], at: Position) -> tuple[tuple[Grant, ...], ...]:
    """Who decides at a place, of grants on one scale; each inner tuple decides together."""
    covering = [g for g in grants if g.covers(at)]
    final = [g for g in covering if g.act in FINAL_ACTS] or [g for g in covering if g.act == SIGNING]
    final = [g for g in final if not any(_gives_way(g, other) for other in final)]
    last = max((g.step for g in final if g.step is not None), default=None)
    final = [g for g in final if g.step is None or g.step == last]
    together: dict[object, dict[str, Grant]] = {}
    for g in sorted(final, key=lambda g: (g.holder, g.id)):
        together.setdefault((g.clause, g.step, g.start, g.end) if g.clause else g.holder, {}).setdefault(g.holder, g)
    groups: dict[tuple[str, ...], tuple[Grant, ...]] = {}
    for group in together.values():
        groups.setdefault(tuple(group), tuple(group.values()))
    return tuple(groups[names] for names in sorted(groups))


def _gives_way(general: Grant, special: Grant) -> bool:
    """Whether one grant only holds where the other does not."""
    if general.condition != special.condition:
        return general.condition is None
    if general.quantity is None:
        return special.quantity is not None
    if special.quantity is None:
        return False
    up_to = general.low is None and special.low is None and special.end is not None
    if up_to and (general.end is None or special.end < general.end):  # type: ignore[operator]
        return True
    above = general.high is None and special.high is None and special.low is not None
    return above and special.start > general.start


def bands(grants: Iterable[Grant], scale: Scale) -> list[Band]:
    """All amounts from nothing upward, in order, each stretch with its deciders; holes are bands without any."""
    here = on_scale(grants, scale)
    figures = sorted({figure for g in here for figure in (g.low, g.high) if figure is not None} | {Decimal(0)})
    found: list[Band] = []
    for figure, following in pairwise([*figures, None]):
        if figure is None or figure < 0:
            continue
        _add(found, Band(figure, figure, True, True, deciders_at(here, (figure, 0))))
        _add(found, Band(figure, following, False, False, deciders_at(here, (figure, 1))))
    return [band._replace(high_inclusive=True) if band.high is None else band for band in found]


def _add(found: list[Band], band: Band) -> None:
    if found and found[-1].deciders == band.deciders:
        found[-1] = found[-1]._replace(high=band.high, high_inclusive=band.high_inclusive)
    else:
        found.append(band)


def flaws(grants: Iterable[Grant], scale: Scale) -> list[Flaw]:
    """Holes, doubles, shared and uncovered ends of a matter on one scale, in order of amount.

    A matter nobody decides at all has one hole, from nothing upward.
    """
    row = bands(grants, scale)
    found: list[Flaw] = []
    for index, band in enumerate(row):
        beside = [row[i].deciders for i in (index - 1, index + 1) if 0 <= i < len(row)]
        inner = band.is_point and len(beside) == 2 and all(len(groups) == 1 for groups in beside)
        if not band.deciders:
            near = tuple(g for groups in beside for group in groups for g in group)
            found.append(Flaw("uncovered_end" if inner else "hole", band, near))
        elif len(band.deciders) > 1:
            several = tuple(g for group in band.deciders for g in group)
            meets = inner and _holders(band.deciders) == _holders([groups[0] for groups in beside])
            found.append(Flaw("shared_end" if meets else "double", band, several))
    return found


def _holders(groups: Iterable[tuple[Grant, ...]]) -> set[tuple[str, ...]]:
    return {tuple(g.holder for g in group) for group in groups}


class Pair(NamedTuple):
    """Two grants that do not fit together; `figure` is where, where there is one."""

    kind: str
    one: Grant
    other: Grant
    figure: Decimal | None = None


def falling_limits(grants: Iterable[Grant], superiors: Mapping[str, Collection[str]]) -> list[Pair]:
    """Holders who may decide more than the nearest superior who may decide at all (`one` the subordinate's grant).

    `superiors` are the direct ones of each role; circles do no harm.
    """
    found: list[Pair] = []
    for scale in scales(grants := list(grants)):
        reach: dict[str, Grant] = {}
        for g in on_scale(grants, scale):
            if g.act in FINAL_ACTS and (g.holder not in reach or _farther(g, reach[g.holder])):
                reach[g.holder] = g
        for holder in sorted(reach):
            for above in sorted(_nearest_above(holder, reach, superiors)):
                if _farther(reach[holder], reach[above]):
                    found.append(Pair("falling_limit", reach[holder], reach[above], reach[above].high))
    return list(dict.fromkeys(found))


def _farther(one: Grant, other: Grant) -> bool:
    end, limit = one.end, other.end
    return limit is not None and (end is None or end > limit)


def _nearest_above(holder: str, among: Collection[str], superiors: Mapping[str, Collection[str]]) -> set[str]:
    """The first superiors on each way up that are among the given."""
    found: set[str] = set()
    met, next_up = {holder}, list(superiors.get(holder, ()))
    while next_up:
        role = next_up.pop()
        if role in met:
            continue
        met.add(role)
        if role in among:
            found.add(role)
        else:
            next_up.extend(superiors.get(role, ()))
    return found


def beyond_delegator(grants: Iterable[Grant]) -> list[Pair | Grant]:
    """Delegated grants that go beyond the delegator's own: a pair with the delegator's farthest grant, or the grant
    alone where the delegator has none in the matter."""
    found: list[Pair | Grant] = []
    for g in (grants := list(grants)):
        if g.delegated_from is None:
            continue
        own = [o for o in grants if o.holder == g.delegated_from and o.act in (*FINAL_ACTS, SIGNING)]
        own = [o for o in own if o.quantity is None or (o.quantity, o.per, o.base) == (g.quantity, g.per, g.base)]
        if not own:
            found.append(g)
        elif not _within(g, own):
            farthest = max(own, key=lambda o: (o.end is None, o.end or _LOWEST, o.id))
            found.append(Pair("beyond_delegator", g, farthest, farthest.high))
    return found


def _within(grant: Grant, own: Sequence[Grant]) -> bool:
    """Whether the grants together cover all of one."""
    at: Position = grant.start
    while True:
        ends = [o.end for o in own if o.covers(at)]
        if not ends:
            return False
        if None in ends:
            return True
        reached = max(end for end in ends if end is not None)
        if grant.end is not None and reached >= grant.end:
            return True
        at = _just_above(reached)


def _just_above(at: Position) -> Position:
    return at[0], at[1] + 1


def own_requests(grants: Iterable[Grant], superiors: Mapping[str, Collection[str]]) -> list[Pair]:
    """Who proposes and decides the same, and who decides what an own superior proposes (`one` proposes)."""
    found: list[Pair] = []
    grants = list(grants)
    proposing = [g for g in grants if g.act == "propose"]
    deciding = [g for g in grants if g.act in FINAL_ACTS]
    for one in proposing:
        for other in deciding:
            if not _meet(one, other):
                continue
            if one.holder == other.holder:
                found.append(Pair("own_request", one, other))
            elif one.holder in _reached(other.holder, superiors):
                found.append(Pair("superiors_request", one, other))
    return found


def _reached(holder: str, superiors: Mapping[str, Collection[str]]) -> set[str]:
    met: set[str] = set()
    next_up = list(superiors.get(holder, ()))
    while next_up:
        role = next_up.pop()
        if role not in met and role != holder:
            met.add(role)
            next_up.extend(superiors.get(role, ()))
    return met


def _meet(one: Grant, other: Grant) -> bool:
    """Whether two grants can hold for the same amount under the same condition."""
    if one.condition is not None and other.condition is not None and one.condition != other.condition:
        return False
    if one.quantity is None or other.quantity is None:
        return True
    if (one.quantity, one.per, one.base) != (other.quantity, other.per, other.base):
        return False
    return (one.end is None or other.start <= one.end) and (other.end is None or one.start <= other.end)


def late_reviews(grants: Iterable[Grant]) -> list[Pair]:
    """Reviews whose step comes after the decision on the same amount (`one` reviews)."""
    grants = [g for g in grants if g.step is not None]
    return [
        Pair("late_review", one, other)
        for one in grants
        if one.act == "review"
        for other in grants
        if other.act in FINAL_ACTS and (other.step or 0) < (one.step or 0) and _meet(one, other)
    ]


class Gap(NamedTuple):
    """Step numbers missing in the chain at some amounts."""

    band: Band
    missing: tuple[int, ...]
    grants: tuple[Grant, ...]


def step_gaps(grants: Iterable[Grant], scale: Scale) -> list[Gap]:
    """Stretches of amounts at which a step number between 1 and the last is held by nobody."""
    here = [g for g in on_scale(grants, scale) if g.step is not None]
    figures = sorted({figure for g in here for figure in (g.low, g.high) if figure is not None} | {Decimal(0)})
    found: list[Gap] = []
    for figure, following in pairwise([*figures, None]):
        if figure is None:
            continue
        for band, at in (
            (Band(figure, figure, True, True, ()), (figure, 0)),
            (Band(figure, following, False, following is None, ()), (figure, 1)),
        ):
            covering = tuple(g for g in here if g.covers(at))
            steps = {g.step for g in covering}
            missing = tuple(step for step in range(1, max((s or 0 for s in steps), default=0)) if step not in steps)
            if missing and found and found[-1][1:] == (missing, covering) and found[-1].band.high == figure:
                grown = found[-1].band._replace(high=band.high, high_inclusive=band.high_inclusive)
                found[-1] = found[-1]._replace(band=grown)
            elif missing:
                found.append(Gap(band, missing, covering))
    return found
