"""Every rule on every engine: a graph that violates it, one that does not, and what the head promises."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from dutygraph.graph import store
from dutygraph.graph.audit import Finding, audit, rules
from dutygraph.graph.audit.rules import LANGUAGES, SEVERITIES
from dutygraph.graph.engine import Engine
from dutygraph.graph.engines import open_engine
from dutygraph.graph.measures.audits import overlaps
from dutygraph.graph.profiles import load as load_profile
from tests.audits.cases import Case, read_cases
from tests.conformance.graphs import facts

NOW = datetime(2025, 1, 1, tzinfo=timezone.utc)
CASES = read_cases()


def findings(engine: Engine, case: Case) -> tuple[list[Finding], int]:
    store.load(engine, [facts(document) for document in case.documents], holder="test", now=NOW)
    result = audit(engine, only=[case.rule])
    assert result.complete
    return list(result.findings), sum(check.population for check in result.checks)


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_case(engine: Engine, case: Case) -> None:
    found, population = findings(engine, case)
    by_message = {finding.message["zh"]: finding for finding in found}
    assert sorted(by_message) == sorted(case.findings)
    assert population == case.population
    severities = case.severities or [rules()[case.rule].severity] * len(case.findings)
    assert [by_message[message].severity for message in case.findings] == severities
    for message, quotes in zip(case.findings, case.quotes, strict=False):
        assert [piece.quote for piece in by_message[message].quotes] == quotes
    for finding in found:
        promised(finding)


def promised(finding: Finding) -> None:
    """What holds for every finding."""
    assert finding.quotes, "a finding without a sentence"
    assert finding.severity in SEVERITIES
    assert finding.subjects
    for texts in (finding.title, finding.message, finding.advice):
        assert set(texts) == set(LANGUAGES)
        assert all(text and "{" not in text for text in texts.values())
    rule = rules()[finding.rule]
    assert SEVERITIES.index(rule.severity) <= SEVERITIES.index(finding.severity), "graver than the rule's head says"
    assert (finding.benchmark is not None) == bool(rule.benchmarks)


@pytest.mark.parametrize("rule", list(rules()))
def test_a_rule_has_a_graph_that_violates_it_and_one_that_does_not(rule: str) -> None:
    own = [case for case in CASES if case.rule == rule]
    assert any(case.findings for case in own), "no case in tests/cases/audits violates it"
    assert any(not case.findings and case.population for case in own), "no case is judged and found clean"


def test_every_case_belongs_to_a_rule() -> None:
    assert {case.rule for case in CASES} <= set(rules())


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_violations_are_some_of_the_population(case: Case) -> None:
    assert len(case.findings) <= case.population


@pytest.mark.parametrize("rule", [rule for rule in rules().values() if rule.benchmarks], ids=lambda rule: rule.name)
def test_benchmarks_are_those_of_the_profiles(rule: object) -> None:
    for name in ("general", "cn-sales", "public-sector"):
        for group in rule.benchmarks:  # type: ignore[attr-defined]
            assert load_profile(name).group(group)


def test_of_very_many_overlaps_the_best_are_told_and_all_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where thousands do the same work every two overlap; a finding for each pair would fill the memory."""
    roles = [f"{name}专员" for name in ("档案", "合同", "采购", "仓储", "培训", "招聘")]
    duties = [[role, f"负责组织仓库库存{said}"] for role, said in zip(roles, ("盘点", "的盘点工作") * 3, strict=True)]
    engine = open_engine(":memory:")
    document = {"key": "a.txt", "organization": "测试公司", "roles": roles, "duties": duties}
    store.load(engine, [facts(document)], holder="test", now=NOW)
    every = audit(engine, only=["overlap_duplicate"])
    assert every.checks[0].count == len(every.findings) > 2
    monkeypatch.setattr(overlaps, "MOST_TOLD", 2)
    best = audit(engine, only=["overlap_duplicate"])
    assert best.checks == every.checks
    scores = sorted((finding.values["score"] for finding in every.findings), reverse=True)
    assert sorted((finding.values["score"] for finding in best.findings), reverse=True) == scores[:2]
