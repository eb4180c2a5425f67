"""The audit before and after scenarios, on a graph in memory: what each fixes, what it brings, and which change did."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from dutygraph.graph import store
from dutygraph.graph.audit import AuditResult, Finding, audit
from dutygraph.graph.audit.life import renamed_id
from dutygraph.graph.engine import Engine
from dutygraph.graph.engines import open_engine
from dutygraph.graph.facts import DocumentFacts
from dutygraph.graph.measures.audits.figures import Figures, figures
from dutygraph.graph.names import names
from dutygraph.graph.profiles import Profile, load
from dutygraph.graph.scenario import Applied, Change, ReadDuty, Scenario, apply
from dutygraph.graph.scenario.hints import Hints


class Found(NamedTuple):
    """A finding beside its cause: the change that brought it, None where none did; `hint` is a line of a scenario file
    that would most likely mend it, '' where none is known."""

    finding: Finding
    change: Change | None
    hint: str


@dataclass(frozen=True)
class State:
    """An organisation at one moment: its findings, gravest first, and its figures."""

    found: tuple[Found, ...]
    figures: Figures


@dataclass(frozen=True)
class Outcome:
    """What one scenario leads to. `fixed` are findings of before that are gone, `new` those that came, `unchanged`
    those that stay, as they are now."""

    scenario: Scenario
    applied: Applied
    before: State
    after: State
    fixed: tuple[Found, ...]
    new: tuple[Found, ...]
    unchanged: tuple[Found, ...]


def what_if(
    documents: Sequence[DocumentFacts],
    scenarios: Sequence[Scenario],
    read: ReadDuty,
    *,
    profile: str | Path | Profile | None = None,
    now: datetime | None = None,
) -> list[Outcome]:
    """Carry out each scenario by itself on the same facts, and audit before and after.

    Nothing but a graph in memory is written. `read` makes facts of a duty's new text; `now` is the time of the load.

    Raises what `apply`, `store.load` and `audit` raise.
    """
    applied = [apply(documents, scenario, read) for scenario in scenarios]
    with closing(open_engine(":memory:")) as engine:
        graph = _Graph(engine, documents, _profile(profile), now)
        states = {organization: graph.state(organization) for organization in {e.organization for e in applied}}
        return [
            graph.outcome(scenario, each, states[each.organization])
            for scenario, each in zip(scenarios, applied, strict=True)
        ]


def hints(
    documents: Sequence[DocumentFacts], *, profile: str | Path | Profile | None = None, now: datetime | None = None
) -> list[Found]:
    """All findings of all organisations of these facts, with their hints."""
    with closing(open_engine(":memory:")) as engine:
        graph = _Graph(engine, documents, _profile(profile), now)
        return graph.found(audit(engine, profile=graph.profile))


def _profile(profile: str | Path | Profile | None) -> Profile:
    return profile if isinstance(profile, Profile) else load(profile)


class _Graph:
    """The graph in memory: it holds the base, or what a scenario makes of it."""

    def __init__(
        self, engine: Engine, documents: Sequence[DocumentFacts], profile: Profile, now: datetime | None
    ) -> None:
        self.profile = profile
        self._engine = engine
        self._base = {facts.document.id: facts for facts in documents}
        self._now = now
        self._load(documents)

    def _load(self, documents: Iterable[DocumentFacts]) -> None:
        store.load(self._engine, documents, holder="whatif", now=self._now)

    def found(self, result: AuditResult) -> list[Found]:
        """Findings with their hints."""
        known = names(self._engine, result.run_id)
        hints_of = {id_: Hints(view, known.inside(id_).labels) for id_, view in result.views.items()}
        return [Found(each, None, hints_of[each.organization_id].line(each)) for each in result.findings]

    def state(self, organization: str) -> State:
        """The graph as it is now."""
        result = audit(self._engine, organization=organization, profile=self.profile)
        return State(tuple(self.found(result)), figures(result.views[organization]))

    def outcome(self, scenario: Scenario, applied: Applied, before: State) -> Outcome:
        """Carry the graph through a scenario and back."""
        touched = {facts.document.id: facts for step in applied.steps for facts in step.documents}
        base = [self._base[id_] for id_ in touched]
        self._load(touched.values())
        after = self.state(applied.organization)
        kept = {renamed_id(each.finding, applied.renamed) for each in before.found}
        arrived = [each for each in after.found if each.finding.id not in kept]
        causes = self._causes(applied, base, [each.finding for each in arrived])
        self._load(base)
        here = {each.finding.id for each in after.found}
        return Outcome(
            scenario,
            applied,
            before,
            after,
            fixed=tuple(e for e in before.found if renamed_id(e.finding, applied.renamed) not in here),
            new=tuple(each._replace(change=causes[each.finding.id]) for each in arrived),
            unchanged=tuple(each for each in after.found if each.finding.id in kept),
        )

    def _causes(self, applied: Applied, base: Sequence[DocumentFacts], new: Sequence[Finding]) -> dict[str, Change]:
        """The change from which on each finding stands: the rules are asked again after every change but the last."""
        *earlier, last = applied.steps
        causes = {finding.id: last.change for finding in new}
        if not new or not earlier:
            return causes
        only = sorted({finding.rule for finding in new})
        self._load(base)
        standing: dict[str, Change] = {}
        for step in earlier:
            self._load(step.documents)
            result = audit(self._engine, organization=applied.organization, profile=self.profile, only=only)
            here = {finding.id for finding in result.findings}
            standing = {id_: change for id_, change in standing.items() if id_ in here}
            standing.update((id_, step.change) for id_ in here if id_ not in standing)
        return causes | {id_: change for id_, change in standing.items() if id_ in causes}
