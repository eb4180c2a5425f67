"""Gates leave out only patterns that could not have matched."""

from __future__ import annotations

import random
import re

import pytest

from dutygraph.graph import vocabulary
from dutygraph.graph.text.gates import Gates, needed
from dutygraph.loaders.extract.reading import reading_of


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("向.{1,9}汇报", "向"),
        ("(?:直接)?向.+", "向"),
        ("(?:受|接受).+(?:领导|管辖)", "受接"),
        ("(?P<X>[^,]+)(?:代理|代行)", "代"),
        ("[在于]?下", "下"),
        ("(?:向.+)?", None),
        ("(?:经|).+", None),
        (r"\w+|向", None),
        ("[^,]{2,}", None),
        ("(?!任).", None),
        ("(?i:[a])?(?=向)", None),
        ("(?i:a)bc?", "b"),
    ],
)
def test_a_pattern_says_what_it_needs(pattern: str, expected: str | None) -> None:
    found = needed(re.compile(pattern))
    assert found == (None if expected is None else frozenset(expected))


def test_a_pattern_that_ignores_case_needs_nothing() -> None:
    assert needed(re.compile("a", re.IGNORECASE)) is None
    assert [p.pattern for p, _ in Gates([(re.compile("a"), 0), (re.compile("B", re.I), 1)]).open("b", 0, 1)] == [
        "a",
        "B",
    ]


def test_what_matches_is_never_left_out() -> None:
    """Sentences put together from the words of the patterns themselves, so that many of them match."""
    reading = reading_of(vocabulary.default())
    random_ = random.Random(5)
    for gates in (reading.superiors._phrases, reading.superiors._reports, reading._required):
        words = re.findall(r"[\u4e00-\u9fff]+|[a-z ]{3,}", "".join(pattern.pattern for pattern, _ in gates._all))
        matched = 0
        for _ in range(400):
            text = "".join(random_.choice([*words, "经理", "销售部", ",", "the manager"]) for _ in range(9))
            opened = {pattern for pattern, _ in gates.open(text, 2, len(text))}
            found = {pattern for pattern, _ in gates._all if pattern.search(text, 2)}
            assert found <= opened
            matched += len(found)
        assert matched
