"""Matters: what is one, what are several, and what stands above what."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dutygraph.graph.text.folding import fold
from dutygraph.graph.text.matters import DEFAULT, normal_matter, wider, wider_matters

CASES = Path(__file__).resolve().parent.parent / "cases" / "matters"


def cases(name: str) -> list[Any]:
    lines = (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [pytest.param(case, id=case["id"]) for case in map(json.loads, lines)]


@pytest.mark.parametrize("case", cases("same"))
def test_one_matter_in_many_words(case: dict[str, Any]) -> None:
    assert {text: normal_matter(text) for text in case["texts"]} == dict.fromkeys(case["texts"], case["matter"])


@pytest.mark.parametrize("case", cases("different"))
def test_matters_that_are_several(case: dict[str, Any]) -> None:
    alike = [set(pair) for pair in case.get("alike", [])]
    for one, other in combinations(case["texts"], 2):
        assert (normal_matter(one) == normal_matter(other)) is ({one, other} in alike), (one, other)


@pytest.mark.parametrize("case", cases("wider"))
def test_the_tree_above_a_matter(case: dict[str, Any]) -> None:
    assert wider_matters(normal_matter(case["from"])) == case["up"]


@pytest.mark.parametrize("case", cases("same"))
def test_the_normal_form_of_a_normal_form_is_itself(case: dict[str, Any]) -> None:
    assert normal_matter(case["matter"]) == case["matter"]
    for matter in wider_matters(case["matter"]):
        assert normal_matter(matter) == matter


@settings(max_examples=400, deadline=None)
@given(st.text(alphabet="合同签订的审批权费用采购设备报销人员招聘对外万元5以下abc (),、", max_size=16))
def test_any_text_has_a_stable_form_and_a_finite_tree(text: str) -> None:
    matter = normal_matter(text)
    assert bool(matter) == bool(fold(text))
    assert normal_matter(matter) == matter
    assert len(wider_matters(matter)) < 12


def test_a_user_names_matters() -> None:
    words = DEFAULT.with_aliases({"会诊费用支出": ["专家费", "外请专家费"]})
    assert normal_matter("外请专家费的审批", words) == "会诊费用支出"
    assert normal_matter("外请专家费的审批") != "会诊费用支出"


def test_the_widest_matter_has_none_above() -> None:
    assert wider("费用支出") is None
    assert wider("") is None
