"""The figures of an organisation that a change of it moves: spans, layers, overlaps, bands, concentration."""

from __future__ import annotations

from collections import Counter
from statistics import median
from typing import NamedTuple

from dutygraph.graph.measures.audits.bands import matters
from dutygraph.graph.measures.audits.organization import Organization, is_final
from dutygraph.graph.measures.audits.spans import managers, width
from dutygraph.graph.measures.bands import flaws, scales
from dutygraph.graph.measures.span import spans


class Figures(NamedTuple):
    """Figures of one organisation (docs/whatif.md#measures). `overlap_clusters` is None where it is too large to judge
    every pair of duties; `most_decided_ratio` is the share of the matters anybody decides that one holder decides."""

    roles: int
    units: int
    duties: int
    managers: int
    widest_span: float
    median_span: float
    layers: int
    overlap_clusters: int | None
    band_holes: int
    band_doubles: int
    matters_decided: int
    most_decided_ratio: float


def figures(organization: Organization) -> Figures:
    """The figures of an organisation. A span is the number of people or posts that rules judge; layers count from the
    top, 1 = nobody above; holes and doubles are stretches of amounts (docs/authority.md#bands)."""
    leading = [width(organization, manager).figure for manager in managers(organization)]
    solid = organization.solid
    depths = spans([line.subordinate for line in solid], [line.superior for line in solid])
    register = organization.register
    flawed: Counter[str] = Counter()
    deciders: Counter[str] = Counter()
    decided = 0
    for powers in matters(organization).values():
        holders = {power.grant.holder for power in powers if is_final(power.grant.act)}
        decided += bool(holders)
        deciders.update(holders)
        grants = [power.grant for power in powers]
        if any(grant.quantity is not None and is_final(grant.act) for grant in grants):
            for scale in scales(grants):
                if scale.quantity is not None:
                    flawed.update(flaw.kind for flaw in flaws(grants, scale))
    return Figures(
        roles=len(organization.described),
        units=len(organization.units),
        duties=len(organization.claims),
        managers=len(leading),
        widest_span=max(leading, default=0),
        median_span=median(leading) if leading else 0,
        layers=max((span.layer or 0 for span in depths.values()), default=0),
        overlap_clusters=None if register is None else len(register.clusters),
        band_holes=flawed["hole"] + flawed["uncovered_end"],
        band_doubles=flawed["double"],
        matters_decided=decided,
        most_decided_ratio=round(max(deciders.values(), default=0) / decided, 3) if decided else 0.0,
    )
