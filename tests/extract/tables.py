"""Documents of tables for tests, as a reader of .docx hands them over."""

from __future__ import annotations

from collections.abc import Sequence

from dutygraph.loaders.document import DocumentWriter, SourceDocument

Spans = tuple[str, int] | tuple[str, int, int]
"""A cell's text, the columns it covers, and the rows."""

Row = Sequence[str | Spans | None]
"""None stands where a cell of a row above reaches down."""


def with_table(*tables: Sequence[Row], title: str = "", notes: Sequence[str] = ()) -> SourceDocument:
    """A document with a title, tables, and lines behind them."""
    writer = DocumentWriter()
    if title:
        writer.heading(title, "paragraph 1", level=1)
    for number, rows in enumerate(tables, 1):
        with writer.table(f"table {number}"):
            for at, row in enumerate(rows):
                _write_row(writer, f"table {number}, row {at + 1}", at, row)
    for note in notes:
        writer.paragraph(note, "note")
    return writer.document("table.docx", "0")


def _write_row(writer: DocumentWriter, locator: str, at: int, row: Row) -> None:
    column = 0
    for cell in row:
        if cell is None:
            column += 1
            continue
        text, across, down = (cell, 1, 1) if isinstance(cell, str) else (*cell, 1)[:3]
        with writer.cell(at, column, locator, row_span=down, column_span=across):
            for line in text.split("\n"):
                writer.paragraph(line, locator)
        column += across
