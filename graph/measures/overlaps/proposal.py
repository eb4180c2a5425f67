"""Who could own a matter that several hold, and on what ground."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dutygraph.graph.measures.escalation import Superiors
from dutygraph.graph.measures.overlaps.prepared import Prepared, owner_names
from dutygraph.graph.measures.overlaps.words import SCALE, likeness, weight
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

MOST_HOLDERS = 50
"""Of more owners none is nearest."""


class Proposal(NamedTuple):
    """`owner_id` None where it can't be told; `ground` in words says why, either way."""

    owner_id: str | None
    ground: str


def propose(
    prepared: Prepared,
    group: Sequence[int],
    duties: Sequence[Duty],
    held: Mapping[str, Sequence[int]],
    owners: Mapping[str, Owner],
    superiors: Superiors,
) -> Proposal:
    """The only one that owns it; the one whose title, charge and other duties lie nearest; the lowest owner that stands
    above all others; none. `held` are the rows of each owner's duties."""
    holders = sorted({duties[row].owner_id for row in group}, key=lambda i: (owners[i].title, i))
    owning = sorted({duties[row].owner_id for row in group if duties[row].mode in OWNING})
    if len(owning) == 1 and len(holders) > 1:
        return Proposal(
            owning[0], "the only one whose duty says that it owns the matter; the others help, check or report"
        )
    if nearest := _nearest(prepared, group, held, owners, holders):
        return nearest
    spanning = [h for h in holders if all(h in superiors.above(other) for other in holders)]
    if spanning:
        lowest = max(spanning, key=lambda h: (len(superiors.above(h)), h))
        return Proposal(lowest, "the lowest of the owners that stands above all others")
    return Proposal(None, "cannot be told: no owner's charge or other duties lie nearer to the matter than the others'")


def _nearest(
    prepared: Prepared,
    group: Sequence[int],
    held: Mapping[str, Sequence[int]],
    owners: Mapping[str, Owner],
    holders: Sequence[str],
) -> Proposal | None:
    matter = _words([prepared.parsed[row].text for row in group[:20]])
    if not matter or len(holders) > MOST_HOLDERS:
        return None
    taken = set(group)
    ranked = []
    for owner in holders:
        charge = _share(matter, _words([*owner_names(owners[owner].title), owners[owner].charge]))
        others = [row for row in held[owner] if row not in taken][:OTHERS]
        duties = _share_of_duties(prepared, matter, others) / 2
        ranked.append((charge, "title or charge", owner) if charge >= duties else (duties, "other duties", owner))
    ranked.sort(key=lambda item: (-item[0], item[2]))
    best, ground, owner = ranked[0]
    following = ranked[1][0] if len(ranked) > 1 else 0.0
    if best >= ENOUGH and best >= MARGIN * following:
        return Proposal(owner, f"its {ground} lie nearest to the matter ({best:.2f}; the next owner {following:.2f})")
    return None


def _words(texts: Sequence[str]) -> dict[str, float]:
    """Matter words with their weight."""
    out: dict[str, float] = {}
    for text in texts:
        for word, value in _matter(text):
            out[word] = max(out.get(word, 0.0), value)
    return out


@lru_cache(maxsize=50_000)
def _matter(text: str) -> tuple[tuple[str, float], ...]:
    """The matter words of a text; titles and duties come up again in every matter their owner has a part in."""
    return tuple((word.text, word.weight * weight(word.text)) for word in parse(text).words if word.part == "matter")


def _share(matter: Mapping[str, float], other: Mapping[str, float]) -> float:
    """The share of `matter` that `other` holds, by the nearest word of each."""
    total = sum(matter.values())
    found = sum(value * max((likeness(word, o) for o in other), default=0.0) for word, value in matter.items())
    return found / total if total else 0.0


def _share_of_duties(prepared: Prepared, matter: Mapping[str, float], rows: Sequence[int]) -> float:
    """As `_share`, of the words of other duties, whose likeness is known."""
    total = sum(matter.values())
    if not rows or not total:
        return 0.0
    ids = np.array([prepared.numbers.get(word, 0) for word in matter], np.intp)
    near = prepared.table[np.ix_(ids, np.unique(prepared.phrase_words[list(rows)]))].max(1)
    return float(sum(value * int(best) for value, best in zip(matter.values(), near, strict=True)) / SCALE / total)
