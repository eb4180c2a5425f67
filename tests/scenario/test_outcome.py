"""What a scenario leads to: fixed, new and unchanged findings, the change that brought each, hints that mend."""

from __future__ import annotations

from dutygraph.graph.facts import DocumentFacts
from dutygraph.graph.scenario import parse_scenario
from dutygraph.graph.scenario.run import Outcome, hints, what_if
from dutygraph.loaders.single import read_duty
from tests.scenario.conftest import NOW, ROOT, extracted


def outcomes(documents: list[DocumentFacts], *texts: str) -> list[Outcome]:
    scenarios = [parse_scenario(text, f"s{number}.toml") for number, text in enumerate(texts, 1)]
    return what_if(documents, scenarios, read_duty, now=NOW)


def told(found: object) -> list[tuple[str, str]]:
    return [(each.finding.rule, each.finding.message["zh"]) for each in found]  # type: ignore[attr-defined]


def test_a_duty_twice_is_fixed_and_a_circle_is_brought(examples: list[DocumentFacts]) -> None:
    [found] = outcomes(
        examples,
        'changes = [{ drop = "收集、整理客户资料", from = "销售内勤" }, '
        '{ superior = "业务员", of = "区域经理", instead_of = "销售总监" }, '
        '{ limit = "销售合同", of = "销售总监", to = "3万元以下" }]',
    )
    assert "duty_two_owners" in [rule for rule, _ in told(found.fixed)]
    brought = {each.finding.rule: each.change.number for each in found.new if each.change}
    assert brought["line_circle"] == 2
    assert brought["band_hole"] == 3
    assert all(each.change is not None for each in found.new)
    assert len(found.fixed) + len(found.unchanged) == len(found.before.found)
    assert len(found.new) + len(found.unchanged) == len(found.after.found)


def test_scenarios_do_not_see_each_other(examples: list[DocumentFacts]) -> None:
    one = 'changes = [{ merge = ["渠道经理", "直销经理"], into = "渠道主管" }]'
    other = 'changes = [{ vacate = "销售总监" }]'
    together = outcomes(examples, one, other, one)
    apart = [outcomes(examples, text)[0] for text in (one, other, one)]
    for left, right in zip(together, apart, strict=True):
        assert left.after.figures == right.after.figures
        for kind in ("fixed", "new", "unchanged"):
            assert told(getattr(left, kind)) == told(getattr(right, kind))
    assert together[0].before.figures.roles - together[0].after.figures.roles == 1


def test_a_finding_about_a_merged_role_is_the_same_finding(examples: list[DocumentFacts]) -> None:
    [found] = outcomes(examples, 'changes = [{ merge = ["电商主管", "商务主管"], into = "商务主管" }]')
    assert not [rule for rule, message in told(found.new) if "电商主管" in message]


def test_a_finding_about_a_reworded_duty_is_the_same_finding(examples: list[DocumentFacts]) -> None:
    [found] = outcomes(
        examples,
        'changes = [{ reword = "处理客户投诉", of = "区域经理", as = "受理客户投诉，跟踪处理结果" },'
        ' { reword = "处理客户投诉，跟踪处理结果", of = "售后主管", as = "受理客户投诉，跟踪处理结果" }]',
    )
    assert "duty_two_owners" not in [rule for rule, _ in told(found.new)]


def test_hints_mend() -> None:
    """Of the invented documents that break every rule."""
    documents = extracted(ROOT / "docs" / "faults")
    found = [each for each in hints(documents, now=NOW) if each.hint]
    assert {each.finding.rule for each in found} >= {
        "overlap_duplicate", "overlap_shared_scope", "duty_two_owners", "band_hole", "band_double", "span_of_control",
        "one_to_one",
    }  # fmt: skip
    texts = [f'organization = "{each.finding.organization_id}"\nchanges = [{each.hint}]' for each in found]
    mended = [
        each.finding.id not in {kept.finding.id for kept in outcome.unchanged}
        for each, outcome in zip(found, outcomes(documents, *texts), strict=True)
    ]
    assert sum(mended) >= 0.9 * len(mended), [each.hint for each, done in zip(found, mended, strict=True) if not done]
