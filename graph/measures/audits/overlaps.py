"""Overlaps as findings: pairs of the register, and posts that are one pool (docs/findings.md#overlaps)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations

from dutygraph.graph.measures.audits import Benchmarks, Judged, Violations
from dutygraph.graph.measures.audits.duties import is_common
from dutygraph.graph.measures.audits.organization import OWNING, Claim, Organization
from dutygraph.graph.measures.overlaps.register import POOL_SHARE, Cluster, Overlap
from dutygraph.graph.text.folding import fold

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
    for cluster, pair, a, b in _pairs(organization):
        if pair.label != label or pair.score < least or (a.owner, b.owner) in taken:
            continue
        taken.add((a.owner, b.owner))
        found.add(
            a.owner, a.duty, a.text, b.owner, b.duty, b.text, round(pair.score, 2), pair.arbiter_id,
            cluster.proposal.owner_id, label, facts=[a.id, b.id],
        )  # fmt: skip
    owners = len({claim.owner for claim in organization.claims})
    return found.of(owners * (owners - 1) // 2 if organization.register else 0)


def _pairs(organization: Organization) -> Iterator[Pair]:
    """The pairs of the register that are a fault between two who own, best first, not of equal texts."""
    claims: Mapping[str, Claim] = {claim.id: claim for claim in organization.claims}
    clusters = organization.register.clusters if organization.register else ()
    every = [(cluster, pair) for cluster in clusters for pair in cluster.pairs]
    for cluster, pair in sorted(every, key=lambda each: (-each[1].score, each[1].a, each[1].b)):
        a, b = claims[pair.a], claims[pair.b]
        both_own = a.mode in OWNING and b.mode in OWNING
        if both_own and fold(a.text) != fold(b.text) and not (is_common(a.text) or is_common(b.text)):
            yield cluster, pair, a, b


def parallel_posts(organization: Organization, _: Benchmarks) -> Judged:
    """Posts of other titles that share most of their duties: one pool under two names."""
    found = Violations()
    lists = {
        role: {claim.duty for claim in organization.duties_of.get(role, ()) if not is_common(claim.text)}
        for role in organization.described
    }
    sharing: dict[str, set[str]] = defaultdict(set)
    for role, duties in lists.items():
        for duty in duties:
            sharing[duty].add(role)
    judged = sum(len(duties) >= _FEWEST for duties in lists.values())
    pairs = {pair for roles in sharing.values() if len(roles) <= _MANY for pair in combinations(sorted(roles), 2)}
    for a, b in sorted(pairs):
        common = lists[a] & lists[b]
        shorter = min(len(lists[a]), len(lists[b]))
        if shorter >= _FEWEST and len(common) >= POOL_SHARE * shorter and not organization.same_title(a, b):
            facts = [claim.id for role in (a, b) for claim in organization.duties_of[role] if claim.duty in common]
            found.add(a, b, len(common), shorter, facts=facts)
    return found.of(judged * (judged - 1) // 2)


_FEWEST = 3
"""Duties of the shorter list from which equal lists say something."""

_MANY = 50
"""A duty that more roles share is a common one and makes no pool."""
