"""The overlap register as the answer of `overlapping_duties` (docs/overlap.md#the-register)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from dutygraph.graph.measures import Columns, Computed, Names
from dutygraph.graph.measures.audits.organization import Organization
from dutygraph.graph.measures.audits.things import Claim
from dutygraph.graph.measures.overlaps.register import Cluster, Overlap, Register

STATEMENTS = ("audit_roles", "audit_units", "audit_places", "audit_parents", "audit_lines")
CLAIMS = "audit_claims"
ANSWER = "overlapping_duties"
"""The statements of the question by name; its own returns what `audit_claims` returns."""


REPEATED, SAME_DUTY = 0.1, 0.05
"""How much lower a pair is shown for each one before it that says the same to whom it concerns, and for each that has
one of its two texts: what a duty overlaps with most is told first."""

APART = 0.15
"""How much lower a pair is shown whose class says who does what: one sets and the other carries out, or one helps."""

TOLD_APART = frozenset({"delegation", "support"})


class Entry(NamedTuple):
    """A pair of the register with the matter it stands in; `matter` counts from 1, None where the overlap is meant."""

    matter: int | None
    cluster: Cluster | None
    pair: Overlap


def table(fetched: Columns, params: Mapping[str, Any], names: Names) -> Computed:
    """Finishes `overlapping_duties`: faults first, then what is meant; of each the surest pair first."""
    organization = Organization(params["organization"], _by_statement(fetched))
    register = organization.overlaps(params["min_score"])
    claims = _Claims(organization.claims)
    most = params["max_rows"]
    found = entries(register)
    shown = found[:most]
    warnings = list(register.warnings)
    if len(found) > most:
        warnings.append(f"There are {len(found)} pairs, of which {most} are shown; raise max_rows.")
    return Computed(
        [_row(entry, claims, names, register) for entry in shown],
        [claims.facts(entry.pair.a) + claims.facts(entry.pair.b) for entry in shown],
        warnings,
    )


def entries(register: Register) -> list[Entry]:
    """The pairs of a register in the order in which they are shown: the surest first, where a pair counts APART less if
    its class tells who does what, REPEATED less for each surer one of the same two owners in the same matter and of the
    same two texts, SAME_DUTY less for each surer one with a text of its own; then what is meant."""
    faults = [
        Entry(number, cluster, pair)
        for number, cluster in enumerate(register.clusters, 1)
        for pair in cluster.pairs
    ]  # fmt: skip
    faults.sort(key=lambda entry: (-_weight(entry.pair), entry.matter))
    said: Counter[object] = Counter()
    ranked = []
    for entry in faults:
        again: tuple[object, ...] = ((entry.matter, *entry.pair.owners), entry.pair.texts)
        lower = REPEATED * sum(said[key] for key in again) + SAME_DUTY * sum(said[text] for text in entry.pair.texts)
        ranked.append((_weight(entry.pair) - lower, entry))
        said.update((*again, *entry.pair.texts))
    ranked.sort(key=lambda each: -each[0])
    return [*(entry for _, entry in ranked), *(Entry(None, None, pair) for pair in register.by_design)]


def _weight(pair: Overlap) -> float:
    return pair.score - (APART if pair.label in TOLD_APART else 0)


def _by_statement(fetched: Columns) -> dict[str, Columns]:
    """The columns of each statement, as the audit's rules get them."""
    found: dict[str, dict[str, Sequence[Any]]] = defaultdict(dict)
    for key, values in fetched.items():
        statement, _, column = key.rpartition(".")
        found[statement][column] = values
    return {CLAIMS: found[ANSWER], **{name: found[name] for name in STATEMENTS}}


class _Claims:
    """The claims of owners by fact; an owner may hold one duty by several facts."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        self._claims = {claim.id: claim for claim in claims}
        self._held: dict[tuple[str, str], list[str]] = defaultdict(list)
        for claim in self._claims.values():
            self._held[claim.owner, claim.duty].append(claim.id)

    def __getitem__(self, fact: str) -> Claim:
        return self._claims[fact]

    def facts(self, fact: str) -> list[str]:
        claim = self._claims[fact]
        return [fact, *(other for other in self._held[claim.owner, claim.duty] if other != fact)]


def _row(entry: Entry, claims: _Claims, names: Names, register: Register) -> tuple[Any, ...]:
    pair, cluster = entry.pair, entry.cluster
    sides: list[Any] = []
    for fact in (pair.a, pair.b):
        claim = claims[fact]
        sides += [fact, claim.owner, *names[claim.owner], claim.mode, claim.text]
    proposed = cluster.proposal.owner_id if cluster else None
    settles = cluster.arbiter_id if cluster else pair.arbiter_id
    return (
        pair.score, entry.matter, pair.label, pair.design, *sides, register.explain(pair),
        pair.arbiter_id, _title(pair.arbiter_id, names), settles, _title(settles, names),
        proposed, _title(proposed, names), cluster.proposal.ground if cluster else None,
        cluster.nobody_owns if cluster else False,
    )  # fmt: skip


def _title(id_: str | None, names: Names) -> str | None:
    return names[id_].title if id_ else None
