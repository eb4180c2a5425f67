"""The parts of extraction by themselves: numbers, names, verbs."""

from __future__ import annotations

import pytest

from dutygraph.graph import vocabulary
from dutygraph.graph.text.duties import parse
from dutygraph.loaders.extract.lexicon import any_of, lexicon
from dutygraph.loaders.extract.marks import counting_on, marks_of
from dutygraph.loaders.extract.names import Names

WORDS = vocabulary.default()
NAMES = Names(lexicon(WORDS))
MARKS = marks_of(WORDS)


@pytest.mark.parametrize(
    ("figure", "value"), [("十", 10), ("十二", 12), ("二十一", 21), ("一百零三", 103), ("7", 7), ("甲", 0)]
)
def test_figures(figure: str, value: int) -> None:
    assert MARKS.value(figure) == value


@pytest.mark.parametrize(
    ("line", "style"),
    [
        ("一、总则", "cn"), ("(二)职责", "pcn"), ("3、核对", "num、"), ("3.核对", "num."),
        ("第四条 权限", "article:条"), ("第二章 机构", "chapter:章"),
        ("① 登记", "circ"), ("• plan", "bullet:•"), ("4.1.2 直接上级", "multi3"),
    ],
)  # fmt: skip
def test_marks_that_begin_a_line(line: str, style: str) -> None:
    mark = MARKS.at_line_start(line, 0, len(line))
    assert mark is not None
    assert mark.style == style


@pytest.mark.parametrize("line", ["2019年度计划", "3.5万元", "一般情况", "1000元以下", "第三方付款"])
def test_figures_that_begin_no_item(line: str) -> None:
    assert MARKS.at_line_start(line, 0, len(line)) is None


def test_numbers_inside_a_line_count_only_where_they_count_on() -> None:
    text = "1.清点货物;2.登记台账;3.核对单据,误差在2.5以内"
    found = counting_on(text, MARKS.inside(text, 0, len(text)), set())
    assert [mark.number for mark in found] == [1, 2, 3]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("销售经理", "role"), ("护士长", "role"), ("机修工", "role"), ("客户经理", "role"),
        ("head of engineering", "role"),
        ("销售部", "unit"), ("护理部", "unit"), ("nursing services team", "unit"), ("董事会", "body"),
        ("审核订单", None), ("审定会员", None), ("相关人员", None), ("assists the store manager", None),
        ("manage and mentor the finance team", None), ("概(预)算会计室", None), ("经本基金会董事", None),
    ],
)  # fmt: skip
def test_names(text: str, kind: str | None) -> None:
    assert NAMES.kind(text) == kind


@pytest.mark.parametrize(
    ("text", "mode", "frequency"),
    [
        ("审核客户订单", "approve", None), ("协助经理制定计划", "assist", None), ("参与项目评审", "participate", None),
        ("每月向总经理汇报工作", "report", "monthly"), ("监督安全规程的执行", "supervise", None),
        ("组织部门例会", "lead", None), ("编制年度预算", "own", "yearly"), ("Approve purchase orders", "approve", None),
    ],
)  # fmt: skip
def test_what_a_verb_says(text: str, mode: str, frequency: str | None) -> None:
    parsed = parse(text.lower(), WORDS)
    assert (parsed.mode, parsed.frequency) == (mode, frequency)


def test_a_pattern_of_words_takes_the_longest() -> None:
    import re

    assert re.match(any_of(["部", "部门", "部门经理"]), "部门经理职责")[0] == "部门经理"  # type: ignore[index]
    assert re.match(any_of([]), "x") is None
