"""Who approves what: the chain of steps at an amount, and the way up to the first who may decide (docs/authority.md).

Pure functions over the grants of a matter (`bands.Grant`) and the lines of an organisation. Nothing is converted: an
amount in another currency than the limits meets no limit, and the answer says so.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from dutygraph.graph.errors import InputError
from dutygraph.graph.measures.bands import (
    FINAL_ACTS,
    SIGNING,
    Grant,
    Position,
    Scale,
    deciders_at,
    on_scale,
)

ORDER = ("propose", "review", "consent", "approve", "decide", "sign", "record")
"""The acts of a chain, in the order in which they happen where no step numbers say otherwise."""

USUAL_PER = "transaction"

Verdict = Literal["one", "nobody", "several", "depends"]


class Asked(NamedTuple):
    """A request: what is absent is not known. `asker` is the role that asks and so cannot decide."""

    amount: Decimal | None = None
    quantity: str | None = None
    per: str | None = None
    condition: str | None = None
    asker: str | None = None


class Step(NamedTuple):
    """One act of the chain; `decides` marks the final ones. `matter` is the one the grant is in."""

    matter: str
    grant: Grant
    decides: bool


class Chain(NamedTuple):
    """Who acts on a request, in order.

    `verdict`: one holder (or one group) decides, nobody, several that compete, or it depends on what was not said
    (`missing`: amount, quantity, condition). `matter` is the one decided in, a wider one than asked where nobody
    decides the narrower. `nearest` are the final grants that come nearest below and above where nobody decides.
    `other_quantities` are those of limits that the amount cannot be compared with.
    """

    verdict: Verdict
    matter: str | None
    steps: tuple[Step, ...]
    nearest: tuple[Step, ...] = ()
    missing: tuple[str, ...] = ()
    other_quantities: tuple[str, ...] = ()


def who_approves(
    tree: Sequence[tuple[str, Sequence[Grant]]],
    asked: Asked,
    *,
    above: Collection[str] = (),
    below: Collection[str] = (),
) -> Chain:
    """The chain for a request; `tree` holds the matter asked for and the wider ones, narrowest first, and their grants.

    `above` and `below` are the roles over and under the asker: of several deciders, those above the asker decide; the
    asker and those below decide nothing the asker asks for. Raises InputError for an amount below nothing.
    """
    if asked.amount is not None and (asked.amount.is_nan() or asked.amount < 0):
        raise InputError(f"the amount is {asked.amount}; give an amount of nothing or more.")
    narrower: list[Step] = []
    nearest: list[Step] = []
    quantities: set[str] = set()
    for matter, all_grants in tree:
        grants = [g for g in all_grants if not _settles_own(g, asked.asker, below)]
        scale, missing = _scale([g for g in grants if g.act in (*FINAL_ACTS, SIGNING)], asked)
        if missing:
            steps = [Step(matter, g, g.act in FINAL_ACTS) for g in grants if g.act in ORDER]
            return Chain("depends", matter, _in_order([*narrower, *steps]), missing=tuple(missing))
        if asked.quantity is not None:
            quantities |= {g.quantity for g in grants if g.quantity is not None} - {asked.quantity}
        at = (asked.amount or Decimal(0), 0)
        here = on_scale(grants, scale)
        groups = _above_first(deciders_at(here, at), above)
        narrower += _steps(matter, here, at, groups)
        if groups:
            verdict: Verdict = "one" if len(groups) == 1 else "several"
            return Chain(verdict, matter, _in_order(narrower), other_quantities=tuple(sorted(quantities)))
        nearest += [Step(matter, g, False) for g in _nearest(here, at)]
    return Chain("nobody", None, _in_order(narrower), tuple(nearest), other_quantities=tuple(sorted(quantities)))


def _settles_own(grant: Grant, asker: str | None, below: Collection[str]) -> bool:
    final = grant.act in (*FINAL_ACTS, SIGNING)
    return final and (grant.holder == asker or grant.holder in below)


def _scale(final: Sequence[Grant], asked: Asked) -> tuple[Scale, list[str]]:
    """The scale a request is measured on by the grants that settle it, and what must be known first."""
    limited = [g for g in final if g.quantity is not None]
    unknown: list[str] = []
    quantities = sorted({g.quantity for g in limited if g.quantity is not None})
    if asked.amount is None and limited:
        unknown.append("amount")
    if asked.quantity is None and len(quantities) > 1:
        unknown.append("quantity")
    quantity = asked.quantity or (quantities[0] if quantities else None)
    measured = [g for g in limited if g.quantity == quantity]
    if asked.condition is None and any(g.condition for g in final) and not any(g.condition is None for g in final):
        unknown.append("condition")
    per = asked.per if asked.per is not None else _usual(g.per for g in measured)
    return Scale(quantity, per, _usual(g.base for g in measured), asked.condition), unknown


def _usual(values: Iterable[str | None]) -> str | None:
    """The one value there is; of several that of a single transaction, else the first."""
    found = set(values)
    if USUAL_PER in found:
        return USUAL_PER
    return min(found, key=lambda value: value or "", default=None)


def _above_first(groups: tuple[tuple[Grant, ...], ...], above: Collection[str]) -> tuple[tuple[Grant, ...], ...]:
    """Of several deciders those above the asker, where there are some: 部门经理 is the asker's own."""
    if len(groups) < 2:
        return groups
    own = tuple(group for group in groups if any(g.holder in above for g in group))
    return own or groups


def _steps(matter: str, grants: Sequence[Grant], at: Position, groups: tuple[tuple[Grant, ...], ...]) -> list[Step]:
    deciding = [g for group in groups for g in group]
    for g in list(deciding):  # documents that give one holder different limits are all shown
        alike = (g.holder, g.act, g.step, g.condition, g.quantity)
        deciding += [
            o for o in grants
            if o not in deciding and o.covers(at) and (o.holder, o.act, o.step, o.condition, o.quantity) == alike
        ]  # fmt: skip
    steps = [Step(matter, g, True) for g in deciding]
    last = max((g.step or 0 for g in deciding), default=0)
    for g in grants:
        if g in deciding or g.act not in ORDER or not g.covers(at):
            continue
        # An approval is a step of the chain only before the last one; a limit up to less or more is somebody else's.
        earlier = (g.step is not None and g.step < last) or (g.low is not None and g.high is None)
        if g.act not in FINAL_ACTS or (deciding and earlier):
            steps.append(Step(matter, g, False))
    return steps


def _in_order(steps: Iterable[Step]) -> tuple[Step, ...]:
    """By step number where one is stated, else by the usual order of the acts."""
    numbered = sorted((s for s in steps if s.grant.step is not None), key=lambda s: (s.grant.step, *_place(s)))
    rest = sorted((s for s in steps if s.grant.step is None), key=_place)
    ordered: list[Step] = []
    for step in numbered:
        while rest and ORDER.index(rest[0].grant.act) < ORDER.index(step.grant.act):
            ordered.append(rest.pop(0))
        ordered.append(step)
    return (*ordered, *rest)


def _place(step: Step) -> tuple[object, ...]:
    g = step.grant
    return ORDER.index(g.act), step.decides, g.start, g.holder, g.id


def _nearest(grants: Iterable[Grant], at: Position) -> list[Grant]:
    """The final grants that end nearest below a place and begin nearest above it."""
    final = [g for g in grants if g.act in (*FINAL_ACTS, SIGNING)]
    below = [(end, g) for g in final if (end := g.end) is not None and end < at]
    above = [g for g in final if g.start > at]
    farthest = max((end for end, _ in below), default=None)
    first = min((g.start for g in above), default=None)
    found = [g for end, g in below if end == farthest] + [g for g in above if g.start == first]
    return sorted(found, key=lambda g: (g.start, g.holder, g.id))


# ---- the way up ----


class Able(NamedTuple):
    """Whose limit suffices for a request, of grants of one matter.

    `within` hold a grant for just this amount, `beyond` only one whose limit lies higher (a tier that begins above the
    amount). `missing` and `other_quantities` are as in `Chain`: what is missing was taken as any.
    """

    within: frozenset[str]
    beyond: frozenset[str]
    missing: tuple[str, ...] = ()
    other_quantities: tuple[str, ...] = ()


def able(grants: Iterable[Grant], asked: Asked, act: str | None = None) -> Able:
    """Whose limit suffices for a request; without `act` those who approve or decide, sign where nobody does.

    Of several grants *from* a figure (超过1万元的, 超过5万元的) the greater figure counts, of several steps the last.
    """
    grants = list(grants)
    final = [g for g in grants if g.act == act] if act else [g for g in grants if g.act in FINAL_ACTS]
    if act is None and not final:
        final = [g for g in grants if g.act == SIGNING]
    scale, missing = _scale(final, asked)
    here = final
    if "quantity" not in missing:
        here = [g for g in here if g.quantity is None or g.quantity == scale.quantity]
    if "condition" not in missing:
        here = [g for g in here if g.condition in (None, scale.condition)]
    others = {g.quantity for g in final if g.quantity is not None and asked.quantity is not None} - {asked.quantity}
    at: Position = (asked.amount or Decimal(0), 0)
    within = here if asked.amount is None else [g for g in here if _measured(g, scale) and g.covers(at)]
    first = max((g.start for g in within if g.low is not None and g.high is None), default=None)
    within = [g for g in within if g.low is None or g.high is not None or g.start == first]
    last = max((g.step for g in within if g.step is not None), default=None)
    within = [g for g in within if g.step is None or g.step == last]
    higher = [g for g in here if _measured(g, scale) and g.start > at]
    return Able(
        frozenset(g.holder for g in within), frozenset(g.holder for g in higher), tuple(missing), tuple(sorted(others))
    )


def _measured(grant: Grant, scale: Scale) -> bool:
    """Whether a grant is on the scale but for what the question left open."""
    return grant.quantity is None or (grant.per, grant.base) == (scale.per, scale.base)


Rule = Literal["start", "line", "deputy", "acting", "vacancy"]
Outcome = Literal["decides", "limit", "asks", "conflict", "vacant"]


class Tie(NamedTuple):
    """A line to another role and the id of the fact that states it."""

    role: str
    id: str


class Organization(NamedTuple):
    """Lines of an organisation, each list in the order in which its ties are to be taken.

    `superiors` are solid lines up, `acting` those that hold while the superior's post is vacant, `deputies` who stands
    in for a post.
    """

    superiors: Mapping[str, Sequence[Tie]]
    acting: Mapping[str, Sequence[Tie]] = {}
    deputies: Mapping[str, Sequence[Tie]] = {}
    vacant: Collection[str] = ()


class Hop(NamedTuple):
    """One role on the way: the rule and the fact that led to it, and what became of it there.

    `decides`; or passed over: its own limit does not suffice (`limit`), it asks itself, is in `conflict`, is `vacant`.
    """

    role: str
    rule: Rule
    tie: str | None
    outcome: Outcome


class Escalation(NamedTuple):
    """The way from a role to the first who may decide. `instead_of` is the vacant post whose authority the decider uses
    (its deputy, who acts for it, or one level up); `decider` is None where nobody on any way up may decide."""

    hops: tuple[Hop, ...]
    decider: str | None
    instead_of: str | None = None


class _Node(NamedTuple):
    role: str
    came_from: str | None
    power_of: str | None  # the vacant post below whose authority has moved here
    rule: Rule
    tie: str | None
    before: _Node | None


def escalate(
    role: str,
    organization: Organization,
    sufficient: Collection[str],
    *,
    asker: str | None = None,
    conflicted: Collection[str] = (),
) -> Escalation:
    """From a role upward to the first that may decide: the fewest hops; of equal ways the one whose ties come first.

    `sufficient` are the roles whose own limit suffices. Passed over are the asker, roles in conflict, and vacant posts.
    The authority of a vacant post that would suffice goes to its deputy, to who acts for it by a stated line, and one
    level up, in this order; the authority of the asker or of a role in conflict goes to nobody. Always ends.
    """
    start = _Node(role, None, None, "start", None, None)
    queue = deque([start])
    met: set[tuple[str | None, ...]] = {(role, None, None)}
    last: _Node | None = None
    while queue:
        node = queue.popleft()
        if _outcome(node, organization, sufficient, asker, conflicted) == "decides":
            own = node.role in sufficient
            return Escalation(
                _hops(node, organization, sufficient, asker, conflicted), node.role, None if own else node.power_of
            )
        last = node
        for following in _onward(node, organization, sufficient):
            # A vacant post is met anew from each subordinate: a line that acts for it belongs to the subordinate.
            key = (
                following.role,
                following.power_of,
                following.came_from if following.role in organization.vacant else None,
            )
            if key not in met:
                met.add(key)
                queue.append(following)
    hops = _hops(last, organization, sufficient, asker, conflicted) if last else ()
    return Escalation(hops, None)


def _outcome(
    node: _Node, organization: Organization, sufficient: Collection[str], asker: str | None, conflicted: Collection[str]
) -> Outcome:
    outcome = passed_over(node.role, organization, asker, conflicted)
    able = outcome == "limit" and (node.role in sufficient or node.power_of is not None)
    return "decides" if able else outcome


def passed_over(role: str, organization: Organization, asker: str | None, conflicted: Collection[str]) -> Outcome:
    """Why a role whose own limit does not suffice is passed over."""
    if role in organization.vacant:
        return "vacant"
    if role == asker:
        return "asks"
    return "conflict" if role in conflicted else "limit"


def _onward(node: _Node, organization: Organization, sufficient: Collection[str]) -> Iterable[_Node]:
    up = organization.superiors.get(node.role, ())
    if node.role not in organization.vacant:
        for tie in up:
            yield _Node(tie.role, node.role, None, "line", tie.id, node)
        return
    power = node.role if node.role in sufficient else node.power_of
    for tie in organization.deputies.get(node.role, ()):
        yield _Node(tie.role, node.role, power, "deputy", tie.id, node)
    for tie in organization.acting.get(node.came_from or "", ()):
        yield _Node(tie.role, node.role, power, "acting", tie.id, node)
    for tie in up:
        yield _Node(tie.role, node.role, power, "vacancy", tie.id, node)


def _hops(
    node: _Node, organization: Organization, sufficient: Collection[str], asker: str | None, conflicted: Collection[str]
) -> tuple[Hop, ...]:
    hops: list[Hop] = []
    at: _Node | None = node
    while at is not None:
        hops.append(Hop(at.role, at.rule, at.tie, _outcome(at, organization, sufficient, asker, conflicted)))
        at = at.before
    return tuple(reversed(hops))
