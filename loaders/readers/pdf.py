"""PDF with a text layer: paragraphs in reading order, ruled tables as grids, running heads and feet as furniture."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import pypdfium2

from dutygraph.graph.errors import DocumentError
from dutygraph.loaders.document import DocumentWriter, ReaderNotice, SourceDocument
from dutygraph.loaders.readers.pdflayout import Paragraph, carries_on, join, paragraphs, regions, text_lines
from dutygraph.loaders.readers.pdfpage import page_content
from dutygraph.loaders.readers.pdftables import PdfTable, tables
from dutygraph.loaders.readers.sniffing import ENCRYPTED

_MOST_PAGES = 3_000
_MOST_GLYPHS = 10_000_000
_EDGE = 0.12
"""Share of a page's height at its top and bottom where running heads and feet stand."""

_REPEATED = 3
"""Pages on which a line stands to be one of them."""

_PAGE_NUMBER = re.compile(r"[-–—\s]*\d{1,4}[-–—\s]*(?:/\s*\d{1,4})?")
_LARGER = 1.15
"""Height of a heading's characters to those of the text."""

_LONGEST_HEADING = 60
_PADDING = 5.0
"""Points between a cell's text and its line."""

_SAME_COLUMNS = 6.0
"""Points by which the edges of a table that goes on over a page differ at most."""


def read(data: bytes, path: Path, key: str) -> SourceDocument:
    """Text, tables and furniture page by page; a paragraph or table that a page cuts is joined.

    Pages that are pictures without text are told in a notice. Raises DocumentError where the file is damaged or
    encrypted, or where no page has text.
    """
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        why = ENCRYPTED if "password" in str(error).lower() else f"is a damaged PDF ({error}). Get it again."
        raise DocumentError(f"{path} {why}") from error
    try:
        pages = _pages(pdf, path)
    finally:
        pdf.close()
    scanned = [page.number for page in pages if page.is_picture]
    if not any(page.parts or page.furniture for page in pages):
        why = "its pages are pictures (a scan). Give a text of them." if scanned else "no page shows any."
        raise DocumentError(f"{path} holds no text: {why}")
    writer = DocumentWriter()
    _write(writer, pages)
    notices = (_scan_notice(scanned),) if scanned else ()
    return writer.document(key, sha256(data).hexdigest(), notices=notices)


@dataclass(slots=True)
class _Page:
    number: int
    parts: list[Paragraph | PdfTable]
    furniture: list[Paragraph] = field(default_factory=list)
    height: float = 0.0
    is_picture: bool = False


def _pages(pdf: Any, path: Path) -> list[_Page]:
    if len(pdf) > _MOST_PAGES:
        raise DocumentError(f"{path} has {len(pdf)} pages; a document has {_MOST_PAGES} at most. Split it.")
    pages: list[_Page] = []
    glyphs = 0
    for number in range(len(pdf)):
        try:
            page = pdf[number]
            content = page_content(page)
            page.close()
        except (pypdfium2.PdfiumError, ValueError, OverflowError):  # one damaged page does not lose the others
            pages.append(_Page(number + 1, []))
            continue
        glyphs += len(content.glyphs)
        if glyphs > _MOST_GLYPHS:
            raise DocumentError(f"{path} has more than {_MOST_GLYPHS:,} characters. Split it.")
        found, rest = tables(content)
        parts: list[Paragraph | PdfTable] = [p for part in _between(rest, found) for p in part]
        picture = content.has_pictures and not content.glyphs
        pages.append(_Page(number + 1, parts, height=content.height, is_picture=picture))
    _set_furniture_apart(pages)
    return pages


def _between(glyphs: Sequence[Any], found: Sequence[PdfTable]) -> Iterator[list[Paragraph | PdfTable]]:
    """The texts above, between and below a page's tables, and the tables, in order."""
    lines = text_lines(glyphs)
    for table in found:
        above = [line for line in lines if (line.y0 + line.y1) / 2 < table.ys[0]]
        lines = [line for line in lines if (line.y0 + line.y1) / 2 >= table.ys[0]]
        yield [paragraph for region in regions(above) for paragraph in paragraphs(region)]
        yield [table]
    yield [paragraph for region in regions(lines) for paragraph in paragraphs(region)]


# Running heads and feet


def _set_furniture_apart(pages: Sequence[_Page]) -> None:
    """Take out the lines at the edges that stand on several pages, but for the page's number, or are that number."""
    signs = Counter(sign for page in pages for sign in {_sign(page, p) for p in _at_edges(page)})
    for page in pages:
        for paragraph in _at_edges(page):
            repeated = signs[_sign(page, paragraph)] >= min(_REPEATED, max(2, len(pages)))
            if repeated or _PAGE_NUMBER.fullmatch(paragraph.text.strip()):
                page.parts.remove(paragraph)
                page.furniture.append(paragraph)


def _at_edges(page: _Page) -> list[Paragraph]:
    texts = [part for part in page.parts if isinstance(part, Paragraph)]
    return [p for p in texts if p.y1 <= _EDGE * page.height or p.y0 >= (1 - _EDGE) * page.height]


def _sign(page: _Page, paragraph: Paragraph) -> tuple[str, int]:
    return re.sub(rf"(?<!\d){page.number}(?!\d)", "#", paragraph.text), round(paragraph.y0 / 10)


# Writing


def _write(writer: DocumentWriter, pages: Sequence[_Page]) -> None:
    text_size = _text_size(pages)
    parts = list(_joined(pages))
    sizes = sorted(
        {round(p.size) for _, p in parts if isinstance(p, Paragraph) and _is_heading(p, text_size)}, reverse=True
    )
    shown = 0
    count = 0
    for number, part in parts:
        for page in pages[shown:number]:
            for paragraph in page.furniture:
                writer.furniture(paragraph.text, f"page {page.number}")
        shown = max(shown, number)
        if isinstance(part, PdfTable):
            count += 1
            _write_table(writer, part, f"page {number}, table {count}")
        elif _is_heading(part, text_size):
            writer.heading(part.text, f"page {number}", level=sizes.index(round(part.size)) + 1)
        else:
            writer.paragraph(part.text, f"page {number}")


def _text_size(pages: Sequence[_Page]) -> float:
    """The height of most characters outside tables."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for part in page.parts:
            if isinstance(part, Paragraph):
                sizes[round(part.size, 1)] += len(part.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _is_heading(paragraph: Paragraph, text_size: float) -> bool:
    return paragraph.size > _LARGER * text_size and len(paragraph.text) <= _LONGEST_HEADING


def _joined(pages: Sequence[_Page]) -> Iterator[tuple[int, Paragraph | PdfTable]]:
    """The parts of all pages, each with its page; what a page break cuts is one part."""
    last: tuple[int, Paragraph | PdfTable] | None = None
    reached = 0  # the page on which the last part ends so far
    for page in pages:
        for at, part in enumerate(page.parts):
            if not (last and at == 0 and reached == page.number - 1 and _continue(last[1], part)):
                if last:
                    yield last
                last = (page.number, part)
            reached = page.number
    if last:
        yield last


def _continue(before: Paragraph | PdfTable, part: Paragraph | PdfTable) -> bool:
    """Add a part to the last one of the page before where it goes on there."""
    if isinstance(before, Paragraph) and isinstance(part, Paragraph):
        ended = before.text.rstrip()[-1:] in "。;；:：!！?？."
        if not before.is_open or ended or not carries_on(before.text, part.text) or abs(before.size - part.size) > 1:
            return False
        before.text, before.is_open = join(before.text, part.text), part.is_open
        return True
    if isinstance(before, PdfTable) and isinstance(part, PdfTable):
        return _continue_table(before, part)
    return False


def _continue_table(before: PdfTable, part: PdfTable) -> bool:
    if len(before.xs) != len(part.xs) or any(
        abs(a - b) > _SAME_COLUMNS for a, b in zip(before.xs, part.xs, strict=True)
    ):
        return False
    rows = len(before.ys) - 1
    skipped = 1 if _row_texts(before, 0) == _row_texts(part, 0) and rows > 1 else 0
    for cell in part.cells:
        if cell.row >= skipped:
            cell.row += rows - skipped
            before.cells.append(cell)
    before.ys += [before.ys[-1] + y - part.ys[skipped] for y in part.ys[skipped + 1 :]]
    return True


def _row_texts(table: PdfTable, row: int) -> list[str]:
    return ["".join(glyph.text for glyph in cell.glyphs) for cell in table.cells if cell.row == row]


def _write_table(writer: DocumentWriter, table: PdfTable, where: str) -> None:
    """A table of one cell is a frame around text."""
    with writer.table(where):
        for cell in sorted(table.cells, key=lambda c: (c.row, c.column)):
            place = f"{where}, row {cell.row + 1}"
            with writer.cell(cell.row, cell.column, place, row_span=cell.row_span, column_span=cell.column_span):
                lines = text_lines(cell.glyphs)
                if len(lines) > 1 and all(len(line.text) == 1 for line in lines):  # written downwards
                    writer.paragraph("".join(line.text for line in lines), place)
                else:
                    right = table.xs[cell.column + cell.column_span] - _PADDING
                    for paragraph in paragraphs(lines, right):
                        writer.paragraph(paragraph.text, place)


def _scan_notice(numbers: Sequence[int]) -> ReaderNotice:
    shown = ", ".join(map(str, numbers[:10])) + (", …" if len(numbers) > 10 else "")
    return ReaderNotice(
        "page_without_text",
        "warning",
        f"Pages that are pictures without text (a scan): {shown}. What they show was not read; give a text of them.",
    )
