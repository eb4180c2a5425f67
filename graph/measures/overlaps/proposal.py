"""Who could own a matter that several hold, and on what ground."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from dutygraph.graph.measures.escalation import Superiors
from dutygraph.graph.measures.overlaps.prepared import Prepared, owner_names
from dutygraph.graph.measures.overlaps.words import likeness, weight
from dutygraph.graph.text.acts import parse

if TYPE_CHECKING:
    from dutygraph.graph.measures.overlaps.register import Duty, Owner

OWNING = frozenset({"own", "lead"})

MARGIN = 1.3
"""The nearest owner must be nearer than the next by this factor."""

ENOUGH = 0.15
"""Share of the matter that the nearest owner's charge and other duties must hold."""

OTHERS = 40
"""Other duties of an owner that are looked at."""


class Proposal(NamedTuple):
    """`owner_id` None where it can't be told; `ground` in words says why, either way."""

    owner_id: str | None
    ground: str


def propose(
    prepared: Prepared,
    group: Sequence[int],
    duties: Sequence[Duty],
    owners: Mapping[str, Owner],
    superiors: Superiors,
) -> Proposal:
    """The only one that owns it; the one whose title, charge and other duties lie nearest; the lowest owner that stands
    above all others; none."""
    holders = sorted({duties[row].owner_id for row in group}, key=lambda i: (owners[i].title, i))
    owning = sorted({duties[row].owner_id for row in group if duties[row].mode in OWNING})
    if len(owning) == 1 and len(holders) > 1:
        return Proposal(
            owning[0], "the only one whose duty says that it owns the matter; the others help, check or report"
        )
    if nearest := _nearest(prepared, group, duties, owners, holders):
        return nearest
    spanning = [h for h in holders if all(h in superiors.above(other) for other in holders)]
    if spanning:
        lowest = max(spanning, key=lambda h: (len(superiors.above(h)), h))
        return Proposal(lowest, "the lowest of the owners that stands above all others")
    return Proposal(None, "cannot be told: no owner's charge or other duties lie nearer to the matter than the others'")


def _nearest(
    prepared: Prepared,
    group: Sequence[int],
    duties: Sequence[Duty],
    owners: Mapping[str, Owner],
    holders: Sequence[str],
) -> Proposal | None:
    matter = _words([prepared.parsed[row].text for row in group[:20]])
    if not matter or len(holders) > 50:
        return None
    taken = set(group)
    of_owner: dict[str, list[int]] = {}
    wanted = set(holders)
    for row, duty in enumerate(duties):
        if duty.owner_id in wanted and row not in taken:
            of_owner.setdefault(duty.owner_id, []).append(row)
    ranked = sorted(
        (
            _nearness(matter, owners[h], [prepared.parsed[row].text for row in of_owner.get(h, [])[:OTHERS]])
            for h in holders
        ),
        key=lambda item: (-item[0], item[2]),
    )
    best, ground, owner = ranked[0]
    following = ranked[1][0] if len(ranked) > 1 else 0.0
    if best >= ENOUGH and best >= MARGIN * following:
        return Proposal(owner, f"its {ground} lie nearest to the matter ({best:.2f}; the next owner {following:.2f})")
    return None


def _nearness(matter: Mapping[str, float], owner: Owner, others: Sequence[str]) -> tuple[float, str, str]:
    """How much of the matter the owner's title and charge hold, or half of what its other duties hold."""
    charge = _share(matter, _words([*owner_names(owner.title), owner.charge]))
    duties = _share(matter, _words(others)) / 2
    return (charge, "title or charge", owner.id) if charge >= duties else (duties, "other duties", owner.id)


def _words(texts: Sequence[str]) -> dict[str, float]:
    """Matter words with their weight."""
    out: dict[str, float] = {}
    for text in texts:
        for word in parse(text).words:
            if word.part == "matter":
                out[word.text] = max(out.get(word.text, 0.0), word.weight * weight(word.text))
    return out


def _share(matter: Mapping[str, float], other: Mapping[str, float]) -> float:
    """The share of `matter` that `other` holds, by the nearest word of each."""
    total = sum(matter.values())
    found = sum(value * max((likeness(word, o) for o in other), default=0.0) for word, value in matter.items())
    return found / total if total else 0.0
