"""Word 97–2003 documents (.doc): the same blocks as from .docx, read from the binary structures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from olefile import OleFileIO

from dutygraph.graph.errors import DocumentError
from dutygraph.loaders.document import DocumentWriter, SourceDocument
from dutygraph.loaders.readers.numbering import Numbering, symbol
from dutygraph.loaders.readers.sniffing import ENCRYPTED
from dutygraph.loaders.readers.word97 import DAMAGE, Paragraph, Word97

_WORD_97 = 0xA5EC
_ENCRYPTED_FLAG, _SECOND_TABLE_FLAG = 0x0100, 0x0200
_DEEPEST = 20
"""Tables within tables that are read as such; what lies deeper stands in the innermost."""

_SAME_EDGE = 30
"""Twips (1/1440 inch) by which edges of cells of one column differ at most."""


def read(data: bytes, path: Path, key: str) -> SourceDocument:
    """Main text, text boxes and notes; headers as furniture.

    Raises DocumentError where the file is damaged, encrypted, or older than Word 97.
    """
    main, table, other = _streams(data, path)
    try:
        word = Word97(main, table, other)
        reader = _Reader(Numbering(word.lists()))
        stories = dict(word.stories())
    except DAMAGE as error:
        raise DocumentError(
            f"{path} is a damaged Word 97–2003 document ({error}). Open it in Word, save it."
        ) from error
    reader.furniture(stories.get("header", ()))
    reader.blocks(stories.get("main", ()))
    reader.notes("text box", stories.get("text box", ()))
    reader.notes("footnote", stories.get("footnote", ()))
    reader.notes("endnote", stories.get("endnote", ()))
    document = reader.writer.document(key, sha256(data).hexdigest())
    if not document.text.strip():
        raise DocumentError(f"{path} holds no text. If it shows scanned pages, give a text of them.")
    return document


def _streams(data: bytes, path: Path) -> tuple[bytes, bytes, bytes]:
    try:
        with OleFileIO(BytesIO(data)) as compound:
            main = compound.openstream("WordDocument").read()
            flags = int.from_bytes(main[10:12], "little")
            name = "1Table" if flags & _SECOND_TABLE_FLAG else "0Table"
            table = compound.openstream(name).read() if compound.exists(name) else b""
            other = compound.openstream("Data").read() if compound.exists("Data") else b""
    except Exception as error:  # the library lets a damaged file's own errors through
        raise DocumentError(f"{path} is a damaged Word 97–2003 document ({error}). Get it again.") from error
    if flags & _ENCRYPTED_FLAG:
        raise DocumentError(f"{path} {ENCRYPTED}")
    if int.from_bytes(main[:2], "little") != _WORD_97 or not table:
        raise DocumentError(f"{path} was written by a Word older than 97, or is damaged. Save it as .docx.")
    return main, table, other


@dataclass(slots=True)
class _Cell:
    """A cell of a row: its paragraphs and inner tables, and its place in the grid."""

    parts: list[Paragraph | _Table] = field(default_factory=list)
    column: int = 0
    column_span: int = 1
    row_span: int = 1

    @property
    def is_blank(self) -> bool:
        return not any(isinstance(part, _Table) or part.text.strip() for part in self.parts)


@dataclass(slots=True)
class _Row:
    cells: list[_Cell]
    end: Paragraph


@dataclass(slots=True)
class _Table:
    rows: list[_Row] = field(default_factory=list)


class _Reader:
    def __init__(self, numbering: Numbering) -> None:
        self.writer = DocumentWriter()
        self._numbering = numbering
        self._paragraphs = self._tables = 0

    def furniture(self, paragraphs: Sequence[Paragraph]) -> None:
        """Headers and footers, each text once: the file tells them apart by place only."""
        texts = [p.text.strip() for p in paragraphs]
        for text in dict.fromkeys(text for text in texts if text):
            self.writer.furniture(text, "page header or footer")

    def notes(self, name: str, paragraphs: Sequence[Paragraph]) -> None:
        """Text boxes or notes, one paragraph after the other."""
        at = 0
        for paragraph in paragraphs:
            if paragraph.text.strip():
                at += 1
                self._paragraph(paragraph, f"{name} {at}")

    def blocks(self, paragraphs: Sequence[Paragraph]) -> None:
        """Paragraphs and tables in order."""
        at = 0
        while at < len(paragraphs):
            if paragraphs[at].properties.depth:
                table, at = _table(paragraphs, at, 1)
                self._tables += 1
                self._write_table(table, f"table {self._tables}")
            else:
                self._paragraphs += bool(paragraphs[at].text.strip())
                self._paragraph(paragraphs[at], f"paragraph {self._paragraphs}")
                at += 1

    def _paragraph(self, paragraph: Paragraph, where: str) -> None:
        properties = paragraph.properties
        text = "".join(symbol(ord(c)) if 0xF000 <= ord(c) <= 0xF0FF else c for c in paragraph.text).strip()
        label = None
        if properties.list_id > 0:  # an empty paragraph counts as well
            label = self._numbering.label(str(properties.list_id), properties.list_level)
        if properties.is_contents:
            self.writer.furniture(text, where)
        elif properties.outline is not None:
            self.writer.heading(text, where, level=properties.outline + 1, label=label)
        elif label:
            self.writer.item(label, text, where, level=properties.list_level + 1)
        else:
            self.writer.paragraph(text, where)

    def _write_table(self, table: _Table, where: str) -> None:
        _place_cells(table)
        headers = 0
        while headers < len(table.rows) and table.rows[headers].end.properties.is_header_row:
            headers += 1
        inner = 0
        with self.writer.table(where, header_rows=headers):
            for number, row in enumerate(table.rows):
                place = f"{where}, row {number + 1}"
                for cell in row.cells:
                    spans = {"row_span": cell.row_span, "column_span": cell.column_span}
                    with self.writer.cell(number, cell.column, place, **spans):
                        for part in cell.parts:
                            if isinstance(part, _Table):
                                inner += 1
                                self._write_table(part, f"{place}, table {inner}")
                            else:
                                self._paragraph(part, place)


def _table(paragraphs: Sequence[Paragraph], at: int, depth: int) -> tuple[_Table, int]:
    """The table that begins at a place, and the place behind it."""
    table = _Table()
    cells: list[_Cell] = []
    cell = _Cell()
    while at < len(paragraphs) and paragraphs[at].properties.depth >= depth:
        paragraph = paragraphs[at]
        properties = paragraph.properties
        if properties.depth > depth and depth < _DEEPEST:
            inner, at = _table(paragraphs, at, depth + 1)
            cell.parts.append(inner)
            continue
        at += 1
        if properties.row_end:
            table.rows.append(_Row(cells, paragraph))
            cells, cell = [], _Cell()
            continue
        cell.parts.append(paragraph)
        if paragraph.mark == "\x07" or properties.cell_end:
            cells.append(cell)
            cell = _Cell()
    if cells:  # a table whose last row has lost its end
        table.rows.append(_Row(cells, paragraphs[at - 1]))
    return table, at


def _place_cells(table: _Table) -> None:
    """Give each cell its column and spans from the edges of the rows; cells that continue others are taken out."""
    edges: list[int] = []
    for edge in sorted(edge for row in table.rows for edge in row.end.properties.cells.edges):
        if not edges or edge - edges[-1] > _SAME_EDGE:
            edges.append(edge)
    above: dict[int, _Cell] = {}
    for row in table.rows:
        layout = row.end.properties.cells
        known = len(layout.edges) > len(row.cells)
        kept: list[_Cell] = []
        under: dict[int, _Cell] = {}
        for number, cell in enumerate(row.cells):
            cell.column = _column(edges, layout.edges[number]) if known else number
            cell.column_span = max(1, _column(edges, layout.edges[number + 1]) - cell.column) if known else 1
            if number in layout.joined_left and kept and cell.is_blank:
                kept[-1].column_span += cell.column_span
            elif number in layout.joined_above and cell.is_blank and cell.column in above:
                above[cell.column].row_span += 1
                under[cell.column] = above[cell.column]
            else:
                kept.append(cell)
                under[cell.column] = cell
        row.cells, above = kept, under


def _column(edges: Sequence[int], edge: int) -> int:
    return min(range(len(edges)), key=lambda at: abs(edges[at] - edge))
