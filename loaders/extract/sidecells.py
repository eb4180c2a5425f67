"""Vertical cells of a flattened table: their words fell between the lines of the cell beside them.

A sheet whose blocks stand beside the words 职 责 一 and 工作 任务 (two columns, a number at the end of the first)
reads, when the table's lines are lost, `…战略规划职工作 2.根据…实施责任务 3.…领导批一准后…`. The words are known, each
stands once in a block, those of a column in their order; so they are found as a whole, block by block, and taken out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from dutygraph.graph.vocabulary import Vocabulary
from dutygraph.loaders.extract.lexicon import any_of

_FEWEST_BLOCKS = 3
_SOLVED = 0.6
"""Share of blocks in which all words of a column must be found, or nothing is taken out."""

_WRAP = 18
"""Characters of an item before a word can have fallen into it: a line of the main cell is at least so long."""

_ITEM = re.compile(r"(?<![\d.])\d{1,2} ?[.、](?!\d)\s*")
_NUMBER = "#"


@dataclass(frozen=True, slots=True)
class SideCells:
    """The spans to leave out, in order, and the number beside each block (0 where it stands elsewhere)."""

    spans: tuple[tuple[int, int], ...]
    numbers: tuple[int, ...]


class _Found(NamedTuple):
    score: int = 0
    tokens: int = 0
    spans: tuple[tuple[int, int], ...] = ()
    number: int = 0


_NOTHING = _Found()


class _Finder:
    def __init__(self, words: Vocabulary) -> None:
        self._figures = "".join(group[0] for group in words.numbers["digits"][1:]) + words.numbers["ten"][0][0]
        self._columns = [
            [tuple(column.split()) for column in pattern.split("|")] for pattern in words.tables["side_cells"]
        ]
        block, metric = words.labels["area_block"], words.labels["metric"]
        heads = words.tables["sheet_heads"]
        self._block = re.compile(f"{any_of(block)} ?:")
        self._cut = re.compile(f"{any_of(block)} ?:|{any_of(metric)} ?:|{any_of(heads)}|{_ITEM.pattern}")
        self._metric = re.compile(f"{any_of(metric)} ?:")
        self._patterns: dict[tuple[tuple[str, ...], str], re.Pattern[str]] = {}

    def find(self, plain: str) -> SideCells:
        """The side cells of the first pattern that explains most blocks; none where no pattern does."""
        blocks = [m.span() for m in self._block.finditer(plain)]
        if len(blocks) < _FEWEST_BLOCKS:
            return SideCells((), ())
        for columns in self._columns:
            found = [self._solve(plain, segments, columns) for segments in self._segments(plain, blocks)]
            full = sum(len(column) for column in columns)
            if sum(f.tokens == full for f in found) >= _SOLVED * len(blocks):
                spans = sorted(span for f in found for span in f.spans)
                return SideCells(tuple(spans), tuple(f.number for f in found))
        return SideCells((), ())

    def _segments(self, plain: str, blocks: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
        """For each block the texts between its cuts: what stands before its label, its head, its items."""
        for at, (start, head) in enumerate(blocks):
            end = blocks[at + 1][0] if at + 1 < len(blocks) else min(len(plain), start + 1500)
            if metric := self._metric.search(plain, head, end):
                end = metric.start()
            segments = [(max(0, start - 3), start)]
            place = head
            for match in self._cut.finditer(plain, head, end):
                segments.append((place, match.start()))
                place = match.end()
            segments.append((place, end))
            yield [(a, b) for a, b in segments if b > a]

    def _solve(self, plain: str, segments: list[tuple[int, int]], columns: list[tuple[str, ...]]) -> _Found:
        search = _Search(self, plain, segments, columns)
        whole = search.best(0, tuple(0 for _ in columns))
        if whole.tokens == sum(len(column) for column in columns):
            return whole
        # The first column's words may stand elsewhere, with a head that was moved; then only the others are here.
        rest = search.best(0, (len(columns[0]), *(0 for _ in columns[1:])))
        return max(whole, rest, key=lambda f: (f.tokens, f.score))

    def at_end(
        self, plain: str, start: int, end: int, state: tuple[int, ...], columns: list[tuple[str, ...]]
    ) -> Iterator[tuple[_Found, tuple[int, ...]]]:
        """Words of the side cell with which a segment ends, most of them first."""
        last = plain[start:end].rstrip()[-1:]
        for words, after in _next(state, columns, 3) if last in self._last(columns) else ():
            if match := self._pattern(words, "$").search(plain, max(start, end - 12), end):
                yield self._found(match, words, 3), after
        yield _NOTHING, state

    def inside(
        self, plain: str, start: int, end: int, state: tuple[int, ...], columns: list[tuple[str, ...]]
    ) -> Iterator[tuple[_Found, tuple[int, ...]]]:
        """Words of the side cell that fell into an item where its line was full."""
        yield _NOTHING, state
        if end - start <= _WRAP:
            return
        for words, after in _next(state, columns, 2):
            if match := self._pattern(words, r"(?=\s*\S)").search(plain, start + _WRAP, end):
                yield self._found(match, words, 2), after

    def _last(self, columns: list[tuple[str, ...]]) -> str:
        """The characters in which words of the columns end."""
        return "".join(self._figures if word == _NUMBER else word[-1] for column in columns for word in column)

    def _pattern(self, words: tuple[str, ...], behind: str) -> re.Pattern[str]:
        found = self._patterns.get((words, behind))
        if found is None:
            parts = (f"([{self._figures}])" if w == _NUMBER else re.escape(w) for w in words)
            found = self._patterns[words, behind] = re.compile(r"\s*" + r"\s*".join(parts) + r"\s*" + behind)
        return found

    def _found(self, match: re.Match[str], words: tuple[str, ...], weight: int) -> _Found:
        number = self._figures.index(match.group(1)) + 1 if match.groups() else 0
        return _Found(weight * len(words), len(words), (match.span(),), number)


class _Search:
    """The best placing of the words in one block, remembered by segment and by how far each column has come."""

    def __init__(
        self, finder: _Finder, plain: str, segments: list[tuple[int, int]], columns: list[tuple[str, ...]]
    ) -> None:
        self._finder, self._plain, self._segments, self._columns = finder, plain, segments, columns
        self._known: dict[tuple[int, tuple[int, ...]], _Found] = {}

    def best(self, at: int, state: tuple[int, ...]) -> _Found:
        """The most words, then the best places, from segment `at` on."""
        done = all(i == len(c) for i, c in zip(state, self._columns, strict=True))
        if done or at == len(self._segments):
            return _NOTHING
        found = self._known.get((at, state))
        if found is None:
            found = self._known[at, state] = self._choose(at, state)
        return found

    def _choose(self, at: int, state: tuple[int, ...]) -> _Found:
        best = self.best(at + 1, state)
        start, end = self._segments[at]
        for inner, middle in self._finder.inside(self._plain, start, end, state, self._columns):
            behind = inner.spans[-1][1] if inner.spans else start
            for last, after in self._finder.at_end(self._plain, behind, end, middle, self._columns):
                if inner.tokens or last.tokens:
                    both = _joined(_joined(inner, last), self.best(at + 1, after))
                    if (both.tokens, both.score) > (best.tokens, best.score):
                        best = both
        return best


@lru_cache(maxsize=256)
def _runs(
    state: tuple[int, ...], columns: tuple[tuple[str, ...], ...], most: int
) -> tuple[tuple[tuple[str, ...], tuple[int, ...]], ...]:
    return tuple(_next_runs(state, list(columns), most))


def _next(
    state: tuple[int, ...], columns: list[tuple[str, ...]], most: int
) -> tuple[tuple[tuple[str, ...], tuple[int, ...]], ...]:
    return _runs(state, tuple(columns), most)


def _next_runs(
    state: tuple[int, ...], columns: list[tuple[str, ...]], most: int
) -> Iterator[tuple[tuple[str, ...], tuple[int, ...]]]:
    """The next words of the columns in every order that keeps that of each column, longest runs first.

    The first word of a later column never comes before that of the first: the cells begin at one height.
    """
    runs: list[tuple[tuple[str, ...], tuple[int, ...]]] = [((), state)]
    found: list[tuple[tuple[str, ...], tuple[int, ...]]] = []
    for _ in range(most):
        longer = []
        for words, at in runs:
            for column, tokens in enumerate(columns):
                if at[column] == len(tokens) or (column and not at[column] and not at[0]):
                    continue
                after = (*at[:column], at[column] + 1, *at[column + 1 :])
                longer.append(((*words, tokens[at[column]]), after))
        runs = longer
        found = longer + found
    return iter(found)


def _joined(a: _Found, b: _Found) -> _Found:
    return _Found(a.score + b.score, a.tokens + b.tokens, a.spans + b.spans, a.number or b.number)


@lru_cache(maxsize=8)
def _finder(words: Vocabulary) -> _Finder:
    return _Finder(words)


def side_cells(plain: str, words: Vocabulary) -> SideCells:
    """The words of vertical side cells in a flattened table (a plain form), and the blocks' numbers."""
    return _finder(words).find(plain)
