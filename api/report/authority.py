"""Matters and who decides them up to which amount, as the report shows them (docs/authority.md)."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from dutygraph.api.staff import Staff, limit_of
from dutygraph.graph.measures.approvals import amounts
from dutygraph.graph.measures.bands import Band, Grant, Scale, bands, on_scale, scales
from dutygraph.graph.text.matters import normal_matter, wider

MOST_HOLDERS = 16
"""Columns of the matrix of matters and holders: those with the most grants."""


class Rung(NamedTuple):
    """A stretch of amounts with those who decide it, none where it is a hole; `point` marks a single figure."""

    amounts: str
    deciders: tuple[str, ...]
    hole: bool


class Ladder(NamedTuple):
    """The amounts of a matter from nothing upward on one scale."""

    scale: Scale
    rungs: tuple[Rung, ...]


class Matter(NamedTuple):
    """A matter in normal form with the wider one, its grants with their limits, and a ladder for each scale of amounts
    on which somebody decides."""

    name: str
    wider: str
    grants: tuple[tuple[Grant, str], ...]
    ladders: tuple[Ladder, ...]


def matters_of(staff: Staff) -> list[Matter]:
    """The matters of an organisation by name."""
    found: dict[str, list[tuple[Grant, str]]] = {}
    for stored, grants in staff.grants.items():
        found.setdefault(normal_matter(stored), []).extend((grant, text or limit_of(grant)) for grant, text in grants)
    return [
        Matter(
            name,
            wider(name) or "",
            tuple(sorted(grants, key=lambda each: (each[0].step or 0, each[0].start, each[0].act, each[0].id))),
            tuple(_ladders([grant for grant, _ in grants])),
        )
        for name, grants in sorted(found.items())
    ]


def holders_of(matters: list[Matter]) -> list[str]:
    """Those with the most grants, at most `MOST_HOLDERS`."""
    counts = Counter(grant.holder for matter in matters for grant, _ in matter.grants)
    return sorted(counts, key=lambda holder: (-counts[holder], holder))[:MOST_HOLDERS]


def _ladders(grants: list[Grant]) -> list[Ladder]:
    found = []
    for scale in scales(grants):
        rungs = [_rung(band) for band in bands(on_scale(grants, scale), scale)]
        if scale.quantity and any(not rung.hole for rung in rungs):
            found.append(Ladder(scale, tuple(rungs)))
    return found


def _rung(band: Band) -> Rung:
    ends = Grant("", "", "", band.low or None, band.high, band.low_inclusive, band.high_inclusive)
    deciders = dict.fromkeys(grant.holder for group in band.deciders for grant in group)
    return Rung(amounts(ends), tuple(deciders), not band.deciders)
