"""Cleaning: what real documents carry that is no text of theirs is taken out, and the way back is kept.

In order: invisible characters, bytes lost in a conversion (`repair`), marks of Markdown and web pages (`markup`),
pinyin glosses (`gloss`), page furniture (`furniture`), and sentences cut by pages and columns (`joining`). A line end
that is left is one the document means.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from dutygraph.graph import vocabulary as words
from dutygraph.loaders.document import Wrapped
from dutygraph.loaders.extract.frequency import WordFrequencies
from dutygraph.loaders.extract.furniture import FurniturePatterns, titles
from dutygraph.loaders.extract.gloss import glosses
from dutygraph.loaders.extract.joining import JoiningMarks, joins, joins_in_blocks
from dutygraph.loaders.extract.markup import markup
from dutygraph.loaders.extract.repair import repairs
from dutygraph.loaders.extract.rewriting import Edit, Rewritten

# Line ends of other systems; zero-width characters, soft hyphens and byte order marks; radicals that PDF fonts show in
# place of the characters they look like.
_UNSEEN = re.compile(r"[\r\u00ad\u200b-\u200f\u2060\ufeff\u2e80-\u2fdf\uf900-\ufaff]")
_ALIKE = re.compile(r"[\u2e80-\u2fdf\uf900-\ufaff]")


class Repair(NamedTuple):
    """`raw[start:end]` was damaged and reads `text`."""

    start: int
    end: int
    text: str


class Furniture(NamedTuple):
    """`raw[start:end]` is left out; `reason` is a key of the noise vocabulary (site, page_list, slide, ...)."""

    start: int
    end: int
    reason: str


class CleanText:
    """A cleaned text. `titles` are those a site's page list gives (`岗位职责_第3页`), which stand nowhere else."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.repairs: tuple[Repair, ...] = ()
        self.furniture: tuple[Furniture, ...] = ()
        self.titles: tuple[str, ...] = ()
        self._steps: list[Rewritten] = []

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the raw text that `text[start:end]` was read from. Monotone in both ends.

        >>> c = clean("銷售總部職責(zé)")
        >>> c.text, c.raw_span(4, 6)
        ('銷售總部職責', (4, 6))
        """
        for step in reversed(self._steps):
            start, end = step.before(start, end)
        return start, end

    def rewrite(self, edits: Iterable[Edit]) -> None:
        """Take a further step; `edits` come in order and do not overlap."""
        edits = list(edits)
        if edits:
            self._steps.append(Rewritten(self.text, edits))
            self.text = self._steps[-1].text


def clean(
    text: str,
    vocabulary: Mapping[str, Any] | None = None,
    *,
    wrapped: Wrapped = "anywhere",
    starts: Collection[int] = (),
) -> CleanText:
    """Clean a document's text; `vocabulary` is the table `noise`, the package's own where it is None.

    `wrapped` is where line ends may cut a sentence, `starts` the places at which blocks begin.
    Linear in the text. Never raises on any text.
    """
    patterns, marks = _default() if vocabulary is None else _compiled(vocabulary)
    result = CleanText(text)
    result.rewrite(_unseen(text))
    restored = repairs(result.text, _frequencies)
    result.repairs = tuple(Repair(*result.raw_span(edit.start, edit.end), edit.text) for edit in restored)
    result.rewrite(restored)
    result.rewrite(markup(result.text))
    result.rewrite(glosses(result.text))
    furniture = patterns.find(result.text)
    result.titles = tuple(titles(result.text, furniture))
    result.furniture = tuple(Furniture(*result.raw_span(line.start, line.end), line.reason) for line in furniture)
    result.rewrite(Edit(line.start, line.end) for line in furniture)
    if wrapped == "anywhere":
        result.rewrite(joins(result.text, marks))
    else:
        blocks = frozenset(starts)
        begins = (lambda place: result.raw_span(place, place + 1)[0] in blocks) if wrapped == "in blocks" else None
        result.rewrite(joins_in_blocks(result.text, marks, begins))
    return result


def _unseen(text: str) -> Iterator[Edit]:
    for match in _UNSEEN.finditer(text):
        found, start, end = match.group(), match.start(), match.end()
        if found == "\r":
            yield Edit(start, end + text.startswith("\n", end), "\n")
        else:
            put = unicodedata.normalize("NFKC", found) if _ALIKE.match(found) else ""
            if put != found:
                yield Edit(start, end, put)


def _compiled(noise: Mapping[str, Any]) -> tuple[FurniturePatterns, JoiningMarks]:
    return FurniturePatterns.of(noise), JoiningMarks.of(noise)


@lru_cache(maxsize=1)
def _default() -> tuple[FurniturePatterns, JoiningMarks]:
    return _compiled(words.table("noise"))


@lru_cache(maxsize=1)
def _frequencies() -> WordFrequencies:
    return WordFrequencies(words.table("frequency"))
