"""What changed from one edition to the next, and which findings (docs/whatif.md#editions)."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from dutygraph.graph import store
from dutygraph.graph.audit import AuditResult, Finding, audit
from dutygraph.graph.audit.life import renamed_id
from dutygraph.graph.editions.compare import Difference, compare, marked
from dutygraph.graph.engines import open_engine
from dutygraph.graph.facts import DocumentFacts
from dutygraph.graph.profiles import Profile, load

__all__ = ["Difference", "Edited", "compare", "diff", "marked"]


@dataclass(frozen=True)
class Edited:
    """What changed, each change once; the findings that are gone with it, and those that came."""

    differences: tuple[Difference, ...]
    gone: tuple[Finding, ...]
    came: tuple[Finding, ...]


def diff(
    old: Sequence[DocumentFacts],
    new: Sequence[DocumentFacts],
    *,
    profile: str | Path | Profile | None = None,
    now: datetime | None = None,
) -> Edited:
    """Compare two editions of any number of documents and audit both, each on a graph in memory.

    `now` is the time of the loads. Raises what `store.load` and `audit` raise.
    """
    used = profile if isinstance(profile, Profile) else load(profile)
    found = compare(old, new)
    before, after = (_audited(documents, used, now) for documents in (old, new))
    here = {finding.id for finding in after.findings}
    kept = {renamed_id(finding, found.same) for finding in before.findings}
    return Edited(
        found.differences,
        tuple(finding for finding in before.findings if renamed_id(finding, found.same) not in here),
        tuple(finding for finding in after.findings if finding.id not in kept),
    )


def _audited(documents: Sequence[DocumentFacts], profile: Profile, now: datetime | None) -> AuditResult:
    with closing(open_engine(":memory:")) as engine:
        store.load(engine, documents, holder="diff", now=now)
        return audit(engine, profile=profile)
