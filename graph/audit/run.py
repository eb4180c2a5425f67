"""Running the rules: engine, organisation and profile in, findings out."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from dutygraph.graph.answer import Evidence, Sentences
from dutygraph.graph.audit.finding import MOST_QUOTES, AuditResult, Check, Finding, finding_id
from dutygraph.graph.audit.rules import (
    BENCHMARK_COLUMN,
    GROUPS,
    SEVERITIES,
    SEVERITY_COLUMN,
    Rule,
    rule,
    rules,
)
from dutygraph.graph.audit.wording import Wording
from dutygraph.graph.catalog import catalog
from dutygraph.graph.engine import Engine
from dutygraph.graph.errors import HouseError
from dutygraph.graph.identity import make_id
from dutygraph.graph.measures import Columns
from dutygraph.graph.measures.audits.organization import Organization
from dutygraph.graph.names import Names, fetch, names
from dutygraph.graph.network import stated_differently
from dutygraph.graph.profiles import OFF, Benchmark, Profile, load
from dutygraph.graph.schema import EVIDENCE
from dutygraph.graph.store.lease import READY, StoreState, state

STATED_DIFFERENTLY = "stated_differently"
"""The one name under `with` that is no file of cypher/columns."""

_PAUSE = 0.05
"""Seconds between two looks at a store that is being loaded."""


def audit(
    engine: Engine,
    *,
    organization: str | None = None,
    profile: str | Path | Profile | None = None,
    only: Collection[str] | None = None,
    patience: float = 2.0,
) -> AuditResult:
    """Judge an organisation, or all of them where none is named, by the rules.

    `organization` is an id, name or alias; `profile` a name of `graph.profiles`, a user's file, or a profile; `only`
    names rules. While another process loads, the audit is repeated for `patience` seconds, then given with `complete`
    false. States are those of a first audit; see `graph.audit.life`. Raises InputError (UnknownName, AmbiguousName)
    where the call is wrong, EngineError where the store cannot be reached.
    """
    chosen = [rule(name) for name in only] if only is not None else list(rules().values())
    used = profile if isinstance(profile, Profile) else load(profile)
    for name in used.rules:
        rule(name)  # a profile that names a rule which is not there is refused
    give_up = time.monotonic() + patience
    while True:
        before = state(engine)
        late = time.monotonic() >= give_up
        if before.state == READY or late:
            result = _audit(engine, before, organization, used, chosen)
            after = state(engine)
            complete = before.state == after.state == READY and before.run_id == after.run_id
            if complete or late:
                return result.with_states(result.findings, complete=complete)
        time.sleep(_PAUSE)


def _audit(
    engine: Engine, store: StoreState, organization: str | None, profile: Profile, chosen: Sequence[Rule]
) -> AuditResult:
    known = names(engine, store.run_id if store.state == READY else "")
    titles = {each.id: each.title for each in known.organizations.things}
    judged = sorted(titles) if organization is None else [known.organization(organization)]
    findings: list[Finding] = []
    checks: list[Check] = []
    views: dict[str, Organization] = {}
    for id_ in judged:
        run = _Run(engine, known, id_, profile)
        for each in chosen:
            if profile.rules.get(each.name) == OFF:
                continue
            found, untold, population = run.judge(each)
            findings += found
            checks.append(Check(each.name, id_, len(found) + untold, population))
        views[id_] = run.view()
    findings.sort(key=_place)
    return AuditResult(
        audit_id=_audit_id(store, judged, profile, chosen),
        findings=tuple(findings),
        checks=tuple(checks),
        organizations={id_: titles[id_] for id_ in judged},
        profile=profile,
        run_id=store.run_id,
        as_of=store.as_of or "",
        complete=False,
        views=views,
    )


def _place(finding: Finding) -> tuple[Any, ...]:
    return (
        SEVERITIES.index(finding.severity),
        GROUPS.index(finding.group),
        finding.rule,
        finding.organization_id,
        finding.message["en"],
        finding.id,
    )


def _audit_id(store: StoreState, judged: Sequence[str], profile: Profile, chosen: Sequence[Rule]) -> str:
    """Names everything findings depend on."""
    said = json.dumps([[each.name, each.revision] for each in chosen])
    of_rules = hashlib.sha256(said.encode()).hexdigest()[:16]
    return make_id("audit", store.run_id, ",".join(judged), profile.fingerprint(), of_rules)


class _Fetched(dict[str, Columns]):
    """The columns of statements of cypher/columns about one organisation, fetched when they are first asked for.

    What the rule under way does not declare is refused.
    """

    def __init__(self, engine: Engine, organization: str) -> None:
        self._engine = engine
        self._given = {"organization": organization}
        self.declared: Collection[str] = ()

    def __missing__(self, name: str) -> Columns:
        if name not in self.declared:
            raise HouseError(f"a rule looks at {name}, which its head does not name under 'with'.")
        if name == STATED_DIFFERENTLY:
            self[name] = _differences(self._engine)
            return self[name]
        if name not in catalog().columns:
            raise HouseError(f"there is no cypher/columns/{name}.cypher.")
        self[name] = fetch(self._engine, name, self._given)
        return self[name]


def _differences(engine: Engine) -> Columns:
    """What the archived facts state differently, in the form of columns: the graph itself keeps one value of each."""
    found = stated_differently(engine)
    ids = [make_id("difference", each.first["id"], each.field, str(place)) for place, each in enumerate(found)]
    return {
        "difference_ids": ids,
        "thing_ids": [each.first["id"] for each in found],
        "fields": [each.field for each in found],
        "firsts": [str(each.first[each.field]) for each in found],
        "others": [str(each.other[each.field]) for each in found],
        "evidence": [
            [id_, *(item for prop in EVIDENCE for row in (each.first, each.other) for item in row[prop.name])]
            for id_, each in zip(ids, found, strict=True)
        ],
    }


class _Run:
    """One audit of one organisation: what is fetched is shared by its rules."""

    def __init__(self, engine: Engine, known: Names, organization: str, profile: Profile) -> None:
        self._engine = engine
        self._known = known
        self._id = organization
        self._profile = profile
        self._fetched = _Fetched(engine, organization)
        self._view = Organization(organization, self._fetched)
        self._wording = Wording(known.inside(organization).labels)

    def judge(self, rule: Rule) -> tuple[list[Finding], int, int]:
        """The findings of a rule, how many more there are that it only counts, and out of how many all are."""
        untold = 0
        benchmarks = {name: each for group in rule.benchmarks for name, each in self._profile.group(group).items()}
        if rule.computed_by:
            self._fetched.declared = rule.reads
            judged = rule.judge(self._view, {name: each.values for name, each in benchmarks.items()})
            rows: Iterable[tuple[Sequence[Any], Sequence[Sequence[str]]]] = zip(
                judged.rows, ([self._view.facts[id_] for id_ in ids] for ids in judged.evidence), strict=True
            )
            untold, population = judged.untold, judged.population
        else:
            rows, population = self._ask(rule, benchmarks)
        found: dict[str, Finding] = {}
        for values, facts in rows:
            finding = self._finding(rule, dict(zip(self._names_of(rule), values, strict=True)), facts, benchmarks)
            if finding.id in found:
                raise HouseError(f"{rule.name} gives {finding.id} twice: its identity does not tell findings apart.")
            found[finding.id] = finding
        return list(found.values()), untold, population

    def view(self) -> Organization:
        """What the rules looked at, for whoever comes after them."""
        self._fetched.declared = (*catalog().columns, STATED_DIFFERENTLY)
        return self._view

    def _names_of(self, rule: Rule) -> list[str]:
        return [column.name for column in rule.columns]

    def _ask(
        self, rule: Rule, benchmarks: Mapping[str, Benchmark]
    ) -> tuple[Iterator[tuple[Sequence[Any], Sequence[Sequence[str]]]], int]:
        """The violations of a rule that is all Cypher: rows whose last column holds the facts as maps."""
        given = {"organization": self._id}
        for benchmark in benchmarks.values():
            given.update(benchmark.values)  # type: ignore[arg-type]
        result = self._engine.read(rule.violations, given)
        if result.columns != (*self._names_of(rule), "evidence"):
            raise HouseError(f"{rule.name} returns {result.columns}, not what its head says and then evidence.")
        population = self._engine.read(rule.population, given).rows[0][0]
        rows = (
            (
                row[:-1],
                [[fact["id"], *(item for prop in EVIDENCE for item in fact[prop.name] or ())] for fact in row[-1]],
            )
            for row in result.rows
        )
        return rows, population

    def _finding(
        self,
        rule: Rule,
        values: Mapping[str, Any],
        facts: Sequence[Sequence[str]],
        benchmarks: Mapping[str, Benchmark],
    ) -> Finding:
        severity = values.get(SEVERITY_COLUMN) or rule.severity
        benchmark = benchmarks.get(values[BENCHMARK_COLUMN]) if BENCHMARK_COLUMN in values else None
        if benchmark is None and len(benchmarks) == 1 and BENCHMARK_COLUMN not in values:
            benchmark = next(iter(benchmarks.values()))
        quotes = self._quotes(facts)
        return Finding(
            id=finding_id(rule, self._id, values),
            rule=rule.name,
            group=rule.group,
            severity=self._severity(rule, severity),
            title=self._wording.say(rule.title, rule, values),
            message=self._wording.say(rule.message, rule, values),
            advice=self._wording.say(rule.advice, rule, values),
            organization_id=self._id,
            subjects=tuple(dict.fromkeys(_ids(rule, values))),
            values=values,
            quotes=quotes[:MOST_QUOTES],
            quotes_count=len(quotes),
            benchmark=benchmark,
        )

    def _severity(self, rule: Rule, found: str) -> Any:
        """The severity of the rule or of one violation; a profile that names one caps all of the rule's."""
        capped = self._profile.rules.get(rule.name)
        return max(found, capped, key=SEVERITIES.index) if capped in SEVERITIES else found

    def _quotes(self, facts: Sequence[Sequence[str]]) -> tuple[Evidence, ...]:
        by_id = {fact[0]: fact for fact in facts}
        ids = list(by_id)
        pieces = Sentences([ids], by_id, self._known.document_keys)[0] if ids else ()
        return tuple(dict.fromkeys(pieces))


def _ids(rule: Rule, values: Mapping[str, Any]) -> Iterator[str]:
    for column in rule.columns:
        value = values[column.name]
        if column.name.endswith("_id") and value:
            yield value
        elif column.name.endswith("_ids"):
            yield from value
