"""Excel workbooks (.xlsx): what the cells show, merged cells, sheets in their order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree

from dutygraph.graph import vocabulary
from dutygraph.graph.errors import DocumentError
from dutygraph.loaders.document import DocumentWriter, ReaderNotice, SourceDocument
from dutygraph.loaders.readers.grid import MOST_CELLS, Grid, Place, write_grid
from dutygraph.loaders.readers.numberformats import built_in, shown_number
from dutygraph.loaders.readers.package import Package

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})$")
_SHEET_MB = 300
_ROWS, _COLUMNS = 1_048_576, 16_384


def read(data: bytes, path: Path, key: str) -> SourceDocument:
    """Every sheet that is in sight: its name as a heading unless the program gave it, its tables and lone lines.

    Raises DocumentError where the file is damaged, encrypted, or holds more than a document does.
    """
    book = _Book(Package(data, path))
    writer = DocumentWriter()
    for sheet in book.sheets():
        write_sheet(writer, sheet.name, sheet.grid, path)
    document = writer.document(key, sha256(data).hexdigest(), notices=tuple(book.notices))
    if not document.text.strip():
        raise DocumentError(f"{path} holds no text in the sheets that are in sight.")
    return document


def grids(data: bytes, path: Path) -> list[tuple[str, Grid]]:
    """The sheets in sight, by name, as they stand.

    Raises DocumentError where the file is damaged, encrypted, or holds more than a document does.
    """
    if not data.startswith(b"PK"):
        raise DocumentError(f"{path} is no Excel workbook (.xlsx).")
    return [(sheet.name, sheet.grid) for sheet in _Book(Package(data, path)).sheets()]


def write_sheet(writer: DocumentWriter, name: str, grid: Grid, path: Path) -> None:
    """Write one sheet with its name; shared by both Excel formats."""
    if not grid.rows:
        return
    if not re.fullmatch(vocabulary.table("noise")["sheets"]["default_name"], name.strip()):
        writer.heading(name.strip(), f"sheet {name}", level=1)
    try:
        write_grid(
            writer,
            grid,
            lambda row, column: f"sheet {name}!{column_letters(column)}{row + 1}",
            lambda number: f"sheet {name}, table {number}",
        )
    except OverflowError as error:
        raise DocumentError(f"{path} is not a document but data: its sheet {name} has {error}. Split it.") from error


def column_letters(column: int) -> str:
    """A column's name.

    >>> [column_letters(n) for n in (0, 25, 26, 16383)]
    ['A', 'Z', 'AA', 'XFD']
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's name and what stands in it."""

    name: str
    grid: Grid


@dataclass(slots=True)
class _Book:
    package: Package
    notices: list[ReaderNotice] = field(default_factory=list)
    _strings: list[str] = field(default_factory=list)
    _formats: list[str] = field(default_factory=list)
    _since_1904: bool = False
    _cells: int = 0

    def sheets(self) -> Iterator[Sheet]:
        main = self.package.main_part("xl/workbook.xml")
        root = self.package.tree(main)
        if root is None:
            raise DocumentError(f"{self.package.path} is no Excel workbook: it has no list of sheets. Get it again.")
        relations = self.package.relations(main)
        parts = {relation.type: relation.part for relation in relations.values()}
        self._strings = list(self._shared_strings(parts.get("sharedStrings", "xl/sharedStrings.xml")))
        self._formats = list(self._cell_formats(parts.get("styles", "xl/styles.xml")))
        properties = root.find(f"{_S}workbookPr")
        self._since_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        for element in root.iter(f"{_S}sheet"):
            name, relation = element.get("name", ""), relations.get(element.get(f"{_R}id", ""))
            if relation is None or relation.type != "worksheet":
                continue  # a chart has no cells
            if element.get("state") in ("hidden", "veryHidden"):
                self.notices.append(
                    ReaderNotice("sheet_hidden", "info", f"The sheet {name} is hidden and was not read.")
                )
                continue
            yield Sheet(name, self._grid(relation.part, name))

    # Parts -----------------------------------------------------------------------------------------------------------

    def _elements(self, part: str, *tags: str) -> Iterator[etree._Element]:
        """The elements of a large part, one after the other, without holding the whole."""
        data = self.package.usual(part, _SHEET_MB)
        if data is None:
            return
        wanted = [_S + tag for tag in tags]
        events: Any = etree.iterparse(BytesIO(data), tag=wanted, resolve_entities=False, no_network=True)
        try:
            for _, element in events:
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
        except etree.XMLSyntaxError as error:
            raise self.package.damaged(part, error) from error

    def _shared_strings(self, part: str) -> Iterator[str]:
        for element in self._elements(part, "si"):
            yield _text(element)

    def _cell_formats(self, part: str) -> Iterator[str]:
        root = self.package.tree(part)
        if root is None:
            return
        own = {e.get("numFmtId"): e.get("formatCode", "") for e in root.iter(f"{_S}numFmt")}
        for element in root.iterfind(f"{_S}cellXfs/{_S}xf"):
            number = element.get("numFmtId", "0")
            yield own[number] if number in own else built_in(int(number) if number.isdigit() else 0)

    # Cells -----------------------------------------------------------------------------------------------------------

    def _grid(self, part: str, name: str) -> Grid:
        rows: dict[int, dict[int, str]] = {}
        spans: dict[Place, Place] = {}
        headers = 0
        uncounted: list[str] = []
        at = (0, -1)
        for element in self._elements(part, "c", "row", "mergeCell", "pane"):
            if element.tag == f"{_S}row":
                continue  # its cells have been seen
            if element.tag == f"{_S}mergeCell":
                _merge(spans, element.get("ref", ""))
            elif element.tag == f"{_S}pane":
                headers = _frozen_rows(element)
            else:
                at = _place(element, at)
                text = self._shown(element)
                if text is None:
                    uncounted.append(f"{column_letters(at[1])}{at[0] + 1}")
                elif text.strip():
                    self._count()
                    rows.setdefault(at[0], {})[at[1]] = text
        if uncounted:
            self.notices.append(
                ReaderNotice(
                    "formula_without_value",
                    "warning",
                    f"Formulas of the sheet {name} without a stored value: {len(uncounted)}, first {uncounted[0]}. "
                    "Their cells were left out; open the workbook in Excel and save it.",
                )
            )
        return Grid(rows, spans, headers)

    def _count(self) -> None:
        self._cells += 1
        if self._cells > MOST_CELLS:
            raise DocumentError(
                f"{self.package.path} is not a document but data: it has more than {MOST_CELLS:,} cells. Split it."
            )

    def _shown(self, element: etree._Element) -> str | None:
        """What a cell shows, None where it is a formula without a stored value."""
        kind = element.get("t", "n")
        if kind == "inlineStr":
            return _text(element)
        value = element.findtext(f"{_S}v")
        if value is None or not value.strip():
            return None if element.find(f"{_S}f") is not None and kind != "str" else ""
        if kind == "s":
            return self._strings[int(value)] if value.isdigit() and int(value) < len(self._strings) else ""
        if kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        if kind != "n":
            return "" if kind == "e" else value
        try:
            number = float(value)
        except ValueError:
            return value
        style = element.get("s", "0")
        pattern = self._formats[int(style)] if style.isdigit() and int(style) < len(self._formats) else ""
        return shown_number(number, pattern, since_1904=self._since_1904)


def _text(element: etree._Element) -> str:
    """The text of a string with its runs, without the readings above characters."""
    phonetic = f"{_S}rPh"
    runs = element.iter(f"{_S}t")
    return "".join(t.text or "" for t in runs if (parent := t.getparent()) is None or parent.tag != phonetic)


def _place(element: etree._Element, last: Place) -> Place:
    """Where a cell stands; behind the one before it where it does not say."""
    match = _REFERENCE.match(element.get("r", ""))
    if match:
        return int(match.group(2)) - 1, _column(match.group(1))
    row = element.getparent()
    number = row.get("r", "") if row is not None else ""
    at = int(number) - 1 if number.isdigit() else last[0]
    return (at, last[1] + 1) if at == last[0] else (at, 0)


def _column(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def _merge(spans: dict[Place, Place], reference: str) -> None:
    first, _, last = reference.partition(":")
    top, bottom = _REFERENCE.match(first), _REFERENCE.match(last)
    if top and bottom:
        row, column = int(top.group(2)) - 1, _column(top.group(1))
        height, width = int(bottom.group(2)) - row, _column(bottom.group(1)) - column + 1
        if 0 < height <= _ROWS and 0 < width <= _COLUMNS:
            spans[row, column] = height, width


def _frozen_rows(pane: etree._Element) -> int:
    rows = pane.get("ySplit", "")
    return int(rows) if pane.get("state", "").startswith("frozen") and rows.isdigit() and int(rows) < 10 else 0
