"""Files of pairs and the figures on them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutygraph.graph.errors import InputError
from dutygraph.graph.measures.overlaps.evaluate import (
    auc,
    average_precision,
    bootstrap,
    evaluate,
    paired_difference,
    precision_at,
    read_pairs,
)

GOOD = {"a": {"text": "x"}, "b": {"text": "y"}}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "not JSON"),
        ("[]", "not an object"),
        (json.dumps({"a": {"text": "x"}}), "lacks the key 'b'"),
        (json.dumps({"a": {"text": "x"}, "b": {"owner": "y"}}), "b lacks the key 'text'"),
        (json.dumps({"a": {"text": 1}, "b": {"text": "y"}}), "a lacks the key 'text'"),
        (json.dumps({**GOOD, "superior": "c"}), "superior is 'c'"),
        (json.dumps({**GOOD, "label": "same"}), "label 'same'"),
    ],
)
def test_a_wrong_line_is_named(line: str, said: str) -> None:
    with pytest.raises(InputError, match="Line 3") as raised:
        list(read_pairs([json.dumps(GOOD), "", line]))
    assert said in str(raised.value)


def test_labels_are_optional_and_unknown_keys_ignored() -> None:
    (pair,) = read_pairs([json.dumps({**GOOD, "colour": "red"})])
    assert (pair.id, pair.labels, pair.superior) == ("1", (), None)


def test_without_labels_there_are_no_figures() -> None:
    pairs = list(read_pairs([json.dumps(GOOD)]))
    with pytest.raises(InputError, match="No pair has a label"):
        evaluate(pairs, [0.5], ["distinct"])


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 4)), min_size=2, max_size=30))
def test_the_area_is_the_share_of_pairs_in_order(rows: list[tuple[bool, int]]) -> None:
    yes = [value for overlap, value in rows if overlap]
    no = [value for overlap, value in rows if not overlap]
    got = auc([overlap for overlap, _ in rows], [value for _, value in rows])
    if not yes or not no:
        assert got != got
        return
    expected = sum((a > b) + (a == b) / 2 for a in yes for b in no) / (len(yes) * len(no))
    assert got == pytest.approx(expected)


def test_figures_of_a_perfect_and_a_useless_ranking() -> None:
    overlaps = [True, True, False, False]
    assert auc(overlaps, [4, 3, 2, 1]) == average_precision(overlaps, [4, 3, 2, 1]) == 1
    assert auc(overlaps, [1, 1, 1, 1]) == average_precision(overlaps, [1, 1, 1, 1]) == 0.5
    assert precision_at(overlaps, [1, 2, 3, 4], 2) == 0


def test_a_bootstrap_repeats_and_holds_the_value() -> None:
    overlaps, scores = [True, False] * 20, [i % 7 for i in range(40)]
    first = bootstrap(lambda places: auc([overlaps[p] for p in places], [scores[p] for p in places]), 40, samples=200)
    again = bootstrap(lambda places: auc([overlaps[p] for p in places], [scores[p] for p in places]), 40, samples=200)
    assert first == again
    assert first.low <= first.value <= first.high


def test_a_method_does_not_beat_itself() -> None:
    difference = paired_difference([True, False, True, False], [3, 1, 2, 2], [3, 1, 2, 2])
    assert (difference.value, difference.low, difference.high) == (0, 0, 0)
