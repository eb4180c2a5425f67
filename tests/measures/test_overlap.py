"""Near texts against every pair by rapidfuzz, and who is paired with whom."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

from dutygraph.graph.measures import Name
from dutygraph.graph.measures.overlap import MOST_COMPARED, near_pairs, table

NAMES = {
    "clerk": Name("文员", "销售部"),
    "manager": Name("经理", "销售部"),
    "head": Name("总监", ""),
    "other": Name("专员", "市场部"),
}
HELD = ("claim_ids", "owner_ids", "duty_ids", "texts", "modes")


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text("ab合同", max_size=12), max_size=25), st.sampled_from([0.0, 0.5, 0.8, 0.9, 1.0]))
def test_every_pair_that_is_near_enough_is_found(texts: list[str], least: float) -> None:
    expected = set()
    for (i, a), (j, b) in combinations(enumerate(texts), 2):
        ratio = fuzz.ratio(a, b) / 100
        if ratio >= least and ratio > 0:
            expected.add((round(ratio, 3), i, j))
    assert set(near_pairs(texts, least)) == expected


def test_more_texts_than_one_block_holds() -> None:
    texts = [f"{number:04}" * (1 + number % 3) for number in range(1500)]
    texts[7] = texts[1400] = "审核销售合同并归档"
    pairs = near_pairs(texts, 0.99)
    assert (1.0, 7, 1400) in pairs
    assert all(score >= 0.99 for score, _, _ in pairs)


def claims(*held: tuple[str, str, str, str, str]) -> dict[str, list[str]]:
    """Columns from (fact, owner, duty, text, mode), and lines clerk → manager → head, other → head."""
    return {
        **dict(zip(HELD, map(list, zip(*held, strict=True)), strict=True)),
        "subordinate_ids": ["clerk", "manager", "other"],
        "superior_ids": ["manager", "head", "head"],
        "line_ids": ["1", "2", "3"],
    }


def test_owners_of_one_duty_are_paired_and_their_arbiter_is_named() -> None:
    data = claims(
        ("a", "clerk", "d1", "审核合同", "own"),
        ("b", "other", "d1", "审核合同", "assist"),
        ("c", "clerk", "d2", "招聘", "own"),
    )
    found = table(data, {"min_score": 0.9, "max_rows": 10}, NAMES)
    assert found.rows == [
        (
            1.0,
            "other",
            "专员",
            "市场部",
            "assist",
            "审核合同",
            "clerk",
            "文员",
            "销售部",
            "own",
            "审核合同",
            "head",
            "总监",
        )
    ]
    assert found.evidence == [("b", "a")]
    assert found.warnings == []


def test_scripts_do_not_part_the_same_duty_and_an_owner_is_not_paired_with_itself() -> None:
    data = claims(
        ("a", "clerk", "d1", "審核銷售合同", "own"),
        ("b", "manager", "d2", "审核销售合同。", "own"),
        ("c", "manager", "d3", "审核销售合同书", "own"),
    )
    found = table(data, {"min_score": 0.9, "max_rows": 10}, NAMES)
    assert [(row[0], row[1], row[6], row[11]) for row in found.rows] == [
        (1.0, "clerk", "manager", "manager"),
        (0.923, "clerk", "manager", "manager"),
    ]


def test_five_thousand_owners_of_one_duty_end_at_the_rows_asked_for() -> None:
    owners = [f"o{number}" for number in range(5000)]
    data = claims(*((f"f{owner}", owner, "d", "完成领导交办的其他任务", "own") for owner in owners))
    names = NAMES | {owner: Name(owner, "") for owner in owners}
    found = table(data, {"min_score": 0.9, "max_rows": 20}, names)
    assert len(found.rows) == 20
    assert found.warnings == ["There are more pairs than the 20 shown; raise max_rows."]
    assert found.rows[0][11] is None


def test_more_duties_than_are_compared_are_told() -> None:
    owners = ["clerk", "manager"]
    data = claims(
        *(
            (f"f{i}{o}", o, f"d{i}", f"duty {i}", "own")
            for i in range(MOST_COMPARED + 1)
            for o in owners[: 1 + (i == 7)]
        )
    )
    found = table(data, {"min_score": 0.9, "max_rows": 5}, NAMES)
    assert [(row[0], row[5]) for row in found.rows] == [(1.0, "duty 7")]
    assert found.warnings == ["Only equal texts were compared: 20001 duties are more than 20000."]
