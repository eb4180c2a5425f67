"""The overlap heat map: owners against owners, each cell the pairs of duties they share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

MOST_OWNERS = 24
"""Rows and columns: those with the most pairs."""

_LEVELS = 5


class Cell(NamedTuple):
    """The pairs two owners share, by their place in the answer, and how strong the surest is, 1 to 5."""

    pairs: tuple[int, ...]
    level: int


class Heat(NamedTuple):
    """Owners (id, title, unit) and the cell of each two of them that share something."""

    owners: tuple[tuple[str, str, str], ...]
    cells: Mapping[tuple[str, str], Cell]
    left_out: int


def faults(rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """The places of the pairs that are not as they should be; a pair that is meant says by which design."""
    return [place for place, row in enumerate(rows) if not row.get("by_design")]


def heat(rows: Sequence[Mapping[str, Any]]) -> Heat:
    """The heat map of the rows of `overlapping_duties`."""
    pairs: dict[tuple[str, str], list[int]] = {}
    named: dict[str, tuple[str, str, str]] = {}
    counts: Counter[str] = Counter()
    for place in faults(rows):
        row = rows[place]
        for side in "ab":
            named[row[f"{side}_id"]] = (row[f"{side}_id"], row[side], row[f"{side}_unit"] or "")
            counts[row[f"{side}_id"]] += 1
        pairs.setdefault((row["a_id"], row["b_id"]), []).append(place)
        if row["a_id"] != row["b_id"]:
            pairs.setdefault((row["b_id"], row["a_id"]), []).append(place)
    top = sorted(counts, key=lambda owner: (-counts[owner], named[owner][2], named[owner][1], owner))
    shown = sorted(top[:MOST_OWNERS], key=lambda owner: (named[owner][2], named[owner][1], owner))
    inside = set(shown)
    cells = {
        key: Cell(tuple(places), _level(max(rows[place]["score"] for place in places)))
        for key, places in pairs.items()
        if inside.issuperset(key)
    }
    return Heat(tuple(named[owner] for owner in shown), cells, len(top) - len(shown))


def _level(score: float) -> int:
    """1 for a score of a half or less, 5 for 0.9 and more."""
    return max(1, min(_LEVELS, int((score - 0.5) * 10) + 1))
