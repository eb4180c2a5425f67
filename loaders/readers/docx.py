"""Word documents (.docx): the grid of tables, automatic numbers, text boxes and notes, as a person sees them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from lxml import etree

from dutygraph.graph.errors import DocumentError
from dutygraph.loaders.document import DocumentWriter, SourceDocument
from dutygraph.loaders.readers.numbering import Numbering, Style, Styles, W, is_on, number, numbering, symbol, value
from dutygraph.loaders.readers.package import Package

_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_TEXTS = {W + "br": "\n", W + "cr": "\n", W + "tab": "\t", W + "noBreakHyphen": "-", W + "ptab": "\t"}
_BOX = W + "txbxContent"
# Deleted and moved text, instructions of fields, readings above characters, properties: nothing of it is seen.
_UNSEEN = frozenset(
    W + name for name in ("del", "moveFrom", "instrText", "delText", "delInstrText", "rt", "pPr", "rPr", "rubyPr")
)  # fmt: skip
# Wrappers around paragraphs and tables.
_WRAPPERS = frozenset(W + name for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
_TREES = ("styles", "numbering", "footnotes", "endnotes")
_WIDEST = 1_000
"""Columns a cell may span; the grid of a table is as wide as its widest row."""


def read(data: bytes, path: Path, key: str) -> SourceDocument:
    """Body, text boxes and notes in reading order; headers, footers and tables of contents as furniture.

    Raises DocumentError where the file is damaged, encrypted, or expands to more than a document needs.
    """
    package = Package(data, path)
    main = package.main_part("word/document.xml")
    root = package.tree(main)
    body = None if root is None else root.find(W + "body")
    if body is None:
        raise DocumentError(f"{path} is no Word document: it has no text part. Get it again.")
    parts = [(relation.type, relation.part) for relation in package.relations(main).values()]
    tree = {kind: package.tree(part) for kind, part in parts if kind in _TREES}
    styles = Styles(tree.get("styles"))
    reader = _Reader(styles, numbering(tree.get("numbering")))
    reader.furniture("page header", [package.tree(part) for kind, part in parts if kind == "header"])
    reader.blocks(body)
    reader.notes("footnote", tree.get("footnotes"))
    reader.notes("endnote", tree.get("endnotes"))
    reader.furniture("page footer", [package.tree(part) for kind, part in parts if kind == "footer"])
    document = reader.writer.document(key, sha256(data).hexdigest())
    if not document.text.strip():
        raise DocumentError(f"{path} holds no text. If it shows scanned pages, give a text of them.")
    # A title among the properties is often the template's; one that the text repeats is the document's own.
    title = package.title()
    return replace(document, title=title) if title and title in document.text else document


@dataclass(slots=True)
class _CellPlan:
    """A cell of the grid before it is written: where it begins and how far it goes."""

    row: int
    column: int
    column_span: int
    parts: list[etree._Element]
    row_span: int = 1


@dataclass(slots=True)
class _Reader:
    styles: Styles
    numbering: Numbering
    writer: DocumentWriter = field(default_factory=DocumentWriter)
    _paragraphs: int = 0
    _tables: int = 0
    _boxes: int = 0

    def blocks(self, parent: etree._Element, place: str | None = None) -> None:
        """The paragraphs and tables below `parent`; `place` is the locator of them all, None where each has its own."""
        for element in _unwrapped(parent):
            if element.tag == W + "p":
                self._paragraph(element, place)
            else:
                self._table(element, place)

    def furniture(self, place: str, roots: list[etree._Element | None]) -> None:
        """Headers or footers, each text once."""
        texts = [" ".join(_paragraph_texts(root)) for root in roots if root is not None]
        for text in dict.fromkeys(text for text in texts if text):
            self.writer.furniture(text, place)

    def notes(self, name: str, root: etree._Element | None) -> None:
        """Foot- or endnotes, behind the text they belong to."""
        notes = [] if root is None else [n for n in root if value(n, "type") in (None, "normal")]
        for at, note in enumerate(notes, 1):
            self.blocks(note, f"{name} {at}")

    def _paragraph(self, element: etree._Element, place: str | None) -> None:
        text, boxes = _inline(element)
        text = text.strip()
        if place is None:
            self._paragraphs += bool(text)
        where = place or f"paragraph {self._paragraphs}"
        properties = element.find(W + "pPr")
        style = self.styles.get(value(None if properties is None else properties.find(W + "pStyle")))
        outline = None if properties is None else number(properties.find(W + "outlineLvl"))
        outline = style.outline if outline is None else outline
        label, level = self._label(properties, style)  # an empty paragraph counts as well
        if style.is_contents:
            self.writer.furniture(text, where)
        elif outline is not None and 0 <= outline < 9:
            self.writer.heading(text, where, level=outline + 1, label=label)
        elif label:
            self.writer.item(label, text, where, level=level)
        else:
            self.writer.paragraph(text, where)
        for box in boxes:
            self._boxes += 1
            self.blocks(box, f"text box {self._boxes}")

    def _label(self, properties: etree._Element | None, style: Style) -> tuple[str | None, int | None]:
        """The automatic number of a paragraph and its depth, from 1."""
        listed, level = style.list_id, style.list_level
        own_list = None if properties is None else properties.find(W + "numPr")
        if own_list is not None:
            own = value(own_list.find(W + "numId"))
            listed = listed if own is None else own
            own_level = number(own_list.find(W + "ilvl"))
            level = level if own_level is None else own_level
        if not listed or listed == "0":
            return None, None
        return self.numbering.label(listed, level or 0), (level or 0) + 1

    def _table(self, element: etree._Element, place: str | None) -> None:
        if place is None:
            self._tables += 1
        where = f"table {self._tables}" if place is None else place
        cells, header_rows = _plan(element)
        inner = 0
        with self.writer.table(where, header_rows=header_rows):
            for cell in cells:
                row = f"{where}, row {cell.row + 1}"
                spans = {"row_span": cell.row_span, "column_span": cell.column_span}
                with self.writer.cell(cell.row, cell.column, row, **spans):
                    for part in cell.parts:
                        if part.tag == W + "tbl":
                            inner += 1
                            self._table(part, f"{row}, table {inner}")
                        else:
                            self._paragraph(part, row)


def _unwrapped(parent: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables below `parent`, through wrappers, in order."""
    stack = [iter(parent)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif element.tag in (W + "p", W + "tbl"):
            yield element
        elif element.tag in _WRAPPERS:
            stack.append(iter(element))
        elif element.tag == _ALTERNATE and len(element):
            stack.append(iter(element[0]))


def _rows(table: etree._Element, name: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, through wrappers."""
    stack = [iter(table)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif element.tag == W + name:
            yield element
        elif element.tag in _WRAPPERS:
            stack.append(iter(element))


def _plan(table: etree._Element) -> tuple[list[_CellPlan], int]:
    """The cells of a table in order of row, then column, with their spans, and the number of header rows."""
    cells: list[_CellPlan] = []
    open_above: dict[int, _CellPlan] = {}
    header_rows, still_header, at = 0, True, 0
    for row in _rows(table, "tr"):
        properties = row.find(W + "trPr")
        if properties is not None and properties.find(W + "del") is not None:
            continue
        still_header = still_header and properties is not None and is_on(properties.find(W + "tblHeader"))
        header_rows += still_header
        column = min(number(None if properties is None else properties.find(W + "gridBefore")) or 0, _WIDEST)
        for element in _rows(row, "tc"):
            column = _add_cell(cells, open_above, element, at, column)
        at += 1
    return cells, header_rows


def _add_cell(
    cells: list[_CellPlan], open_above: dict[int, _CellPlan], element: etree._Element, row: int, column: int
) -> int:
    """Add one cell, or make the one above it longer; the column behind it."""
    properties = element.find(W + "tcPr")
    span, merge = 1, None
    if properties is not None:
        span = max(1, min(number(properties.find(W + "gridSpan")) or 1, _WIDEST))
        vertical = properties.find(W + "vMerge")
        merge = None if vertical is None else value(vertical) or "continue"
    parts = list(_unwrapped(element))
    above = open_above.get(column)
    if merge == "continue" and above and above.row + above.row_span == row and not any(map(_paragraph_texts, parts)):
        above.row_span += 1
        return column + span
    cell = _CellPlan(row, column, span, parts)
    cells.append(cell)
    if merge:
        open_above[column] = cell
    else:
        open_above.pop(column, None)
    return column + span


def _paragraph_texts(root: etree._Element) -> list[str]:
    """The texts of all paragraphs in a part of the tree that are not empty."""
    paragraphs = root.iter(W + "p")
    return [text for p in paragraphs if (text := _inline(p)[0].strip())]


def _inline(paragraph: etree._Element) -> tuple[str, list[etree._Element]]:
    """The text of a paragraph as it is seen, and the text boxes that hang on it."""
    pieces: list[str] = []
    boxes: list[etree._Element] = []
    fields: list[bool] = []  # for each open field, whether its instruction is still being read
    stack: list[Iterator[etree._Element]] = [iter(paragraph)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
            continue
        tag = element.tag
        if tag == W + "t":
            if not any(fields):
                pieces.append(element.text or "")
        elif tag == W + "fldChar":
            _field(fields, value(element, "fldCharType"))
        elif tag == _BOX:
            boxes.append(element)
        elif tag in _TEXTS:
            if value(element, "type") not in ("page", "column") and not any(fields):
                pieces.append(_TEXTS[tag])
        elif tag == W + "sym":
            pieces.append(_symbol(value(element, "char")))
        elif tag == _ALTERNATE:
            stack.append(iter(element[0]) if len(element) else iter(()))
        elif tag not in _UNSEEN and not (tag == W + "r" and _is_hidden(element)):
            stack.append(iter(element))
    return "".join(pieces), boxes


def _field(fields: list[bool], mark: str | None) -> None:
    if mark == "begin":
        fields.append(True)
    elif fields and mark == "separate":
        fields[-1] = False
    elif fields and mark == "end":
        fields.pop()


def _is_hidden(run: etree._Element) -> bool:
    properties = run.find(W + "rPr")
    return properties is not None and is_on(properties.find(W + "vanish"))


def _symbol(code: str | None) -> str:
    try:
        return symbol(int(code or "", 16))
    except ValueError:
        return ""
