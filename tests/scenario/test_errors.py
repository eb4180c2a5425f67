"""Bad scenarios: what is wrong is told with the change, and what was meant is offered."""

from __future__ import annotations

import pytest

from dutygraph.graph.errors import AmbiguousName, InputError, UnknownName
from dutygraph.graph.facts import DocumentFacts
from dutygraph.graph.scenario import apply, parse_scenario
from dutygraph.loaders.single import read_duty
from tests.conformance.graphs import documents

WRONG = {
    "not-toml": ("changes = [", InputError, ["s.toml", "TOML"]),
    "no-changes": ('title = "x"', InputError, ["changes must be a list"]),
    "unknown-key": ("chnges = []", InputError, ["chnges", "changes"]),
    "unknown-operation": ('changes = [{ mvoe = "a" }]', InputError, ["change 1", "mvoe", "move"]),
    "unknown-key-of-a-change": ('changes = [{ drop = "a", form = "b" }]', InputError, ["change 1", "form", "from"]),
    "missing-key": ('changes = [{ move = "处理客户投诉" }]', InputError, ["change 1", "needs to"]),
    "wrong-kind": ('changes = [{ line = "dashed", of = "业务员" }]', InputError, ["change 1", "dotted"]),
    "unknown-role": ('changes = [{ vacate = "区域总经理" }]', UnknownName, ["change 1", "区域总经理", "区域经理"]),
    "unknown-duty": ('changes = [{ drop = "审核销售报价", from = "商务主管" }]', UnknownName, ["审核销售合同"]),
    "unknown-matter": ('changes = [{ limit = "推广经费", of = "市场部", to = "" }]', UnknownName, ["市场推广费用"]),
    "ambiguous-duty": ('changes = [{ drop = "处理客户投诉" }]', AmbiguousName, ["区域经理", "售后主管"]),
    "another-organization": ('organization = "远方公司"\nchanges = [{ vacate = "业务员" }]', UnknownName,
                             ["another organisation", "澄光"]),
    "no-limit": ('changes = [{ limit = "市场推广费用", of = "市场部", to = "很多" }]', InputError, ["no limit"]),
    "a-power-read-out-of-a-duty": ('changes = [{ holder = "销售合同", from = "销售总监", to = "总经理" }]', InputError,
                                   ["move the duty", "审批20万元以下的销售合同"]),
    "a-part-given-a-power-read-out-of-a-duty": (
        'changes = [{ split = "销售总监", into = ["销售总监", "合同总监"], powers = { "合同总监" = ["销售合同"] } }]',
        InputError, ["move the duty"]),
    "parts-that-are-none": (
        'changes = [{ split = "销售总监", into = ["甲总监", "乙总监"], duties = { "丙总监" = ["销售合同"] } }]',
        InputError, ["丙总监", "乙总监"]),
    "no-such-line": ('changes = [{ line = "dotted", of = "业务员", to = "总经理" }]', InputError, ["does not report"]),
    "role-is-there": ('changes = [{ add_role = "业务员", unit = "销售部" }]', InputError, ["already"]),
    "duty-is-there": ('changes = [{ give = "编写产品培训教材", to = "培训主管" }]', InputError, ["already"]),
    "duty-moved-twice": (
        'changes = [{ move = "编写产品培训教材", to = "业务员" }, { move = "编写产品培训教材", to = "渠道经理" }]',
        InputError, ["change 1", "change 2", "contradict"]),
    "moved-and-dropped": (
        'changes = [{ move = "编写产品培训教材", from = "培训主管", to = "业务员" }, '
        '{ drop = "编写产品培训教材", from = "培训主管" }]', InputError, ["change 1", "change 2", "contradict"]),
    "two-superiors": (
        'changes = [{ superior = "总经理", of = "培训主管" }, { superior = "商务主管", of = "培训主管" }]',
        InputError, ["change 1", "change 2", "contradict"]),
    "two-limits": (
        'changes = [{ limit = "市场推广费用", of = "市场部", to = "2万元以下" }, '
        '{ limit = "市场推广费用", of = "市场部", to = "3万元以下" }]',
        InputError, ["change 1", "change 2", "contradict"]),
    "merged-away": (
        'changes = [{ merge = ["渠道经理", "直销经理"], into = "直销经理" }, { vacate = "渠道经理" }]',
        InputError, ["change 1", "change 2", "contradict"]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "parts"), list(WRONG.values()), ids=list(WRONG))
def test_what_is_wrong_is_told(
    examples: list[DocumentFacts], text: str, kind: type[InputError], parts: list[str]
) -> None:
    with pytest.raises(kind) as raised:
        apply(examples, parse_scenario(text, "s.toml"), read_duty)
    for part in parts:
        assert part in str(raised.value)


def test_several_organizations_have_to_be_told_apart() -> None:
    both = [facts for name in ("sales_office", "traditional") for facts in documents(name)]
    with pytest.raises(AmbiguousName, match="organization"):
        apply(both, parse_scenario('changes = [{ vacate = "业务员" }]', "s.toml"), read_duty)


def test_a_role_of_several_units_is_named_with_its_unit() -> None:
    office = documents("sales_office")
    with pytest.raises(AmbiguousName) as raised:
        apply(office, parse_scenario('changes = [{ vacate = "业务员" }]', "s.toml"), read_duty)
    assert [name for _, name in raised.value.candidates] == ["市场部/业务员", "销售部/华东区/业务员"]
    apply(office, parse_scenario('changes = [{ vacate = "市场部/业务员" }]', "s.toml"), read_duty)


def test_changes_of_different_sides_of_one_fact_go_together(examples: list[DocumentFacts]) -> None:
    text = (
        'changes = [{ limit = "市场推广费用", of = "市场部", to = "2万元以下" }, '
        '{ step = "市场推广费用", of = "市场部", to = 2 }, { superior = "总经理", of = "培训主管" }, '
        '{ line = "dotted", of = "培训主管" }]'
    )
    steps = apply(examples, parse_scenario(text, "s.toml"), read_duty).steps
    assert [len(step.added) > 0 for step in steps] == [True] * 4
