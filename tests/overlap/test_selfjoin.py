"""The join finds what comparing everything with everything finds."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dutygraph.graph.errors import InputError
from dutygraph.graph.measures import selfjoin
from dutygraph.graph.measures.selfjoin import join, near_copies, vectorise

if not selfjoin.installed():
    pytest.skip("the extra [scale] is not installed", allow_module_level=True)

WORDS = [
    "审核",
    "合同",
    "编制",
    "预算",
    "年度",
    "采购",
    "计划",
    "培训",
    "客户",
    "投诉",
    "处理",
    "盘点",
    "monthly report",
    "😀",
]


def texts(count: int, seed: int = 1) -> list[str]:
    draw = random.Random(seed)
    return ["".join(draw.choices(WORDS, k=draw.randint(0, 9))) for _ in range(count)]


def disagreements(many: list[str], least: float) -> set[tuple[int, int]]:
    """Pairs that either the join or the whole product has and the other lacks, but for those at the threshold."""
    rows = vectorise(many)
    dense = np.zeros((len(many), len(rows.weights)))
    for row in range(len(many)):
        columns = rows.columns[rows.starts[row] : rows.starts[row + 1]]
        dense[row, columns] = rows.weights[columns]
    dense /= np.maximum(np.linalg.norm(dense, axis=1, keepdims=True), 1e-9)
    cosine = dense @ dense.T
    wanted = {(int(x), int(y)) for x, y in zip(*np.nonzero(np.tril(cosine, -1) >= least), strict=True)}
    found = set()
    for block in join(rows, least):
        for later, earlier, score in zip(*(part.tolist() for part in block), strict=True):
            assert (later, earlier) not in found
            assert score == pytest.approx(cosine[later, earlier], abs=1e-5)
            found.add((later, earlier))
    return {(x, y) for x, y in wanted ^ found if abs(cosine[x, y] - least) > 1e-5}


@pytest.mark.parametrize("least", [0.05, 0.3, 0.6, 0.95, 1.0])
def test_every_pair_at_the_threshold_is_found(least: float) -> None:
    assert not disagreements(list(dict.fromkeys(texts(400))), least)


@settings(max_examples=60, deadline=None)
@given(
    many=st.lists(st.text(st.sampled_from("abc 审核合同"), max_size=30), unique=True, max_size=60),
    least=st.floats(0.05, 1.0),
)
def test_any_texts_give_the_pairs_of_the_whole_product(many: list[str], least: float) -> None:
    assert not disagreements(many, least)


def test_long_texts_beside_short_ones_and_edited_copies() -> None:
    draw = random.Random(4)
    many = ["".join(draw.choices(WORDS, k=draw.choice([1, 3, 10, 80]))) for _ in range(200)]
    many += [text[: at * len(text) // 10] + "x" + text[at * len(text) // 10 :] for at, text in enumerate(many[:9], 1)]
    assert not disagreements(list(dict.fromkeys(many)), 0.6)


def test_small_blocks_give_the_same_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    many = texts(300, seed=2)
    whole = list(near_copies(many, 0.5).pairs())
    monkeypatch.setattr(selfjoin, "ROOM", 5)
    assert list(near_copies(many, 0.5).pairs()) == whole


def test_equal_texts_are_joined_once_and_expanded() -> None:
    found = near_copies(["审核销售合同", "编制预算", "审核销售合同", "审核销售合同书"], 0.6)
    assert found.groups == ((0, 2), (1,), (3,))
    pairs = list(found.pairs())
    assert (0, 2, 1.0) in pairs
    assert {(a, b) for a, b, _ in pairs} == {(0, 2), (0, 3), (2, 3)}


def test_copies_take_no_quadratic_room() -> None:
    found = near_copies(["维护秩序"] * 5000, 0.6)
    assert found.groups == (tuple(range(5000)),)
    assert len(found.later) == 0


@pytest.mark.parametrize("bad", [0.0, -1.0, 1.5])
def test_a_threshold_out_of_range_is_refused(bad: float) -> None:
    with pytest.raises(InputError, match="threshold"):
        near_copies(["a"], bad)


def test_empty_short_and_odd_texts() -> None:
    assert list(near_copies([], 0.6).pairs()) == []
    assert {(a, b) for a, b, _ in near_copies(["", "合", "", "\ud800x", "合" * 10_000], 0.6).pairs()} == {(0, 2)}
