"""Recounting a store: whether the graph is what its archive says, and its measures what another library finds.

The graph is a view of the facts in the archive (docs/model.md), so each node and relationship can be made again from
there and compared. What does not agree is a `Difference`; nothing is written or mended (docs/check.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dutygraph.graph.check.archived import Archived
from dutygraph.graph.check.difference import Difference
from dutygraph.graph.check.figures import measures
from dutygraph.graph.check.graph import Graph, stores
from dutygraph.graph.engine import Engine
from dutygraph.graph.store.lease import READY, StoreState, state

__all__ = ["CheckReport", "Difference", "check"]


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was recounted, and what does not agree.

    `counted` is how many things of each label and type, editions and measured roles were looked at. `complete` says
    that no load crossed the check: only then are differences damage.
    """

    run_id: str
    complete: bool
    counted: Mapping[str, int]
    differences: tuple[Difference, ...]


def check(engine: Engine, texts: Mapping[str, str] | None = None) -> CheckReport:
    """Recount everything in the store.

    `texts` are documents by key, as they were read: quotes of these are looked up in them, all others are compared
    with the archive. Memory grows with the facts of all documents, as for an export. A store that is being loaded, or
    whose load was stopped, is not compared: the next load will change it.

    Raises StoreVersion, EngineError.
    """
    before = state(engine)
    if before.state != READY:
        return CheckReport(before.run_id, False, {}, (_not_ready(before),))
    archived = Archived(engine, before.as_of or "")
    graph = Graph(engine, archived, texts or {})
    found = [
        *stores(engine, before, len(archived.documents)),
        *archived.differences,
        *graph.differences(),
        *measures(engine, graph),
    ]
    after = state(engine)
    complete = after.state == READY and after.run_id == before.run_id
    return CheckReport(before.run_id, complete, {**archived.counted, **graph.counted}, tuple(found))


def _not_ready(found: StoreState) -> Difference:
    return Difference(
        "not_ready",
        "Store",
        found.run_id,
        f"{found.holder or 'a load'} is writing, or was stopped; its lease ends at {found.lease_until or 'once'}. "
        "Load again, then check.",
    )
