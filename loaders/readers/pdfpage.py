"""One page of a PDF: its glyphs and ruling lines, in points from the upper left corner as the page is shown."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

_THIN = 2.5
"""Points up to which a filled area is a line."""

_SHORTEST_LINE = 6.0
_MOST_OBJECTS = 40_000
_MOST_SEGMENTS = 20_000
"""Drawn parts of a page beyond which it is a drawing, not a table."""

_HYPHEN = 2
"""What the library gives for a hyphen at the end of a line."""

_SAME_PLACE = 0.3
"""Share of its size by which a glyph printed again is shifted, to look bold."""


class Glyph(NamedTuple):
    """A character with its box: left, top, right, bottom; `spaced` where a blank is printed before it."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    spaced: bool = False

    @property
    def size(self) -> float:
        """Its height."""
        return self.y1 - self.y0


class Line(NamedTuple):
    """A ruling line: at `at` on one axis, from `start` to `end` on the other."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class PageContent:
    """What stands on a page. `has_pictures` is whether it shows images."""

    width: float
    height: float
    glyphs: list[Glyph]
    horizontal: list[Line]
    vertical: list[Line]
    has_pictures: bool


class _View:
    """From the page's own coordinates (up from the lower left, before it is turned) to those in which it is seen."""

    def __init__(self, page: Any) -> None:
        left, bottom, right, top = page.get_cropbox()
        self._left, self._bottom = min(left, right), min(bottom, top)
        self._width, self._height = abs(right - left), abs(top - bottom)
        self._turn = page.get_rotation() % 360
        turned = self._turn in (90, 270)
        self.width, self.height = (self._height, self._width) if turned else (self._width, self._height)

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        x0, x1 = sorted((left - self._left, right - self._left))
        y0, y1 = sorted((self._height - (top - self._bottom), self._height - (bottom - self._bottom)))
        if self._turn == 90:
            return self._height - y1, x0, self._height - y0, x1
        if self._turn == 180:
            return self._width - x1, self._height - y1, self._width - x0, self._height - y0
        if self._turn == 270:
            return y0, self._width - x1, y1, self._width - x0
        return x0, y0, x1, y1


def page_content(page: Any) -> PageContent:
    """The glyphs and lines of a page of pypdfium2."""
    view = _View(page)
    glyphs = list(_without_doubles(_glyphs(page, view)))
    horizontal: list[Line] = []
    vertical: list[Line] = []
    has_pictures = False
    for number, item in enumerate(page.get_objects(max_depth=4)):
        if number > _MOST_OBJECTS:
            horizontal.clear()
            vertical.clear()
            break
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            has_pictures = True
        elif item.type == pdfium.FPDF_PAGEOBJ_PATH:
            for box in _boxes(item, view):
                _rule(box, horizontal, vertical)
    return PageContent(view.width, view.height, glyphs, horizontal, vertical, has_pictures)


def _glyphs(page: Any, view: _View) -> Iterator[Glyph]:
    textpage = page.get_textpage()
    try:
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        box = pdfium.FS_RECTF()
        spaced = False
        for number in range(textpage.count_chars()):
            code = pdfium.FPDFText_GetUnicode(textpage, number)
            if code == _HYPHEN:
                code = ord("-")
            if code < 0x20 or 0xFFFE <= code <= 0xFFFF or chr(code).isspace():
                # The library puts blanks of its own where there is a gap, also the one between Han and Latin type.
                spaced = spaced or pdfium.FPDFText_IsGenerated(textpage, number) == 0
                continue
            # The loose box is that of the font: as high for a comma as for a character beside it.
            if pdfium.FPDFText_GetLooseCharBox(textpage, number, box):
                placed = view.box(box.left, box.bottom, box.right, box.top)
            elif pdfium.FPDFText_GetCharBox(textpage, number, left, right, bottom, top):
                placed = view.box(left.value, bottom.value, right.value, top.value)
            else:
                continue
            if placed[3] - placed[1] > 0.5:
                yield Glyph(chr(code), *placed, spaced)
                spaced = False
    finally:
        textpage.close()


def _without_doubles(glyphs: Iterator[Glyph]) -> Iterator[Glyph]:
    seen: dict[str, list[Glyph]] = {}
    for glyph in glyphs:
        before = seen.setdefault(glyph.text, [])
        beside, below = _SAME_PLACE * (glyph.x1 - glyph.x0), _SAME_PLACE * glyph.size
        if any(abs(b.x0 - glyph.x0) < beside and abs(b.y0 - glyph.y0) < below for b in before[-3:]):
            continue
        before.append(glyph)
        yield glyph


def _boxes(item: Any, view: _View) -> Iterator[tuple[float, float, float, float]]:
    """The straight parts of a path as boxes; a filled rectangle is one box."""
    count = pdfium.FPDFPath_CountSegments(item)
    if not 0 < count <= _MOST_SEGMENTS:
        return
    if count <= 5:
        yield view.box(*item.get_bounds())
        return
    matrix = item.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    last: tuple[float, float] | None = None
    for number in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(item, number)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = matrix.on_point(x.value, y.value)
        if kind == pdfium.FPDF_SEGMENT_LINETO and last:
            yield view.box(last[0], last[1], point[0], point[1])
        last = point


def _rule(box: tuple[float, float, float, float], horizontal: list[Line], vertical: list[Line]) -> None:
    x0, y0, x1, y1 = box
    width, height = x1 - x0, y1 - y0
    if height <= _THIN:
        if width >= _SHORTEST_LINE:
            horizontal.append(Line((y0 + y1) / 2, x0, x1))
    elif width <= _THIN:
        if height >= _SHORTEST_LINE:
            vertical.append(Line((x0 + x1) / 2, y0, y1))
    else:
        horizontal += (Line(y0, x0, x1), Line(y1, x0, x1))
        vertical += (Line(x0, y0, y1), Line(x1, y0, y1))
