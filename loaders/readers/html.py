"""Web pages: headings, lists and tables as a browser shows them, navigation as furniture."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from lxml import etree
from lxml import html as lxml_html

from dutygraph.graph.errors import DocumentError
from dutygraph.loaders.document import DocumentWriter, SourceDocument
from dutygraph.loaders.readers.grid import LARGEST_GRID
from dutygraph.loaders.readers.numerals import numeral
from dutygraph.loaders.readers.text import decode

LARGEST_MB = 20
"""A page in memory takes about thirty times its size."""

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "iso8859-1": "cp1252", "ascii": "cp1252"}
_DEEPEST = 120
"""Elements within one another that are told apart; what lies deeper is one paragraph."""

_SPAN = 1_000
"""Columns a cell may span, as in browsers."""

_UNSEEN = frozenset(
    (
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "svg",
        "math",
        "iframe",
        "object",
        "select",
        "textarea",
        "button",
        "input",
    )
)
_BLOCKS = frozenset((
    "p", "div", "section", "article", "main", "header", "address", "blockquote", "figure", "figcaption", "dl", "dt",
    "dd", "fieldset", "form", "pre", "center", "details", "summary", "hr", "body", "html", "aside", "hgroup", "legend",
    "tr", "tbody", "thead", "tfoot", "td", "th", "caption", "li",
))  # fmt: skip
_FURNITURE = frozenset(("nav", "footer", "menu"))
_NAVIGATION = frozenset(
    (
        "nav", "navbar", "navigation", "menu", "breadcrumb", "breadcrumbs", "crumb", "crumbs", "footer", "copyright",
        "pagination", "pager", "contentinfo",
    )
)  # fmt: skip
"""Classes, ids and roles of what surrounds a page's text."""

_LINK_LENGTH = 8
_HEADING = re.compile(r"h([1-6])$")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)", re.IGNORECASE)
_HAN = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
_SOURCE_BREAK = re.compile(rf"(?<={_HAN})[ \t]*[\r\n][ \t\r\n]*(?={_HAN})")
_SPACE = re.compile(r"[ \t\r\n\f\xa0]+")
_OWN_MARK = re.compile(r"[(（]?(?:\d{1,3}|[①-⑳])[)）、.\uff0e]?")
_BULLETS = {"disc": "•", "circle": "○", "square": "▪"}
_CHINESE_STYLE = re.compile(r"cjk|chinese|japanese")


def read(data: bytes, path: Path, key: str) -> SourceDocument:
    """What of a page is seen, in its order.

    Raises DocumentError where the file is too large, no text, or shows none.
    """
    if len(data) > LARGEST_MB * 1_000_000:
        raise DocumentError(f"{path} has more than {LARGEST_MB} MB, too much for a page. Split it.")
    text = _decoded(data, path).replace("\0", "")
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = lxml_html.document_fromstring(text.encode("utf-8", errors="replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise DocumentError(f"{path} holds no text that a browser would show ({error}).") from error
    reader = _Reader()
    try:
        reader.walk(root, 0)
        reader.flush()
    except OverflowError as error:
        raise DocumentError(f"{path} has {error}, which no document needs. It was not read.") from error
    title = _title(root)
    document = reader.writer.document(key, sha256(data).hexdigest(), title=title)
    if not document.text.strip():
        raise DocumentError(f"{path} holds no text that a browser would show.")
    return document


def _decoded(data: bytes, path: Path) -> str:
    """The page's text in the encoding it names; a name that does not fit its bytes does not count."""
    match = _CHARSET.search(data[:4096])
    if match and not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            name = codecs.lookup(match.group(1).decode("ascii", errors="replace")).name
            return data.decode(_WIDER.get(name, name))
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data, path)


def _title(root: lxml_html.HtmlElement) -> str | None:
    text = root.findtext(".//title")
    return _SPACE.sub(" ", text).strip() or None if text else None


@dataclass(slots=True)
class _Reader:
    writer: DocumentWriter = field(default_factory=DocumentWriter)
    _pieces: list[str] = field(default_factory=list)
    _write: Callable[[str, str], None] | None = None
    _place: str | None = None
    _paragraphs: int = 0
    _tables: int = 0
    _list_depth: int = 0

    def walk(self, element: lxml_html.HtmlElement, depth: int) -> None:
        """Read one element; its tail is its parent's."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag or tag in _UNSEEN or _is_hidden(element):
            return
        heading = _HEADING.match(tag)
        if tag == "br":
            self._pieces.append("\n")
        elif depth > _DEEPEST:
            self._pieces.append(_spaced("".join(element.itertext())))
        elif heading:
            self._whole(element, lambda text, place: self.writer.heading(text, place, level=int(heading.group(1))))
        elif tag in _FURNITURE or _is_navigation(element):
            self.flush()
            outer, self._place = self._place, f"page {tag}"
            self._whole(element, self.writer.furniture)
            self._place = outer
        elif tag in ("ul", "ol"):
            self._list(element, depth)
        elif tag == "table":
            self._table(element, depth)
        else:
            is_block = tag in _BLOCKS
            if is_block:
                self.flush()
            self._children(element, depth)
            if is_block:
                self.flush()

    def flush(self) -> None:
        """Write what was gathered as a paragraph, or as what is due."""
        text = "\n".join(line for raw in "".join(self._pieces).split("\n") if (line := _SPACE.sub(" ", raw).strip()))
        self._pieces.clear()
        if not text:
            return
        write, self._write = self._write or self.writer.paragraph, None
        if self._place is None:
            self._paragraphs += 1
        write(text, self._place or f"paragraph {self._paragraphs}")

    def _children(self, element: lxml_html.HtmlElement, depth: int) -> None:
        keep = element.tag == "pre"
        if element.text:
            self._pieces.append(element.text if keep else _spaced(element.text))
        for child in element:
            self.walk(child, depth + 1)
            if child.tail:
                self._pieces.append(child.tail if keep else _spaced(child.tail))

    def _whole(self, element: lxml_html.HtmlElement, write: Callable[[str, str], None]) -> None:
        """All text of an element as one block."""
        self.flush()
        self._pieces.append(_spaced(" ".join(text for text in _seen_texts(element))))
        self._write = write
        self.flush()
        self._write = None

    # Lists -----------------------------------------------------------------------------------------------------------

    def _list(self, element: lxml_html.HtmlElement, depth: int) -> None:
        self.flush()
        self._list_depth += 1
        labels = _labels(element)
        for child in element:
            if child.tag == "li" and not _is_hidden(child):
                self._write = self._item(next(labels)(child), self._list_depth)
                self._children(child, depth + 1)
                self.flush()
                self._write = None
            else:
                self.walk(child, depth + 1)
        self._list_depth -= 1

    def _item(self, label: str | None, level: int) -> Callable[[str, str], None]:
        def write(text: str, place: str) -> None:
            typed = label in _BULLETS.values() and _OWN_MARK.match(text)
            self.writer.item(None if typed else label, text, place, level=level)

        return write

    # Tables ----------------------------------------------------------------------------------------------------------

    def _table(self, element: lxml_html.HtmlElement, depth: int) -> None:
        self.flush()
        rows, header_rows = _rows(element)
        cells = [(place, cell) for place, cell in _grid(rows) if not _is_hidden(cell)]
        if _is_layout(element, cells):
            self._children(element, depth)
            self.flush()
            return
        for caption in element.iterchildren("caption"):
            self.walk(caption, depth + 1)
        outer = self._place
        if outer is None:
            self._tables += 1
        name = f"table {self._tables}" if outer is None else f"{outer}, table 1"
        depth_of_lists, self._list_depth = self._list_depth, 0
        with self.writer.table(name, header_rows=header_rows):
            for (row, column, height, width), cell in cells:
                self._place = f"{name}, row {row + 1}"
                with self.writer.cell(row, column, self._place, row_span=height, column_span=width):
                    self._children(cell, depth + 1)
                    self.flush()
        self._place, self._list_depth = outer, depth_of_lists


def _spaced(text: str) -> str:
    """Text of a page's source: line ends of the source part nothing between Han characters, else they are blanks."""
    return _SPACE.sub(" ", _SOURCE_BREAK.sub("", text))


def _is_hidden(element: lxml_html.HtmlElement) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _is_navigation(element: lxml_html.HtmlElement) -> bool:
    """Whether an element is called navigation, or is a list of links alone that stands in front of any heading."""
    if element.tag not in ("div", "section", "p", "ul", "ol", "header", "aside"):
        return False
    names = {*(element.get("class") or "").lower().split(), (element.get("id") or "").lower(), element.get("role")}
    if names & _NAVIGATION:
        return not any(_HEADING.match(str(inner.tag)) or inner.tag == "table" for inner in element.iterdescendants())
    if element.tag not in ("ul", "ol"):
        return False
    items = [child for child in element if child.tag == "li"]
    return len(items) > 2 and all(_is_link(item) for item in items)


def _is_link(item: lxml_html.HtmlElement) -> bool:
    """Whether a list's item is one short link and nothing else."""
    text = "".join(item.itertext()).strip()
    links = ["".join(link.itertext()).strip() for link in item.iterchildren("a")]
    return links == [text] and 0 < len(text) <= _LINK_LENGTH


def _seen_texts(element: lxml_html.HtmlElement) -> Iterator[str]:
    for node in element.iter():
        if isinstance(node.tag, str) and node.tag not in _UNSEEN:
            yield node.text or ""
        if node is not element:
            yield node.tail or ""


def _labels(element: lxml_html.HtmlElement) -> Iterator[Callable[[lxml_html.HtmlElement], str | None]]:
    """For each item of a list, what gives its mark; counts on from item to item."""
    match = _LIST_STYLE.search(element.get("style") or "")
    style = match.group(1).lower() if match else element.get("type") or ("disc" if element.tag == "ul" else "decimal")
    number = _integer(element.get("start"), 1) - 1

    def label(item: lxml_html.HtmlElement) -> str | None:
        nonlocal number
        number = _integer(item.get("value"), number + 1)
        if style == "none":
            return None
        if style in _BULLETS or element.tag == "ul":
            return _BULLETS.get(style, "•")
        return numeral(number, style) + ("、" if _CHINESE_STYLE.search(style) else ".")

    while True:
        yield label


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text.strip()) else default


def _rows(table: lxml_html.HtmlElement) -> tuple[list[lxml_html.HtmlElement], int]:
    """The rows of a table itself, and how many at its top are its head."""
    rows: list[lxml_html.HtmlElement] = []
    heads: list[bool] = []
    for child in table:
        if child.tag in ("thead", "tbody", "tfoot"):
            for row in child.iterchildren("tr"):
                rows.append(row)
                heads.append(child.tag == "thead")
        elif child.tag == "tr":
            rows.append(child)
            heads.append(False)
    count = 0
    for row, in_head in zip(rows, heads, strict=True):
        tags = [cell.tag for cell in row.iterchildren("td", "th")]
        if not (in_head or (tags and all(tag == "th" for tag in tags))):
            break
        count += 1
    return rows, count if count < len(rows) else 0


def _grid(rows: list[lxml_html.HtmlElement]) -> Iterator[tuple[tuple[int, int, int, int], lxml_html.HtmlElement]]:
    """Each cell with its row, column, height and width, as browsers place them.

    Raises OverflowError where the grid is too large to hold.
    """
    taken: dict[int, int] = {}  # column → first row in which it is free again
    for at, row in enumerate(rows):
        column = 0
        for cell in row.iterchildren("td", "th"):
            while taken.get(column, 0) > at:
                column += 1
            width = max(1, min(_integer(cell.get("colspan"), 1), _SPAN))
            height = _integer(cell.get("rowspan"), 1)
            height = min(height if height > 0 else len(rows), len(rows) - at)
            if (column + width) * len(rows) > LARGEST_GRID:
                raise OverflowError(f"a table of {len(rows)} rows and {column + width} columns")
            yield (at, column, height, width), cell
            for covered in range(column, column + width):
                taken[covered] = at + height
            column += width


def _is_layout(
    table: lxml_html.HtmlElement, cells: list[tuple[tuple[int, int, int, int], lxml_html.HtmlElement]]
) -> bool:
    """Whether a table only places parts of a page: older pages do so, and their text is in tables within."""
    if table.get("role") == "presentation" or len(cells) < 2:
        return True
    return any(
        inner.tag == "table" or _HEADING.match(str(inner.tag)) for _, cell in cells for inner in cell.iterdescendants()
    )
