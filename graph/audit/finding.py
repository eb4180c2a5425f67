"""What an audit comes to: findings, how many of how many each rule found, and under which profile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from dutygraph.graph.answer import Evidence
from dutygraph.graph.audit.rules import SEVERITIES, Rule, Texts
from dutygraph.graph.facts import Severity
from dutygraph.graph.identity import make_id
from dutygraph.graph.measures.audits.organization import Organization
from dutygraph.graph.profiles import Benchmark, Profile

State = Literal["new", "open", "accepted", "expired"]
"""Since the run before: not there then; there then too; accepted by the team; accepted until a day that is past."""

STANDING: tuple[State, ...] = ("new", "open", "expired")
"""The states of findings that still ask for something."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """That a team lives with a finding: why, who says so, and until which day (ISO, '' = for good)."""

    finding: str
    reason: str
    by: str
    until: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One violation of one rule.

    `id` depends on the rule and on what it is about, never on wording or place, so it stays while the fault stays.
    `title`, `message` and `advice` are by language. `subjects` are the ids of roles, units, duties, matters and metrics
    it is about. `values` are the rule's columns. `quotes` are the sentences it rests on, at most `MOST_QUOTES`;
    `quotes_count` counts all. `benchmark` is what was compared with. `since` is the audit that found it first.
    """

    id: str
    rule: str
    group: str
    severity: Severity
    title: Texts
    message: Texts
    advice: Texts
    organization_id: str
    subjects: tuple[str, ...]
    values: Mapping[str, Any]
    quotes: tuple[Evidence, ...]
    quotes_count: int
    benchmark: Benchmark | None
    state: State = "open"
    since: str = ""
    acceptance: Acceptance | None = None

    def of_kind(self, kind: str) -> tuple[str, ...]:
        """Those of `subjects` that are of a kind: role, unit, duty, authority, metric.

        >>> from dutygraph.graph.audit.finding import of_kind
        >>> of_kind(("role_1", "duty_2"), "role")
        ('role_1',)
        """
        return of_kind(self.subjects, kind)


def of_kind(ids: Sequence[str], kind: str) -> tuple[str, ...]:
    """The ids of a kind, in order: an id begins with its kind."""
    return tuple(id_ for id_ in ids if id_.startswith(f"{kind}_"))


MOST_QUOTES = 20
"""Sentences a finding shows; a span of 200 roles rests on 200."""


@dataclass(frozen=True, slots=True)
class Check:
    """What a rule came to in one organisation: `count` of `population`; also where there are so many overlaps that only
    the best are findings, the count is of all."""

    rule: str
    organization_id: str
    count: int
    population: int


@dataclass(frozen=True, slots=True)
class Gone:
    """A finding of an earlier audit that the documents no longer show; `fixed_in` is the audit that missed it."""

    id: str
    rule: str
    severity: Severity
    title: Texts
    message: Texts
    organization_id: str
    since: str
    fixed_in: str


@dataclass(frozen=True)
class AuditResult:
    """All findings, the gravest first, and what they were judged by.

    `audit_id` names facts, profile and rules: equal ids, equal findings. `baseline` is the audit that states compare
    with, '' where there is none; `fixed` are the findings it had and this one has not. `unused` are acceptances of
    findings that are not there. `complete` says that all came from the run `run_id` of the store.
    """

    audit_id: str
    findings: tuple[Finding, ...]
    checks: tuple[Check, ...]
    organizations: Mapping[str, str]
    profile: Profile
    run_id: str
    as_of: str
    complete: bool
    baseline: str = ""
    fixed: tuple[Gone, ...] = ()
    unused: tuple[Acceptance, ...] = ()
    views: Mapping[str, Organization] = field(default_factory=dict, compare=False, repr=False)
    """What the rules looked at, by organisation: figures and hints are made from it without asking the store again."""

    def standing(self, at_least: Severity = "info") -> tuple[Finding, ...]:
        """The findings that still ask for something, of this severity or a graver one."""
        most = SEVERITIES.index(at_least)
        return tuple(f for f in self.findings if f.state in STANDING and SEVERITIES.index(f.severity) <= most)

    def with_states(self, findings: Sequence[Finding], **changed: Any) -> AuditResult:
        """The same result with other findings."""
        return replace(self, findings=tuple(findings), **changed)


def finding_id(rule: Rule, organization: str, values: Mapping[str, Any]) -> str:
    """What a finding is called by: the rule, the organisation, and the values that the rule's identity names."""
    return make_id("finding", rule.name, organization, *(_identity(values[name]) for name in rule.identity))


def _identity(value: Any) -> str:
    """A value as a part of an identifier: lists in order of their items."""
    if isinstance(value, (list, tuple)):
        return ",".join(sorted(map(str, value)))
    return "" if value is None else str(value)
