"""Limits of sentences: cases in both scripts and English, the hand-labelled ones, and random intervals read back."""

from __future__ import annotations

import json
import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from dutygraph.graph.records import Limit as LimitOfFacts
from dutygraph.graph.text.limits import Limit, read_amounts, read_limits
from dutygraph.graph.text.numbers import plain
from tests.limits.test_numbers import in_words

CASES = Path(__file__).resolve().parent.parent / "cases" / "limits"
MANY = settings(max_examples=int(os.environ.get("DUTYGRAPH_EXAMPLES", "500")), deadline=None)
OPTIONAL = ("per", "base", "condition", "step")
traditional = OpenCC("s2t").convert


def cases(*names: str) -> list[Any]:
    lines = [line for name in names for line in (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    return [pytest.param(case, id=case["id"]) for case in map(json.loads, lines)]


def shown(limit: Limit) -> dict[str, Any]:
    low = "(-" if limit.min is None else "[("[not limit.min_inclusive] + plain(limit.min)
    high = "-)" if limit.max is None else plain(limit.max) + "])"[not limit.max_inclusive]
    tier = {"role": limit.role, "act": limit.act, "verb": limit.verb, "in": f"{low}, {high}", "of": limit.quantity}
    return tier | {key: value for key in OPTIONAL if (value := getattr(limit, key)) is not None}


@pytest.mark.parametrize("case", cases("simplified", "traditional", "english"))
def test_every_tier_of_a_sentence(case: dict[str, Any]) -> None:
    limits = read_limits(case["text"])
    assert [shown(limit) for limit in limits] == case["tiers"]
    if "matter" in case:
        assert {limit.matter for limit in limits} == {case["matter"]}
    for limit in limits:
        assert limit.text in case["text"][limit.start : limit.end]
        assert limit.role is None or limit.role in case["text"]


@pytest.mark.parametrize("case", cases("nothing"))
def test_amounts_that_give_nobody_a_limit(case: dict[str, Any]) -> None:
    assert read_limits(case["text"]) == []
    assert [amount.kind for amount in read_amounts(case["text"])] == case["amounts"]


@pytest.mark.parametrize("case", cases("simplified"))
def test_a_sentence_says_the_same_in_traditional_script(case: dict[str, Any]) -> None:
    def without_currency(tier: dict[str, Any]) -> dict[str, Any]:
        return tier | {"of": "¤"} if tier["of"] in ("CNY", "TWD") else tier

    read = [without_currency(shown(limit)) for limit in read_limits(traditional(case["text"]))]
    said = json.loads(traditional(json.dumps(case["tiers"], ensure_ascii=False)))
    assert read == [without_currency(tier) for tier in said]


def test_the_labelled_sentences(shared_dir: Path) -> None:
    labelled = (shared_dir / "data/authority/limit_sentences.jsonl").read_text(encoding="utf-8").splitlines()
    for case in map(json.loads, labelled):
        said = [
            (
                tier["role"],
                tier["verb"],
                tier["min"],
                tier["min_op"] != ">",
                tier["max"],
                tier["max_op"] != "<",
            )
            for tier in case["tiers"]
        ]
        read = [(x.role, x.verb, x.min, x.min_inclusive, x.max, x.max_inclusive) for x in read_limits(case["text"])]
        assert read == said, case["text"]


def test_a_limit_becomes_the_interval_of_a_fact() -> None:
    (limit,) = read_limits("单笔1.50万元（不含）以下的费用由部门经理审批")
    assert limit.as_fact() == LimitOfFacts(
        quantity="CNY", max="15000", max_inclusive=False, per="transaction", text="1.50万元（不含）以下"
    )


def test_a_currency_named_once_holds_for_the_tiers_behind() -> None:
    limits = read_limits("人民币5万元以下由经理审批，10万美元以上由董事会批准，20万元以上另报股东会批准")
    assert [limit.quantity for limit in limits] == ["CNY", "USD", "USD"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "。，；",
        "以下由经理审批",
        "1" * 5000 + "元以下由经理审批",
        "5万元以下" * 500,
        "由" * 3000 + "经理审批5万元以下",
        "(" * 2000 + "5万元以下",
        "万元以上由总经理审批",
        "\ud83d 5万元以下由经理审批",
    ],
    ids=[
        "empty",
        "marks",
        "no figure",
        "long figure",
        "many amounts",
        "many cues",
        "brackets",
        "no digit",
        "surrogate",
    ],
)
def test_odd_texts_are_read_without_an_error(text: str) -> None:
    read_limits(text)
    read_amounts(text)


# ---- random intervals, said in words and read back ----

ends = st.decimals(min_value=Decimal("0.01"), max_value=Decimal(10) ** 10, places=2).map(
    lambda value: value if value > 100_000 else value.to_integral_value() + 1
)


def in_digits(value: Decimal) -> str:
    return f"{value:f}元"


def in_separated_digits(value: Decimal) -> str:
    return f"{value:,f}元"


def in_ten_thousands(value: Decimal) -> str:
    return f"{plain(value.scaleb(-4))}万元"


def in_numerals(value: Decimal) -> str:
    return f"{in_words(int(value))}元" if value == int(value) else in_digits(value)


amounts = st.sampled_from([in_digits, in_separated_digits, in_ten_thousands, in_numerals])
roles = st.sampled_from(["部门经理", "财务总监", "总经理办公会", "分管副总", "董事会", "采购委员会", "区域审批中心"])
verbs = st.sampled_from([("审批", "approve"), ("审核", "review"), ("决定", "decide"), ("签订", "sign")])
frames = st.sampled_from(
    ["{}的由{}{}。", "单笔金额{}，由{}{}；", "{}的，须经{}{}", "采购金额在{}的，报{}{}。", "{}应提交{}{}"]
)
BELOW = {
    True: ["{}以下", "{}以内", "不超过{}", "{}（含）以下", "≤{}"],
    False: ["未满{}", "{}（不含）以下", "低于{}", "<{}"],
}
ABOVE = {
    True: ["{}以上", "{}及以上", "不低于{}", "{}（含）以上", "≥{}"],
    False: ["超过{}", "{}（不含）以上", "高于{}", ">{}"],
}


@st.composite
def intervals(draw: st.DrawFn) -> tuple[str, Decimal | None, bool, Decimal | None, bool]:
    """An interval in words, and its ends. What is open is inclusive, as in the facts form."""
    one, other = sorted((draw(ends), draw(ends)))
    said = draw(amounts)
    low_in, high_in = draw(st.booleans()), draw(st.booleans())
    shape = draw(st.sampled_from(["below", "above", "both", "range"]))
    if shape == "range" and one < other:
        return f"{said(one)}{draw(st.sampled_from(['至', '-', '～', '到']))}{said(other)}", one, True, other, True
    below = draw(st.sampled_from(BELOW[high_in])).format(said(other))
    above = draw(st.sampled_from(ABOVE[low_in])).format(said(one))
    if shape == "below" or one == other:
        return below, None, True, other, high_in
    if shape == "above":
        return above, one, low_in, None, True
    # Where one end is marked in brackets, the other is said in words that settle it.
    if ("（" in above) != ("（" in below):
        below = ("不超过{}" if high_in else "未满{}").format(said(other))
        above = ("不低于{}" if low_in else "超过{}").format(said(one))
    return f"{above}{draw(st.sampled_from(['', '、', '且', '但']))}{below}", one, low_in, other, high_in


@MANY
@given(intervals(), roles, verbs, frames, st.booleans())
def test_a_sentence_made_from_an_interval_gives_it_back(
    interval: tuple[str, Decimal | None, bool, Decimal | None, bool],
    role: str,
    verb: tuple[str, str],
    frame: str,
    in_traditional: bool,
) -> None:
    said, low, low_in, high, high_in = interval
    sentence = frame.format(said, role, verb[0])
    if in_traditional:
        sentence, role = traditional(sentence), traditional(role)
    (limit,) = read_limits(sentence)
    assert (limit.min, limit.max) == (low, high), sentence
    assert (limit.min_inclusive, limit.max_inclusive) == (low_in, high_in), sentence
    assert (limit.role, limit.act) == (role, verb[1]), sentence


@MANY
@given(st.lists(ends, min_size=1, max_size=5, unique=True), amounts, st.booleans())
def test_a_ladder_of_tiers_is_read_back(figures: list[Decimal], said: Any, in_traditional: bool) -> None:
    figures = sorted(figures)
    holders = ["部门经理", "总监", "副总经理", "总经理", "董事长", "董事会"]
    clauses = [f"{said(figures[0])}以下由{holders[0]}审批"]
    clauses += [
        f"超过{said(low)}至{said(high)}由{holder}审批"
        for low, high, holder in zip(figures, figures[1:], holders[1:], strict=False)
    ]
    clauses.append(f"超过{said(figures[-1])}由{holders[len(figures)]}审批")
    sentence = "，".join(clauses) + "。"
    limits = read_limits(traditional(sentence) if in_traditional else sentence)
    assert [limit.max for limit in limits] == [*figures, None]
    assert [limit.min for limit in limits] == [None, *figures]
    assert not any(limit.min_inclusive for limit in limits[1:])
    assert all(limit.max_inclusive for limit in limits)
