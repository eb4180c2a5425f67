"""Profiles: figures with their sources, and a user's own."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

import pytest

from dutygraph.graph import profiles, store
from dutygraph.graph.audit import AuditResult, audit, rules
from dutygraph.graph.engines import open_engine
from dutygraph.graph.errors import InputError
from tests.conformance.graphs import facts

NOW = datetime(2025, 1, 1, tzinfo=timezone.utc)
GRADES = {"A", "B", "C", "P"}


@pytest.mark.parametrize("name", profiles.names())
def test_every_figure_has_a_source(name: str) -> None:
    profile = profiles.builtin(name)
    for benchmark in profile.benchmarks.values():
        assert benchmark.source
        assert benchmark.grade in GRADES
        assert benchmark.values
    assert set(profile.titles) == {"en", "zh"}
    assert set(profile.rules) <= set(rules())


def test_the_default_is_for_sales_organisations_in_china() -> None:
    assert profiles.load().name == "cn-sales"
    assert profiles.load().benchmarks["spans.first_line_sales"].values["least"] == 6
    assert profiles.load("general").benchmarks["spans.first_line_sales"].values["least"] == 5


def test_no_benchmark_is_without_a_rule() -> None:
    used = {group for rule in rules().values() for group in rule.benchmarks}
    assert {name.partition(".")[0] for name in profiles.load("general").benchmarks} == used


def own(folder: Path, text: str) -> Path:
    file = folder / "own.toml"
    file.write_text(text, encoding="utf-8")
    return file


def team(profile: object) -> AuditResult:
    engine = open_engine(":memory:")
    roles = ["主任", *(f"岗位{n}" for n in range(10))]
    lines = [[f"岗位{n}", "主任"] for n in range(10)] + [["主任", "主任"]]
    document = {"key": "a.txt", "organization": "测试公司", "roles": roles, "lines": lines}
    store.load(engine, [facts(document)], holder="test", now=NOW)
    return audit(engine, only=["span_of_control", "own_superior"], profile=profile)  # type: ignore[arg-type]


def test_a_users_figures_change_findings_and_say_where_they_come_from(tmp_path: Path) -> None:
    file = own(tmp_path, "[spans.first_line]\nmost = 6\nexcess = 9\n")
    assert [finding.rule for finding in team(None).findings] == ["own_superior"]
    wide = next(finding for finding in team(file).findings if finding.rule == "span_of_control")
    assert wide.severity == "warning"
    assert wide.benchmark is not None
    assert (wide.benchmark.profile, wide.benchmark.source) == ("own", "profile own")
    assert wide.benchmark.values["least"] == 5


def test_a_rule_can_be_softened_and_switched_off(tmp_path: Path) -> None:
    soft = team(own(tmp_path, '[rules]\nown_superior = "info"\n'))
    assert [finding.severity for finding in soft.findings] == ["info"]
    assert not team(own(tmp_path, '[rules]\nown_superior = "off"\n')).findings


def test_facts_do_not_depend_on_a_profile_but_the_audit_does(tmp_path: Path) -> None:
    one, other = team("general"), team("cn-sales")
    assert one.audit_id != other.audit_id


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[spans.managers]\nmost = true\n", "not a number"),
        ("[spans.managers]\nmany = 3\n", "no figure many"),
        ("[spans.bosses]\nmost = 3\n", "no benchmark"),
        ('[rules]\nown_superior = "grave"\n', "error, warning, info or off"),
        ('[rules]\nno_such_rule = "off"\n', "no_such_rule"),
        ('extends = "mars"\n', "no profile 'mars'"),
        ("most = 3\n", "neither a table"),
        ("[spans", "must be TOML"),
    ],
)
def test_a_broken_profile_is_refused(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        team(own(tmp_path, text))


def test_an_unknown_profile_is_told_with_those_there_are() -> None:
    with pytest.raises(InputError, match="cn-sales, general, public-sector"):
        profiles.load("mars")
