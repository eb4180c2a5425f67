"""What a text says of its own edition: its version, and the day from which it holds."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from dutygraph.graph import vocabulary
from dutygraph.graph.text.gates import Gates
from dutygraph.graph.vocabulary import Vocabulary
from dutygraph.loaders.extract.lexicon import any_of
from dutygraph.loaders.extract.marks import Marks, marks_of

_HEAD, _TAIL = 1500, 800
"""Characters at the beginning and at the end of a text in which it speaks of itself."""

_REPUBLIC = 1911
_VERSION = (
    r"(?:ver\.? ?)?(?P<version>[a-z]{0,2} ?/ ?\d{1,3}"
    r"|v?[a-z]?\d{1,3}(?:\.\d{1,3})*(?: ?/ ?\d{1,2})?|[a-z])(?![\w-])(?![/.]\w)"
)


class Edition(NamedTuple):
    """Version as written, and the effective date in ISO form; None where the text states none."""

    version: str | None
    effective_date: str | None


class Editions:
    """Reads editions by the words of the vocabulary `editions`. Texts are plain forms."""

    def __init__(self, words: dict[str, Any], marks: Marks) -> None:
        self._marks = marks
        self._months = words["months"]
        figure = rf"(?:\d{{1,4}}|[{marks.figures}○]{{1,5}})"
        republic, year, month, day = (any_of(words[key]) for key in ("republic", "year", "month", "day"))
        english = any_of(words["months"])
        self._date = re.compile(
            rf"(?P<republic>{republic})? ?(?P<y>{figure}) ?(?:{year}|[-/.]) ?(?P<m>{figure})"
            rf" ?(?:{month}|[-/.]|(?=\D|$)) ?(?:(?P<d>{figure}) ?{day}?)?"
            rf"|(?P<ed>\d{{1,2}})(?:st|nd|rd|th)? (?P<em>{english})[a-z]*\.?,? (?P<ey>\d{{4}})"
            rf"|(?P<am>{english})[a-z]*\.? (?P<ad>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<ay>\d{{4}})"
        )
        self._version = re.compile(f"(?<![a-z]){any_of(words['version'])} ?[::)]? ?{_VERSION}")
        self._spelt = re.compile("|".join(words["spelt"]))
        self._effective = re.compile(rf"(?<![a-z]){any_of(words['effective'])} ?:? ?")
        self._issued = re.compile(rf"(?<![a-z]){any_of(words['issued'])} ?:? ?")
        date = re.sub(r"\?P<\w+>", "?:", self._date.pattern)
        self._effective_sentences, self._issued_sentences = (
            Gates((re.compile(pattern.replace("{D}", f"(?P<date>{date})")), None) for pattern in words[key])
            for key in ("effective_sentences", "issued_sentences")
        )

    def read(self, plain: str, text: str) -> Edition:
        """The edition that a document states; `text` is what `plain` is the plain form of."""
        parts = [(0, min(len(plain), _HEAD))]
        parts.append((max(parts[0][1], len(plain) - _TAIL), len(plain)))
        return Edition(self._stated_version(plain, text, parts[0][1]), self._stated_date(plain, parts))

    def _stated_version(self, plain: str, text: str, end: int) -> str | None:
        if match := self._version.search(plain, 0, end):
            return text[slice(*match.span("version"))].replace(" ", "")
        match = self._spelt.search(plain, 0, end)
        return text[match.start() : match.end()] if match else None

    def _stated_date(self, plain: str, parts: list[tuple[int, int]]) -> str | None:
        for labels, sentences in (
            (self._effective, self._effective_sentences),
            (self._issued, self._issued_sentences),
        ):
            for found in (self._labelled(plain, parts, labels), self._said(plain, parts, sentences)):
                if days := list(found):
                    return max(days).isoformat()
        return None

    def _labelled(self, plain: str, parts: list[tuple[int, int]], label: re.Pattern[str]) -> Iterator[dt.date]:
        for start, end in parts:
            for match in label.finditer(plain, start, end):
                if (date := self._date.match(plain, match.end())) and (day := self._day(date)):
                    yield day

    def _said(self, plain: str, parts: list[tuple[int, int]], sentences: Gates[None]) -> Iterator[dt.date]:
        for start, end in parts:
            for pattern, _ in sentences.open(plain, start, end):
                for match in pattern.finditer(plain, start, end):
                    if (date := self._date.match(plain, match.start("date"))) and (day := self._day(date)):
                        yield day

    def _day(self, match: re.Match[str]) -> dt.date | None:
        if match["y"]:
            year = self._number(match["y"]) + (_REPUBLIC if match["republic"] else 0)
            month, day = self._number(match["m"]), self._number(match["d"]) if match["d"] else 1
        else:
            year = int(match["ey"] or match["ay"])
            month = self._months.index(match["em"] or match["am"]) + 1
            day = int(match["ed"] or match["ad"])
        try:
            return dt.date(year, month, day) if year > 1900 else None
        except ValueError:
            return None

    def _number(self, figure: str) -> int:
        if figure.isascii():
            return int(figure)
        digits = [self._marks.value(c) for c in figure.replace("○", self._marks.zero)]
        if len(figure) == 4 and all(digit < 10 for digit in digits):
            return int("".join(map(str, digits)))
        return self._marks.value(figure)


@lru_cache(maxsize=8)
def editions_of(words: Vocabulary) -> Editions:
    """The reader of a vocabulary, made once."""
    return Editions(vocabulary.table("editions"), marks_of(words))
