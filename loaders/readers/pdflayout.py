"""Lines and paragraphs from the glyphs of a page: reading order over columns, lines that a margin wraps joined."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from statistics import median

from dutygraph.graph import vocabulary
from dutygraph.loaders.extract.joining import JoiningMarks
from dutygraph.loaders.readers.pdfpage import Glyph

_WORD_GAPS = (0.18, 0.45, 1.0)
"""Gap between glyphs, in character heights, from which words are apart: Latin, Latin and Han, Han characters."""

_CELL_GAP = 1.6
"""Gap from which texts of one line are apart: fields of a form, columns."""

_BLOCK_GAP = 0.9
"""White space between lines, in line heights, that parts blocks."""

_COLUMN_LINES = 4
_COLUMN_FILL = 0.55
"""A column of text fills its width: the share of it that its lines cover, in the middle."""

_FULL = 1.8
"""Characters that a full line may lack at its end."""

_INDENT = 1.2
_HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")


@dataclass(slots=True)
class TextLine:
    """Glyphs side by side: the text with blanks where there are gaps, and the box."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def size(self) -> float:
        """Its height."""
        return self.y1 - self.y0


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together, and whether its last line is full, so that it may go on elsewhere."""

    text: str
    x0: float
    y0: float
    y1: float
    size: float
    is_open: bool


@lru_cache(maxsize=1)
def _marks() -> JoiningMarks:
    return JoiningMarks.of(vocabulary.table("noise"))


def text_lines(glyphs: Sequence[Glyph]) -> list[TextLine]:
    """Lines from top to bottom and left to right; wide gaps part them."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: (g.y0 + g.y1) / 2):
        middle = (glyph.y0 + glyph.y1) / 2
        if rows and abs(middle - _middle(rows[-1])) < 0.5 * min(glyph.size, rows[-1][-1].size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [line for row in rows for line in _parted(sorted(row, key=lambda g: g.x0))]


def _middle(row: Sequence[Glyph]) -> float:
    tail = row[-8:]
    return sum(g.y0 + g.y1 for g in tail) / (2 * len(tail))


def _parted(row: Sequence[Glyph]) -> Iterator[TextLine]:
    part: list[Glyph] = []
    for glyph in row:
        if part and glyph.x0 - part[-1].x1 > _CELL_GAP * max(glyph.size, part[-1].size):
            yield _line(part)
            part = []
        part.append(glyph)
    if part:
        yield _line(part)


def _line(glyphs: Sequence[Glyph]) -> TextLine:
    pieces = [glyphs[0].text]
    for before, glyph in pairwise(glyphs):
        gap = glyph.x0 - before.x1
        han = bool(_HAN.match(before.text)) + bool(_HAN.match(glyph.text))
        if glyph.spaced or gap > _WORD_GAPS[han] * glyph.size:
            pieces.append(" ")
        pieces.append(glyph.text)
    return TextLine(
        "".join(pieces), glyphs[0].x0, min(g.y0 for g in glyphs), max(g.x1 for g in glyphs), max(g.y1 for g in glyphs)
    )


# Reading order


def regions(lines: Sequence[TextLine]) -> Iterator[list[TextLine]]:
    """Lines in reading order, block by block, column by column."""
    for block in _blocks(sorted(lines, key=lambda line: (line.y0, line.x0))):
        gutter = _gutter(block)
        if gutter is None:
            yield block
            continue
        yield from regions([line for line in block if line.x1 <= gutter])
        yield from regions([line for line in block if line.x1 > gutter])


def _blocks(lines: Sequence[TextLine]) -> Iterator[list[TextLine]]:
    """Parts of a page between which white space runs from side to side."""
    block: list[TextLine] = []
    bottom = 0.0
    for line in lines:
        if block and line.y0 - bottom > _BLOCK_GAP * line.size:
            yield block
            block = []
        block.append(line)
        bottom = max(bottom, line.y1) if len(block) > 1 else line.y1
    if block:
        yield block


def _gutter(block: Sequence[TextLine]) -> float | None:
    """Where white space runs from top to bottom between two columns of text, None where it does not."""
    if len(block) < 2 * _COLUMN_LINES:
        return None
    size = median(line.size for line in block)
    reach: float | None = None
    for line in sorted(block, key=lambda line: line.x0):
        if reach is not None and line.x0 - reach > size:
            middle = (reach + line.x0) / 2
            sides = ([other for other in block if other.x1 <= middle], [other for other in block if other.x1 > middle])
            if all(_is_column(side) for side in sides):
                return middle
        reach = line.x1 if reach is None else max(reach, line.x1)
    return None


def _is_column(lines: Sequence[TextLine]) -> bool:
    if len(lines) < _COLUMN_LINES:
        return False
    width = max(line.x1 for line in lines) - min(line.x0 for line in lines)
    return median(line.x1 - line.x0 for line in lines) >= _COLUMN_FILL * width


# Paragraphs


def paragraphs(lines: Sequence[TextLine], right: float | None = None) -> list[Paragraph]:
    """The lines of one region as paragraphs; `right` is where a full line ends, the longest line's end where None."""
    if not lines:
        return []
    right = max(line.x1 for line in lines) if right is None else right
    found: list[Paragraph] = []
    last: TextLine | None = None
    for row in _rows(lines):
        line = _joined_row(row)
        full = right - line.x1 <= _FULL * line.size and len(row) == 1
        if found and last and _goes_on(found[-1], last, line):
            before = found[-1]
            before.text = join(before.text, line.text)
            before.y1, before.is_open = line.y1, full
        else:
            found.append(Paragraph(line.text, line.x0, line.y0, line.y1, line.size, full))
        last = line
    return found


def _rows(lines: Sequence[TextLine]) -> Iterator[list[TextLine]]:
    row: list[TextLine] = []
    for line in lines:
        if row and (line.y0 + line.y1) / 2 > row[-1].y1 - 0.25 * line.size:
            yield sorted(row, key=lambda part: part.x0)
            row = []
        row.append(line)
    if row:
        yield sorted(row, key=lambda part: part.x0)


def _joined_row(row: Sequence[TextLine]) -> TextLine:
    text = "\t".join(part.text for part in row)
    return TextLine(text, row[0].x0, min(p.y0 for p in row), row[-1].x1, max(p.y1 for p in row))


def _goes_on(paragraph: Paragraph, last: TextLine, line: TextLine) -> bool:
    """Whether a line carries on the paragraph above it."""
    if not paragraph.is_open or "\t" in line.text or abs(line.size - last.size) > 0.2 * last.size:
        return False
    return carries_on(paragraph.text, line.text) and not (
        line.x0 - last.x0 > _INDENT * line.size and not _marks().ends_open(paragraph.text)
    )


def carries_on(text: str, following: str) -> bool:
    """Whether a text that fills its line may go on with another: it does not start with a mark of its own."""
    return not _marks().own_line.match(following) or following[0] in _marks().closing_start


def join(text: str, following: str) -> str:
    """Two lines as one text: a blank only between Latin words, none for a hyphen at the line's end."""
    if text.endswith("-") and text[-2:-1].isalpha() and following[:1].islower():
        return text[:-1] + following
    both_latin = not (_HAN.match(text[-1]) or _HAN.match(following[0]))
    return f"{text} {following}" if both_latin else text + following
