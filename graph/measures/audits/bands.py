"""Limits of authority as findings: holes, doubles, limits that fall, chains of steps (docs/findings.md#bands)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from dutygraph.graph.measures import bands
from dutygraph.graph.measures.audits import Benchmarks, Judged, Violations, band_value
from dutygraph.graph.measures.audits.organization import FROM_DUTY, Organization, is_final
from dutygraph.graph.measures.audits.things import Power
from dutygraph.graph.measures.audits.titles import words
from dutygraph.graph.measures.bands import FINAL_ACTS, Flaw, Grant, Scale
from dutygraph.graph.text.folding import fold
from dutygraph.graph.text.matters import wider_matters


def matters(organization: Organization) -> Mapping[str, Sequence[Power]]:
    """The powers in each matter. Where a unit and a role in it hold a final act, the role's count; where documents
    state a limit, what is read out of a duty without one says no more than the table."""
    found: dict[str, Sequence[Power]] = {}
    for matter, powers in organization.powers_in.items():
        holders = {power.grant.holder for power in powers if is_final(power.grant.act)}
        held = [power for power in powers if not _by_its_role(organization, power.grant.holder, holders)]
        ladder = any(_tier(power) and power.basis != FROM_DUTY for power in held)
        found[matter] = [power for power in held if not (ladder and power.basis == FROM_DUTY and not _tier(power))]
    return found


def _by_its_role(organization: Organization, holder: str, holders: set[str]) -> bool:
    return holder in organization.units and any(organization.contains(holder, other) for other in holders - {holder})


def _tier(power: Power) -> bool:
    """Whether a grant is final and has a limit."""
    return power.grant.quantity is not None and is_final(power.grant.act)


def _grants(powers: Sequence[Power]) -> list[Grant]:
    return [power.grant for power in powers]


def _limited(powers: Sequence[Power]) -> bool:
    """Whether a matter has a final grant with a limit."""
    return any(_tier(power) for power in powers)


def _flaws(organization: Organization, kinds: Sequence[str]) -> Iterator[tuple[str, Scale, Flaw]]:
    for matter, powers in matters(organization).items():
        if _limited(powers):
            grants = _grants(powers)
            for scale in bands.scales(grants):
                if scale.quantity is not None:
                    yield from ((matter, scale, flaw) for flaw in bands.flaws(grants, scale) if flaw.kind in kinds)


def _scales(organization: Organization) -> int:
    """How many (matter, scale) are judged."""
    return sum(
        sum(scale.quantity is not None for scale in bands.scales(_grants(powers)))
        for powers in matters(organization).values()
        if _limited(powers)
    )


def band_hole(organization: Organization, _: Benchmarks) -> Judged:
    """Amounts between tiers, below or above them, that nobody decides, in the matter or a wider one."""
    found = Violations()
    by_id = {power.grant.id: power for power in organization.powers}
    for matter, scale, flaw in _flaws(organization, ("hole", "uncovered_end")):
        if _wider_decides(organization, matter, flaw) or _below_a_duty(flaw, by_id):
            continue
        kind = "uncovered_end" if flaw.kind == "uncovered_end" else "open_top" if flaw.band.high is None else "hole"
        severity = "warning" if kind != "hole" else "error"
        holders = sorted({grant.holder for grant in flaw.grants})
        facts = [grant.id for grant in flaw.grants]
        if facts:
            found.add(
                organization.powers_in[matter][0].matter_id, matter, band_value(flaw.band, scale.quantity), kind,
                holders, scale.condition or "", severity, _key(flaw, scale), facts=facts,
            )  # fmt: skip
    return found.of(_scales(organization))


def _below_a_duty(flaw: Flaw, by_id: Mapping[str, Power]) -> bool:
    """Whether a stretch lies below the one amount of a duty (审批30万元以上的采购): the duty says what is left to its
    holder and not who has the rest, as a table does."""
    return flaw.band.low == 0 and all(by_id[grant.id].basis == FROM_DUTY for grant in flaw.grants)


def _key(flaw: Flaw, scale: Scale) -> str:
    """What tells one stretch of a matter from another."""
    return "|".join(str(part) for part in (*scale, flaw.band.low, flaw.band.high))


def _wider_decides(organization: Organization, matter: str, flaw: Flaw) -> bool:
    """Whether somebody decides a wider matter at both ends of the stretch."""
    start = (flaw.band.low, 0 if flaw.band.low_inclusive else 1)
    last = (flaw.band.high, 0 if flaw.band.high_inclusive else -1) if flaw.band.high is not None else None
    for wider in wider_matters(matter):
        final = [p.grant for p in organization.powers_in.get(wider, ()) if is_final(p.grant.act)]
        if any(g.covers(start) for g in final) and any(
            g.end is None if last is None else g.covers(last) for g in final
        ):
            return True
    return False


def band_double(organization: Organization, _: Benchmarks) -> Judged:
    """Amounts that several holders decide, none of whom gives way."""
    found = Violations()
    by_id = {power.grant.id: power for power in organization.powers}
    doubles = list(_flaws(organization, ("double",)))
    stretches = {(matter, scale) for matter, scale, flaw in doubles if not flaw.band.is_point}
    for matter, scale, flaw in doubles:
        if flaw.band.is_point and (matter, scale) in stretches:
            continue  # the figure at which a stretch that is told already ends
        powers = _apart(organization, [by_id[grant.id] for grant in flaw.grants])
        if len(powers) > 1:
            severity = "warning" if any(power.basis == FROM_DUTY for power in powers) else "error"
            found.add(
                powers[0].matter_id, matter, band_value(flaw.band, scale.quantity),
                sorted(power.grant.holder for power in powers), scale.condition or "", severity, _key(flaw, scale),
                facts=[power.grant.id for power in powers],
            )  # fmt: skip
    return found.of(_scales(organization))


def _apart(organization: Organization, powers: Sequence[Power]) -> list[Power]:
    """Powers that compete: without those for one's own unit, of posts of one title the first, of two on one line of
    command the lower, which acts for its own."""
    open_ = [power for power in powers if not own_scope(power)]
    kept: list[Power] = []
    for power in sorted(open_, key=lambda power: (power.grant.holder, power.grant.id)):
        holder = power.grant.holder
        if not any(
            organization.same_title(holder, other.grant.holder) or holder == other.grant.holder for other in kept
        ):
            kept.append(power)
    return kept


def own_scope(power: Power) -> bool:
    """Whether a grant is for what is the holder's own (本部门费用)."""
    folded = fold(power.text)
    return any(word in folded for word in words("powers", "own_scope"))


def shared_end(organization: Organization, _: Benchmarks) -> Judged:
    """Single figures at which two tiers meet and both hold."""
    found = Violations()
    for matter, scale, flaw in _flaws(organization, ("shared_end",)):
        holders = sorted({grant.holder for grant in flaw.grants})
        found.add(
            organization.powers_in[matter][0].matter_id, matter, band_value(flaw.band, scale.quantity), holders,
            scale.condition or "", _key(flaw, scale), facts=[grant.id for grant in flaw.grants],
        )  # fmt: skip
    return found.of(_scales(organization))


def falling_limit(organization: Organization, _: Benchmarks) -> Judged:
    """Holders who may decide more than the nearest superior who may decide at all, both with a limit."""
    found = Violations()
    judged = 0
    for matter, powers in matters(organization).items():
        final = [power.grant for power in powers if power.grant.act in FINAL_ACTS and power.grant.quantity is not None]
        judged += len({grant.holder for grant in final})
        for pair in bands.falling_limits(final, organization.direct_superiors):
            one, other = pair.one, pair.other
            found.add(
                organization.powers_in[matter][0].matter_id, matter, one.holder, other.holder,
                _up_to(one), _up_to(other), one.condition or other.condition or "", facts=[one.id, other.id],
            )  # fmt: skip
    return found.of(judged)


def _up_to(grant: Grant) -> dict[str, object]:
    band = bands.Band(Decimal(0), grant.high, True, grant.high_inclusive, ())
    return band_value(band, grant.quantity)


def beyond_delegator(organization: Organization, _: Benchmarks) -> Judged:
    """Delegated grants that go beyond what the delegator may decide."""
    found = Violations()
    delegated = [power for power in organization.powers if power.grant.delegated_from is not None]
    by_id = {power.grant.id: power for power in organization.powers}
    for matter, powers in organization.powers_in.items():
        for each in bands.beyond_delegator(_grants(powers)):
            grant, own = (each.one, each.other) if isinstance(each, bands.Pair) else (each, None)
            kind = "beyond_limit" if own else "no_own_power"
            facts = [grant.id, *([own.id] if own else [])]
            found.add(
                by_id[grant.id].matter_id, matter, grant.holder, grant.delegated_from, kind, grant.id, facts=facts
            )
    return found.of(len(delegated))


def late_review(organization: Organization, _: Benchmarks) -> Judged:
    """Reviews that come after the decision."""
    found = Violations()
    judged = 0
    for matter, powers in organization.powers_in.items():
        by_matter = powers[0].matter_id
        judged += any(power.grant.step is not None for power in powers)
        seen: set[tuple[str, str]] = set()
        for pair in bands.late_reviews(_grants(powers)):
            ends = (pair.one.holder, pair.other.holder)
            if ends not in seen:
                seen.add(ends)
                found.add(by_matter, matter, *ends, pair.one.step, pair.other.step, facts=[pair.one.id, pair.other.id])
    return found.of(judged)


def step_gap(organization: Organization, _: Benchmarks) -> Judged:
    """Chains in which a step number is held by nobody."""
    found = Violations()
    judged = 0
    for matter, powers in organization.powers_in.items():
        grants = _grants(powers)
        if not any(grant.step is not None for grant in grants):
            continue
        judged += 1
        missing: dict[int, list[str]] = defaultdict(list)
        for scale in bands.scales(grants):
            for gap in bands.step_gaps(grants, scale):
                for step in gap.missing:
                    missing[step] += [grant.id for grant in gap.grants]
        for step, facts in sorted(missing.items()):
            found.add(powers[0].matter_id, matter, step, facts=facts)
    return found.of(judged)


def chain_without_decider(organization: Organization, _: Benchmarks) -> Judged:
    """Matters that several propose or review, by documents that give powers, and nobody decides, nor a wider one."""
    found = Violations()
    judged = 0
    for matter, powers in matters(organization).items():
        chain = [p for p in powers if p.grant.act in ("propose", "review", "consent") and p.basis != FROM_DUTY]
        holders = sorted({power.grant.holder for power in chain})
        if len(holders) < 2:
            continue
        judged += 1
        around = [matter, *wider_matters(matter)]
        if not any(is_final(p.grant.act) for each in around for p in organization.powers_in.get(each, ())):
            found.add(chain[0].matter_id, matter, holders, facts=[power.grant.id for power in chain])
    return found.of(judged)
