"""Duties taken apart."""

from __future__ import annotations

import pytest

from dutygraph.graph.text.acts import parse


def parts(text: str, part: str) -> list[str]:
    return list(dict.fromkeys(word.text for word in parse(text).words if word.part == part))


@pytest.mark.parametrize(
    ("text", "acts", "matter"),
    [
        ("编制年度预算", ["编制"], ["预算"]),
        ("負責合同之審核與簽訂", ["审核", "签订"], ["合同"]),
        ("Approve the annual budget", ["approve"], ["budget"]),
        ("对驾驶员进行安全教育", ["教育"], ["驾驶员", "安全", "教育"]),
        ("制定销售计划", ["制定", "计划"], ["销售", "计划"]),
    ],
)
def test_verbs_of_process_and_what_they_act_on(text: str, acts: list[str], matter: list[str]) -> None:
    assert parts(text, "act") == acts
    assert parts(text, "matter") == matter


def test_posts_and_units_are_parties_not_matter() -> None:
    assert parts("协助销售总监制定价格", "party") == ["总监"]
    assert "销售" not in parts("协助销售总监制定价格", "matter")


def test_ground_and_purpose_weigh_less_than_the_matter() -> None:
    weights = {
        word.text: word.weight for word in parse("根据市场行情,制定采购价格,以降低成本").words if word.part == "matter"
    }
    assert weights["价格"] > weights["成本"]
    assert weights["价格"] > weights["行情"]


def test_what_is_excluded_is_marked() -> None:
    assert "!营业税" in parts("各税稽征（不含营业税）", "matter")


def test_a_long_text_is_read_up_to_its_limit() -> None:
    assert len(parse("审核合同。" * 2000).text) == 600
