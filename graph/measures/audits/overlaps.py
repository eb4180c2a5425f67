"""Overlaps as findings: pairs of the register, and posts that are one pool (docs/findings.md#overlaps)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dutygraph.graph.measures.audits import Benchmarks, Judged, Violations
from dutygraph.graph.measures.audits.duties import FEWEST, duty_lists, is_common, parallel
from dutygraph.graph.measures.audits.organization import OWNING, Organization
from dutygraph.graph.measures.audits.things import Claim
from dutygraph.graph.measures.overlaps.register import Cluster, Overlap

MOST_TOLD = 10_000
"""Pairs of owners that a rule tells, the best; those beyond are only counted, for where thousands of owners do the same
work every two of them overlap, and what is told of all would fill the memory."""

Pair = tuple[Cluster, Overlap, Claim, Claim]


def overlap_duplicate(organization: Organization, benchmarks: Benchmarks) -> Judged:
    """Two owners that do the same work in other words."""
    return _of_kind(organization, "duplicate", benchmarks["duplicate"]["least_score"])


def overlap_shared_scope(organization: Organization, benchmarks: Benchmarks) -> Judged:
    """Two owners whose work partly coincides."""
    return _of_kind(organization, "shared_scope", benchmarks["shared_scope"]["least_score"])


def _of_kind(organization: Organization, label: str, least: float) -> Judged:
    """The best pair of each two owners, both of whom own their duty; equal texts have a rule of their own."""
    found = Violations()
    taken: set[tuple[str, str]] = set()
    for cluster, pair, a, b in _pairs(organization, label, least):
        if (a.owner, b.owner) in taken:
            continue
        taken.add((a.owner, b.owner))
        if len(found) == MOST_TOLD:
            continue
        found.add(
            a.owner, a.duty, a.text, b.owner, b.duty, b.text, round(pair.score, 2), pair.arbiter_id,
            cluster.proposal.owner_id, label, facts=[a.id, b.id],
        )  # fmt: skip
    owners = len({claim.owner for claim in organization.claims})
    return found.of(owners * (owners - 1) // 2, len(taken) - len(found))


def _pairs(organization: Organization, label: str, least: float) -> Iterator[Pair]:
    """The pairs of the register of a label that are a fault between two who own, best first, not of equal texts."""
    owned: Mapping[str, Claim] = {
        claim.id: claim for claim in organization.claims if claim.mode in OWNING and not is_common(claim.text)
    }
    chosen = [
        (cluster, pair)
        for cluster in organization.register.clusters
        for pair in cluster.pairs
        if pair.label == label and pair.score >= least and pair.a in owned and pair.b in owned
        if pair.texts[0] != pair.texts[1]
    ]
    for cluster, pair in sorted(chosen, key=lambda each: (-each[1].score, each[1].a, each[1].b)):
        yield cluster, pair, owned[pair.a], owned[pair.b]


def parallel_posts(organization: Organization, _: Benchmarks) -> Judged:
    """Posts of other titles that share most of their duties: one pool under two names."""
    found = Violations()
    lists = duty_lists(organization)
    judged = sum(len(duties) >= FEWEST for duties in lists.values())
    for a, b in parallel(organization):
        common = lists[a] & lists[b]
        shorter = min(len(lists[a]), len(lists[b]))
        facts = [claim.id for role in (a, b) for claim in organization.duties_of[role] if claim.duty in common]
        found.add(a, b, len(common), shorter, facts=facts)
    return found.of(judged * (judged - 1) // 2)
