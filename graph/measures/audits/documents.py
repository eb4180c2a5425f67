"""Contradictions between documents (docs/findings.md#documents)."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TypeAlias

from dutygraph.graph.measures.audits import Benchmarks, Judged, Violations, band_value
from dutygraph.graph.measures.audits.organization import Organization
from dutygraph.graph.measures.bands import Band, Grant

_Ends: TypeAlias = tuple[Decimal | None, Decimal | None, bool, bool]

_NO_END = (Decimal("Infinity"), 0)

DISPUTED = ("headcount_min", "headcount_max", "vacant", "kind")
"""Fields in which different values contradict each other; goals and summaries may add to each other."""


def documents_differ(organization: Organization, _: Benchmarks) -> Judged:
    """Roles and units of which documents state one thing differently."""
    found = Violations()
    seen: set[tuple[str, str]] = set()
    for difference in organization.differences:
        field = difference.field.removesuffix("_min").removesuffix("_max")
        if difference.field in DISPUTED and (difference.thing, field) not in seen:
            seen.add((difference.thing, field))
            found.add(difference.thing, field, difference.first, difference.other, facts=[difference.id])
    stated = [thing for thing in (*organization.roles, *organization.units) if len(organization.facts[thing]) > 5]
    return found.of(len(stated))


def documents_differ_on_limit(organization: Organization, _: Benchmarks) -> Judged:
    """Grants of one holder in one matter whose limit is another one in each document."""
    found = Violations()
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    powers = list(organization.powers)
    for place, power in enumerate(powers):
        grant = power.grant
        if grant.quantity is not None:
            parts = (grant.holder, power.matter, grant.act, grant.quantity, grant.per, grant.base, grant.condition)
            groups[tuple(part or "" for part in parts)].append(place)
    for key, places in sorted(groups.items()):
        by_document: dict[str, set[_Ends]] = defaultdict(set)
        stated: dict[_Ends, int] = {}  # a duty and a table may state one limit by two grants
        for place in places:
            ends = _ends(powers[place].grant)
            stated.setdefault(ends, place)
            for document in organization.documents(powers[place].grant.id):
                by_document[document].add(ends)
        if len(by_document) > 1 and len(stated) > 1 and all(len(held) == 1 for held in by_document.values()):
            two = sorted((powers[place] for place in stated.values()), key=lambda power: power.grant.end or _NO_END)
            limits = [_limit(power.grant) for power in two]
            found.add(
                key[0], two[0].matter_id, two[0].matter, key[2], limits[0], limits[1], key[6],
                facts=[power.grant.id for power in two],
            )  # fmt: skip
    return found.of(len(groups))


def _ends(grant: Grant) -> _Ends:
    return grant.low, grant.high, grant.low_inclusive, grant.high_inclusive


def _limit(grant: Grant) -> dict[str, object]:
    return band_value(
        Band(grant.low or Decimal(0), grant.high, grant.low_inclusive, grant.high_inclusive, ()), grant.quantity
    )
