"""Markdown: the text as it is, with blocks for its headings, lists and tables, also for tables written as HTML."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from dutygraph.graph.errors import DocumentError
from dutygraph.loaders.document import AnyBlock, Block, Cell, SourceDocument, Table, text_document
from dutygraph.loaders.readers.text import decode

_LARGEST = 1_000_000
"""Characters beyond which a file is read as plain text: lists and tables of that size are data."""

_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\r?\n(?:.*\r?\n)*?(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)")
_TITLE = re.compile(r"^title[ \t]*:(.*)$", re.MULTILINE)
_WHOSE = re.compile(r"(?:org|organi[sz]ation|company|employer)[ \t]*:[ \t]*[^\s\"'\[{].*", re.IGNORECASE)
_LINE_END = re.compile(r"\r\n?|\n")
_LIST_MARK = re.compile(r"[ \t]*([-*+]|\d{1,9}[.)])[ \t]+")
_HEADING_MARKS = re.compile(r"[ \t]{0,3}#{1,6}[ \t]*")
_BOLD_LINE = re.compile(r"\*\*[^*\n]{2,60}\*\*[ \t]*(?:[(（][^()（）\n]*[)）])?[:：]?")
_QUOTE_MARKS = re.compile(r"[ \t]*(?:>[ \t]?)+")
_BAR = re.compile(r"(?<!\\)\|")
_TAG = re.compile(r"<!--.*?-->|<(/?)([a-zA-Z][\w-]*)([^<>]*)>", re.DOTALL)
_HTML_TABLE = re.compile(r"<table\b.*?(?:</table\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_SPAN = re.compile(r"(rowspan|colspan)\s*=\s*[\"']?(\d{1,4})", re.IGNORECASE)
_BREAKS = frozenset(("br", "p", "div", "li", "ul", "ol", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "tr"))


def read(data: bytes, path: Path, key: str) -> SourceDocument:
    """The decoded file as it stands, and what its marks make of it.

    Raises DocumentError where it is not text or holds nothing.
    """
    text = decode(data, path)
    if not text.strip():
        raise DocumentError(f"{path} holds nothing but white space: nothing to read.")
    edition = sha256(data).hexdigest()
    if len(text) > _LARGEST:
        return text_document(key, edition, text)
    front = _FRONT_MATTER.match(text)
    title = _TITLE.search(front.group()) if front else None
    return SourceDocument(
        key,
        edition,
        text,
        tuple(_Reader(text).blocks()),
        wrapped="in blocks",
        title=title.group(1).strip("\"' \r") or None if title else None,
    )


class _Reader:
    """Blocks with their places in the text; the parser gives the lines of each, the marks within are found here."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
        self._tables = 0

    def blocks(self) -> list[AnyBlock]:
        """All blocks in order of the text."""
        # Tables written as HTML first: a blank line in one ends the block for the parser, not for a browser.
        tables = [match.span() for match in _HTML_TABLE.finditer(self._text)]
        found: list[AnyBlock] = [block for start, stop in tables for block in self._html_table(start, stop)]
        rest = list(self._text)
        for start, stop in tables:
            rest[start:stop] = (c if c in "\r\n" else " " for c in self._text[start:stop])
        found += self._marked("".join(rest))
        return sorted(found, key=lambda block: block.start)

    def _marked(self, text: str) -> Iterator[AnyBlock]:
        first = 0
        if match := _FRONT_MATTER.match(text):
            first = len(_LINE_END.findall(match.group()))
            yield from self._front(first)
        # The parser counts lines from where its text begins.
        source = _LINE_END.sub("\n", text[self._starts[first] :]) if first < len(self._starts) else ""
        tokens = MarkdownIt("commonmark", {"maxNesting": 50}).enable("table").parse(source)
        lists, item_begins, at = 0, False, 0
        while at < len(tokens):
            token = tokens[at]
            begin, end = (line + first for line in token.map) if token.map else (0, 0)
            if token.type in ("bullet_list_open", "ordered_list_open"):
                lists += 1
            elif token.type in ("bullet_list_close", "ordered_list_close"):
                lists -= 1
            elif token.type == "list_item_open":
                item_begins = True
            elif token.type == "heading_open":
                yield from self._heading(begin, int(token.tag[1]))
                at += 1
            elif token.type == "paragraph_open":
                yield from self._paragraph(begin, end, lists if item_begins else 0)
                item_begins = False
                at += 1
            elif token.type in ("fence", "code_block"):
                fence = token.markup if token.type == "fence" else ""
                closed = fence and self._text[slice(*self._line(end - 1))].startswith(fence)
                yield from self._lines("paragraph", begin + bool(fence), end - bool(closed))
            elif token.type == "html_block":
                yield from self._html(begin, end)
            elif token.type == "table_open":
                last = next(n for n in range(at, len(tokens)) if tokens[n].type == "table_close")
                yield self._table(tokens[at:last], begin, end, first)
                at = last
            at += 1

    def _front(self, end: int) -> Iterator[Block]:
        """The lines of the front matter, none of them text but the one that says whose document it is."""
        for number in range(end):
            said = _WHOSE.fullmatch(self._text, *self._line(number))
            yield from self._lines("paragraph" if said else "furniture", number, number + 1)

    def _line(self, number: int) -> tuple[int, int]:
        """Where a line begins and ends, without white space and marks of quotation around it."""
        begin = self._starts[number]
        end = self._starts[number + 1] if number + 1 < len(self._starts) else len(self._text)
        if match := _QUOTE_MARKS.match(self._text, begin, end):
            begin = match.end()
        return self._trimmed(begin, end)

    def _trimmed(self, begin: int, end: int) -> tuple[int, int]:
        piece = self._text[begin:end]
        return begin + len(piece) - len(piece.lstrip()), begin + len(piece.rstrip())

    def _lines(self, kind: str, begin: int, end: int) -> Iterator[Block]:
        for number in range(begin, min(end, len(self._starts))):
            start, stop = self._line(number)
            if start < stop:
                yield Block("furniture" if kind == "furniture" else "paragraph", start, stop, f"line {number + 1}")

    def _heading(self, line: int, level: int) -> Iterator[Block]:
        start, stop = self._line(line)
        if match := _HEADING_MARKS.match(self._text, start, stop):
            start = match.end()
            stop = start + len(self._text[start:stop].rstrip("# \t"))
        if start < stop:
            yield Block("heading", start, stop, f"line {line + 1}", level)

    def _paragraph(self, begin: int, end: int, level: int) -> Iterator[Block]:
        """A paragraph of one block; the first one of a list item begins with its mark."""
        if not level and end - begin > 1 and _BOLD_LINE.fullmatch(self._text, *self._line(begin)):
            yield Block("paragraph", *self._line(begin), f"line {begin + 1}")  # a heading in all but its mark
            begin += 1
        start, stop = self._line(begin)[0], self._line(end - 1)[1]
        match = None
        if level:  # the innermost mark, where a line opens several lists
            at = start
            while found := _LIST_MARK.match(self._text, at, stop):
                match, at = found, found.end()
        if match:
            yield Block("item", match.start(1), stop, f"line {begin + 1}", level, match.group(1))
        elif self._text[start:stop].strip():
            yield Block("paragraph", start, stop, f"line {begin + 1}")

    # Tables ----------------------------------------------------------------------------------------------------------

    def _table(self, tokens: list[Token], begin: int, end: int, first: int) -> Table:
        cells: list[Cell] = []
        rows = [token.map[0] + first for token in tokens if token.type == "tr_open" and token.map]
        for row, line in enumerate(rows):
            start, stop = self._line(line)
            edges = [start - 1, *(match.start() for match in _BAR.finditer(self._text, start, stop)), stop]
            spans = [(a + 1, b) for a, b in pairwise(edges)]
            if self._text[start:stop].startswith("|"):
                spans = spans[1:]
            if self._text[start:stop].endswith("|") and spans:
                spans = spans[:-1]
            for column, (left, right) in enumerate(spans):
                pieces = self._pieces(left, right) or [self._trimmed(left, right)]  # a cell may hold <br>
                cells.append(self._cell(row, column, 1, 1, pieces, f"line {line + 1}"))
        self._tables += 1
        return Table(self._line(begin)[0], self._line(end - 1)[1], f"table {self._tables}", tuple(cells), 1)

    def _cell(
        self, row: int, column: int, height: int, width: int, pieces: list[tuple[int, int]], locator: str
    ) -> Cell:
        blocks = tuple(Block("paragraph", start, stop, locator) for start, stop in pieces if start < stop)
        start, stop = (blocks[0].start, blocks[-1].end) if blocks else (pieces[0][0], pieces[0][0])
        return Cell(row, column, start, stop, locator, height, width, blocks)

    def _html(self, begin: int, end: int) -> Iterator[Block]:
        """The texts between the tags of a block of HTML."""
        stop = self._starts[end] if end < len(self._starts) else len(self._text)
        for start, last in self._pieces(self._starts[begin], stop):
            yield Block("paragraph", start, last, f"line {self._line_of(start)}")

    def _html_table(self, start: int, stop: int) -> Iterator[Table]:
        if cells := tuple(self._html_cells(start, stop)):
            self._tables += 1
            heads = 1 if "<th" in self._text[start:stop].lower() else 0
            yield Table(cells[0].start, cells[-1].end, f"table {self._tables}", cells, heads)

    def _pieces(self, start: int, stop: int) -> list[tuple[int, int]]:
        """The texts between tags that part lines."""
        edges = [start]
        for tag in _TAG.finditer(self._text, start, stop):
            if (tag.group(2) or "").lower() in _BREAKS or not tag.group(2):
                edges += (tag.start(), tag.end())
        edges.append(stop)
        pieces = [self._trimmed(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True)]
        return [(a, b) for a, b in pieces if a < b and _TAG.sub("", self._text[a:b]).strip()]

    def _html_cells(self, start: int, stop: int) -> Iterator[Cell]:
        row, column = -1, 0
        taken: dict[int, int] = {}
        tags = [
            tag for tag in _TAG.finditer(self._text, start, stop) if (tag.group(2) or "").lower() in ("tr", "td", "th")
        ]
        for number, tag in enumerate(tags):
            if tag.group(1):
                continue
            if tag.group(2).lower() == "tr":
                row, column = row + 1, 0
                continue
            spans = {name.lower(): max(1, int(value)) for name, value in _SPAN.findall(tag.group(3))}
            while taken.get(column, 0) > row:
                column += 1
            end = tags[number + 1].start() if number + 1 < len(tags) else stop
            pieces = self._pieces(tag.end(), end) or [(tag.end(), tag.end())]
            height, width = spans.get("rowspan", 1), min(spans.get("colspan", 1), 1_000)
            yield self._cell(max(row, 0), column, height, width, pieces, f"line {self._line_of(tag.start())}")
            for covered in range(column, column + width):
                taken[covered] = row + height
            column += width

    def _line_of(self, offset: int) -> int:
        """The number of a line, from 1."""
        return bisect_right(self._starts, offset)
