"""Tables for tests: from rows of cells, and from HTML as published."""

from __future__ import annotations

from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Any

from dutygraph.loaders.document import DocumentWriter, SourceDocument

Row = list[tuple[int, int, str]]
"""Cells of a row: rows and columns spanned, text."""


def document_of(title: str, rows: Sequence[Sequence[Any]], notes: Sequence[str]) -> SourceDocument:
    """A document with one table; a cell is its text or an object with `text`, `rows`, `columns`."""
    writer = DocumentWriter()
    writer.heading(title, "heading", level=1)
    spans = [
        [(1, 1, cell) if isinstance(cell, str) else (cell.get("rows", 1), cell.get("columns", 1), cell["text"])
         for cell in row]
        for row in rows
    ]  # fmt: skip
    write_table(writer, spans)
    for note in notes:
        writer.paragraph(note, "note")
    return writer.document("matrix", "0")


def write_table(writer: DocumentWriter, rows: Sequence[Row]) -> None:
    """Write cells to their places, those under a merged cell to its right."""
    taken: set[tuple[int, int]] = set()
    with writer.table("table 1"):
        for at, row in enumerate(rows):
            column = 0
            for down, across, text in row:
                while (at, column) in taken:
                    column += 1
                taken |= {(at + i, column + j) for i in range(down) for j in range(across)}
                place = f"table 1!{'ABCDEFGHIJ'[column]}{at + 1}"
                with writer.cell(at, column, place, row_span=down, column_span=across):
                    writer.paragraph(" ".join(text.split()), place)
                column += across


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []
        self._cell: tuple[int, int] | None = None
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        spans = dict(attrs)
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self._cell = (int(spans.get("rowspan") or 1), int(spans.get("colspan") or 1))
            self._text = []

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self._cell:
            self.rows[-1].append((*self._cell, "".join(self._text)))
            self._cell = None

    def handle_data(self, data: str) -> None:
        self._text.append(data)


def published(text: str, title: str) -> SourceDocument:
    """The first HTML table of a page, and the lines behind it."""
    start, end = text.index("<table"), text.index("</table>")
    parser = _Tables()
    parser.feed(text[start:end])
    writer = DocumentWriter()
    writer.heading(title, "heading", level=1)
    write_table(writer, parser.rows)
    for line in text[end + len("</table>") :].splitlines():
        writer.paragraph(line, "note")
    return writer.document("matrix", "0")
