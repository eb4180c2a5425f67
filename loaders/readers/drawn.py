"""Tables in a plain text: lines whose cells tabs, columns of blanks, or drawn strokes part.

A table is seen by several lines in a row that are cut alike; one line with a tab or a gap is none. The text stays as it
is: a cell is a span of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from dutygraph.loaders.document import AnyBlock, Block, Cell, Table

_SIGNS = ("\t", "  ", "\u3000", "|", "│", "┃", "║", "\uff5c")
_STROKE = re.compile(r"[|│┃║\uff5c]")
_CUT = re.compile(r"[|│┃║\uff5c\t\u3000\u00a0]|  ")
_RULE = re.compile(r"[\s|+=:_\u2010-\u2015\u2500-\u257f-]{3,}")
_TAB = re.compile(r"\t")
_GAP = re.compile(r"[ \u3000\u00a0]{2,}|\u3000")
_WORD = re.compile(r"\S(?:.*\S)?")
_PAIR = re.compile(r"[^:：]{2,}[:：]\s*\S")
_SHORT = 14
"""Characters at most of a word at the head of a column, or in the first of two columns."""

_LEAST_ROWS = {"stroke": 2, "tab": 2, "gap": 3}
_LEAST_COLUMNS = {"stroke": 2, "tab": 2, "gap": 3}
_NEAR = 2
"""Places by which the cells of one column may begin apart (a Han character has two)."""

Span = tuple[int, int]
Kind = Literal["stroke", "tab", "gap", "rule"]


@dataclass(frozen=True, slots=True)
class _Row:
    block: Block
    kind: Kind
    """How it is cut; `rule`: a drawn line without words."""

    cells: tuple[Span, ...] = ()


def with_tables(text: str, blocks: Sequence[AnyBlock]) -> tuple[AnyBlock, ...]:
    """The blocks of a plain text, those that are the rows of one table put together. Linear in the text."""
    if not any(sign in text for sign in _SIGNS):
        return tuple(blocks)
    found: list[AnyBlock] = []
    run: list[_Row] = []
    for block in blocks:
        row = _row(text, block) if isinstance(block, Block) else None
        if run and (row is None or not _belongs(text, run, row)):
            found += _read(text, run)
            run = []
        if row is not None:
            run.append(row)
        else:
            found.append(block)
    return (*found, *_read(text, run))


def _row(text: str, block: Block) -> _Row | None:
    """A line as the row of a table; None where nothing cuts it."""
    part = text[block.start : block.end].strip()
    if _RULE.fullmatch(part):
        return _Row(block, "rule")
    if not _CUT.search(text, block.start, block.end):
        return None
    strokes = len(_STROKE.findall(part))
    if strokes > 1 or (strokes and not _STROKE.match(part)):
        cells = _cut(text, block, _STROKE)
        return _Row(block, "stroke", tuple(cells[not _is_word(cells[0]) : len(cells) - (not _is_word(cells[-1]))]))
    if "\t" in text[block.start : block.end].rstrip():
        return _Row(block, "tab", tuple(_cut(text, block, _TAB)))
    return _Row(block, "gap", tuple(_cut(text, block, _GAP))) if _GAP.search(part) else None


def _cut(text: str, block: Block, between: re.Pattern[str]) -> list[Span]:
    """The cells of a line, blank ones among them; white space in front of a line parts nothing, tabs do."""
    end = block.start + len(text[block.start : block.end].rstrip())
    at = block.start
    while between is _GAP and text[at].isspace():
        at += 1
    spans = []
    for match in between.finditer(text, at, end):
        spans.append(_bare(text, at, match.start()))
        at = match.end()
    return [*spans, _bare(text, at, end)]


def _bare(text: str, start: int, end: int) -> Span:
    match = _WORD.search(text, start, end)
    return match.span() if match else (start, start)


def _is_word(span: Span) -> bool:
    return span[0] < span[1]


def _belongs(text: str, run: Sequence[_Row], row: _Row) -> bool:
    """Whether a line follows the rows before it directly, and is cut as they are."""
    kinds = {before.kind for before in run} - {"rule"}
    return row.kind in ({*kinds, "rule"} if kinds else {"stroke", "rule"}) and not _blank_between(text, run[-1], row)


def _blank_between(text: str, before: _Row, row: _Row) -> bool:
    return text.count("\n", before.block.end, row.block.start) > 1


def _read(text: str, run: Sequence[_Row]) -> list[AnyBlock]:
    """The table that a run of rows is; its lines where it is none."""
    rows = [row for row in run if row.kind != "rule"]
    lines: list[AnyBlock] = [row.block for row in run]
    if not rows or len(rows) < _LEAST_ROWS[rows[0].kind]:
        return lines
    grid = [row.cells for row in rows]
    if rows[0].kind == "tab":
        grid = _without_empty_columns(grid)
    if rows[0].kind == "gap":
        grid = _aligned(text, rows)
    width = max(map(len, grid), default=0)
    if width < _LEAST_COLUMNS[rows[0].kind] or not _is_table(text, grid, width):
        return lines
    cells = _cells(rows, grid)
    return [Table(run[0].block.start, run[-1].block.end, rows[0].block.locator, tuple(cells))]


def _without_empty_columns(grid: Sequence[tuple[Span, ...]]) -> list[tuple[Span, ...]]:
    """Rows without the columns that several tabs in a row only seem to make."""
    width = max(map(len, grid))
    used = [any(at < len(row) and _is_word(row[at]) for row in grid) for at in range(width)]
    return [tuple(span for at, span in enumerate(row) if used[at]) for row in grid]


def _aligned(text: str, rows: Sequence[_Row]) -> list[tuple[Span, ...]]:
    """Each row's cells under those of the first row; rows as they are where all have as many, none where they cannot
    be told."""
    if len({len(row.cells) for row in rows}) == 1:
        return [row.cells for row in rows]
    columns = [_place(text, rows[0], span) for span in rows[0].cells]
    grid: list[tuple[Span, ...]] = []
    for row in rows:
        here: list[Span] = [(row.block.start, row.block.start)] * len(columns)
        for span in row.cells:
            place = _place(text, row, span)
            near = [at for at, column in enumerate(columns) if abs(column - place) <= _NEAR]
            if not near:
                return []
            here[near[0]] = span
        grid.append(tuple(here))
    return grid


def _place(text: str, row: _Row, span: Span) -> int:
    before = text[row.block.start : span[0]]
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in before)


def _is_table(text: str, grid: Sequence[tuple[Span, ...]], width: int) -> bool:
    """Whether rows are of one table: most have as many cells, which are no labels with their values nor numbered
    items; of two columns the first holds short words."""
    counts = Counter(len(row) for row in grid)
    if 2 * max(counts[width], counts[width - 1]) < len(grid) or sum(len(row) > 1 for row in grid) < 2:
        return False
    words = [text[start:end] for row in grid for start, end in row if start < end]
    if 2 * sum(bool(_PAIR.match(word)) for word in words) > len(words):
        return False
    first = [text[slice(*row[0])] for row in grid if row and _is_word(row[0])]
    if width > 2:
        return len(first) > 1 or (bool(first) and all(_is_word(span) for span in grid[0][1:]))
    letters = [sum(c.isalpha() for c in word) for word in first]
    return len(first) > 1 and min(letters) > 1 and max(map(len, first)) <= _SHORT


def _cells(rows: Sequence[_Row], grid: Sequence[tuple[Span, ...]]) -> list[Cell]:
    """The cells of a grid; the one above goes on where the first cells of a row are blank."""
    found: list[Cell] = []
    above: dict[int, int] = {}
    for number, (row, spans) in enumerate(zip(rows, grid, strict=True)):
        leading = True
        for column, (start, end) in enumerate(spans):
            leading = leading and start == end
            if leading and column in above:
                cell = found[above[column]]
                found[above[column]] = replace(cell, row_span=number - cell.row + 1)
                continue
            above[column] = len(found)
            locator = f"{row.block.locator}, column {column + 1}"
            blocks = (Block("paragraph", start, end, locator),) if start < end else ()
            found.append(Cell(number, column, start, end, locator, blocks=blocks))
    return found
