"""A document as every reader hands it over: one canonical text, and blocks that say what stands where in it.

The text of a .txt or .md file is exactly the decoded file. Readers of other formats write the text with a
`DocumentWriter`, in reading order, the way a person sees it: numbers that a format makes by itself (automatic
numbering in Word, `<ol>` in HTML) stand in the text like typed ones. Offsets count characters of that text, and every
fact's quote is a slice of it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from dutygraph.graph import identity
from dutygraph.graph.facts import Severity

Wrapped = Literal["anywhere", "in blocks", "nowhere"]
BlockKind = Literal["heading", "paragraph", "item", "furniture"]


class Block(NamedTuple):
    """One paragraph of some kind; `start:end` covers its whole text, number included, without the final line end.

    `level` counts from 1: that of a heading, or the depth of a list item; None where the format does not say.
    `label` is the number or mark as shown (`一、`, `1.`, `•`), None where the format does not set it apart from the
    text. Furniture is what repeats on pages: headers, footers, page numbers. `locator` is for a person: `第3页`,
    `paragraph 41`, `line 12`.
    """

    kind: BlockKind
    start: int
    end: int
    locator: str
    level: int | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid, `row` and `column` from 0; a merged cell stands once, at its upper left, with its spans.

    `blocks` are its paragraphs, items and nested tables; every cell with text has at least one.
    """

    row: int
    column: int
    start: int
    end: int
    locator: str
    row_span: int = 1
    column_span: int = 1
    blocks: tuple[Block | Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of cells in order of row, then column; `header_rows` is what the format marks, 0 where it does not."""

    start: int
    end: int
    locator: str
    cells: tuple[Cell, ...]
    header_rows: int = 0

    @property
    def row_count(self) -> int:
        """Rows of the grid."""
        return max((c.row + c.row_span for c in self.cells), default=0)

    @property
    def column_count(self) -> int:
        """Columns of the grid."""
        return max((c.column + c.column_span for c in self.cells), default=0)

    def grid(self) -> list[list[Cell | None]]:
        """The cell at each place, [row][column]; a merged cell stands at each place it covers, None where none is."""
        width = self.column_count
        rows: list[list[Cell | None]] = [[None] * width for _ in range(self.row_count)]
        for cell in self.cells:
            for row in rows[cell.row : cell.row + cell.row_span]:
                row[cell.column : cell.column + cell.column_span] = [cell] * cell.column_span
        return rows


AnyBlock: TypeAlias = Block | Table


@dataclass(frozen=True, slots=True)
class ReaderNotice:
    """What a reader noticed: a code of docs/notices.md and the place it concerns."""

    code: str
    severity: Severity
    message: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class SourceDocument:
    """A document of any format. `key` and `edition` as in docs/model.md, `blocks` in order of the text, top level only.

    `title`, `version`, `effective_date` (ISO) and `language` are what the format itself states, else None.
    """

    key: str
    edition: str
    text: str
    blocks: tuple[AnyBlock, ...]
    title: str | None = None
    version: str | None = None
    effective_date: str | None = None
    language: str | None = None
    notices: tuple[ReaderNotice, ...] = ()
    wrapped: Wrapped = "nowhere"
    """Where line ends may cut a sentence: anywhere in a plain text, whose blocks are no more than its lines."""

    _places: tuple[tuple[int, ...], tuple[str, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        places = list(_places(self.blocks))
        object.__setattr__(self, "_places", (tuple(p for p, _ in places), tuple(n for _, n in places)))

    @property
    def id(self) -> str:
        """The document's identifier."""
        return identity.document_id(self.key)

    @property
    def block_starts(self) -> tuple[int, ...]:
        """Where blocks and cells begin, in order of the text."""
        return self._places[0]

    def locator(self, offset: int) -> str | None:
        """Where a person finds the character at `offset`: the locator of the innermost block or cell before it."""
        starts, names = self._places
        at = bisect_right(starts, offset) - 1
        return names[at] if at >= 0 else None


def _places(blocks: Sequence[AnyBlock]) -> Iterator[tuple[int, str]]:
    for block in blocks:
        yield block.start, block.locator
        if isinstance(block, Table):
            for cell in block.cells:
                yield cell.start, cell.locator
                # A paragraph of a cell is found by its cell; only a nested table has finer places.
                yield from _places([b for b in cell.blocks if isinstance(b, Table)])


_LINE = re.compile(r"[^\r\n]+")


def text_document(
    key: str, edition: str, text: str, *, title: str | None = None, notices: tuple[ReaderNotice, ...] = ()
) -> SourceDocument:
    """A plain text: every line that is not blank is a paragraph; what it means is for extraction to find.

    >>> [b.locator for b in text_document("a.txt", "0", "一\\n\\n二").blocks]
    ['line 1', 'line 3']
    """
    blocks: list[AnyBlock] = []
    number, at = 1, 0
    for match in _LINE.finditer(text):
        start, end = match.span()
        number += _line_ends(text, at, start)
        at = end
        if not match.group().isspace():
            blocks.append(Block("paragraph", start, end, f"line {number}"))
    return SourceDocument(key, edition, text, tuple(blocks), title=title, notices=notices, wrapped="anywhere")


def _line_ends(text: str, start: int, end: int) -> int:
    if end - start < 2:
        return end - start
    return text.count("\n", start, end) + text.count("\r", start, end) - text.count("\r\n", start, end)


class DocumentWriter:
    """Writes a document's canonical text and blocks together, for readers of formats that have no text of their own.

    >>> w = DocumentWriter()
    >>> w.heading("岗位说明书", "paragraph 1", level=1)
    >>> with w.table("table 1"):
    ...     with w.cell(0, 0, "table 1, row 1"):
    ...         w.paragraph("岗位名称", "table 1, row 1")
    ...     with w.cell(0, 1, "table 1, row 1"):
    ...         w.item("1、", "负责采购", "table 1, row 1")
    >>> w.document("a.docx", "0").text
    '岗位说明书\\n岗位名称\\t1、负责采购\\n'
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._blocks: list[list[AnyBlock]] = [[]]
        self._tables: list[_OpenTable] = []

    def heading(self, text: str, locator: str, *, level: int | None = None, label: str | None = None) -> None:
        """A heading; an automatic number comes as `label`."""
        self._block("heading", text, locator, level, label)

    def paragraph(self, text: str, locator: str) -> None:
        """A paragraph; soft line breaks in it are `\\n`."""
        self._block("paragraph", text, locator, None, None)

    def item(self, label: str | None, text: str, locator: str, *, level: int | None = None) -> None:
        """A list item; `label` is its number or mark as shown."""
        self._block("item", text, locator, level, label)

    def furniture(self, text: str, locator: str) -> None:
        """A page header, a footer, a page number."""
        self._block("furniture", text, locator, None, None)

    @contextmanager
    def table(self, locator: str, *, header_rows: int = 0) -> Iterator[None]:
        """A table, at top level or within a cell; write its cells in order of row, then column."""
        self._begin_block()
        table = _OpenTable(self._length)
        self._tables.append(table)
        yield
        self._tables.pop()
        self._blocks[-1].append(Table(table.start, self._length, locator, tuple(table.cells), header_rows))
        self._end_line()

    @contextmanager
    def cell(self, row: int, column: int, locator: str, *, row_span: int = 1, column_span: int = 1) -> Iterator[None]:
        """A cell of the open table; what is written inside belongs to it."""
        table = self._tables[-1]
        if table.row == row:
            self._write("\t")
        elif table.row is not None:
            self._write("\n")
        table.row = row
        start = self._length
        self._blocks.append([])
        yield
        blocks = tuple(self._blocks.pop())
        table.cells.append(Cell(row, column, start, self._length, locator, row_span, column_span, blocks))

    def document(
        self,
        key: str,
        edition: str,
        *,
        title: str | None = None,
        version: str | None = None,
        effective_date: str | None = None,
        language: str | None = None,
        notices: tuple[ReaderNotice, ...] = (),
    ) -> SourceDocument:
        """What was written so far as a document."""
        self._end_line()
        return SourceDocument(
            key,
            edition,
            "".join(self._parts),
            tuple(self._blocks[0]),
            title,
            version,
            effective_date,
            language,
            notices,
        )

    def _block(self, kind: BlockKind, text: str, locator: str, level: int | None, label: str | None) -> None:
        if not text.strip():
            return
        self._begin_block()
        start = self._length
        if label:
            gap = " " if label[-1].isascii() and text[0].isascii() else ""
            self._write(label + gap)
        self._write(text)
        self._blocks[-1].append(Block(kind, start, self._length, locator, level, label))

    def _begin_block(self) -> None:
        if self._blocks[-1] or not self._tables:  # the first block of a cell follows its tab
            self._end_line()

    def _end_line(self) -> None:
        if self._parts and not self._parts[-1].endswith("\n"):
            self._write("\n")

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)


@dataclass(slots=True)
class _OpenTable:
    start: int
    cells: list[Cell] = field(default_factory=list)
    row: int | None = None
