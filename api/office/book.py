"""A workbook of plain tables: each cell a number or a text, never a formula; the same tables give the same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, islice
from typing import Any, BinaryIO, Final, NamedTuple, TypeAlias

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dutygraph.api.office.text import readable, shortened
from dutygraph.api.render import display_width
from dutygraph.api.words import Words

MOST_ROWS: Final = 1_048_576
MOST_CHARACTERS: Final = 32_767
MOST_LINKS: Final = 65_000
"""Excel takes 65,530 links a sheet; cells after these show their text without one."""

_WIDEST, _NARROWEST = 50, 5
_HIGHEST = 400
"""Points of a row; Excel takes no more than 409."""

_MEASURED = 400
"""Rows that a column's width is taken from."""

_NOTE = 1_000
"""Characters of a note."""

_FORMULA = ("=", "+", "-", "@", "\t", "'")
_NO_NAME = re.compile(r"[\[\]:*?/\\]")
_NAME = 31
"""Characters of a sheet's name."""

_LONG_AGO = datetime(2000, 1, 1)
"""When a workbook says it was made: the same for all, so that the same tables are the same bytes."""


class Link(NamedTuple):
    """A cell that leads to a row of another sheet: `table` is its key, `row` counts from 0 below the headings."""

    text: str
    table: str
    row: int


class Noted(NamedTuple):
    """A cell with a note that a reader opens."""

    text: str
    note: str


Value: TypeAlias = "str | int | float | Link | Noted | None"


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet: `key` names it in the words and for links, `number` tells several of one key apart.

    `columns` are headings as they are shown; those of `tilted` stand upright, as posts above a matrix do. The first
    `frozen` columns stay in sight.
    """

    key: str
    title: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Value]]
    frozen: int = 1
    tilted: frozenset[int] = frozenset()


@dataclass(slots=True)
class _Place:
    """A sheet that is being written."""

    sheet: Worksheet
    widths: list[int]
    row: int = 0
    links: int = 0


@dataclass(slots=True)
class Book:
    """Writes tables row by row, so that a table may be longer than memory is wide."""

    stream: BinaryIO
    say: Words
    _book: Any = field(init=False)
    _formats: dict[str, Format] = field(init=False)
    _names: dict[str, list[str]] = field(init=False, default_factory=dict)
    rows: dict[str, int] = field(init=False, default_factory=dict)
    """How many rows each table has, in the order in which they were written."""

    def __post_init__(self) -> None:
        self._book = xlsxwriter.Workbook(self.stream, {"constant_memory": True})
        self._book.set_properties({"created": _LONG_AGO, "author": "dutygraph"})
        top = {"valign": "top", "text_wrap": True, "font_size": 10}
        head = {
            "bold": True,
            "quote_prefix": True,
            "bg_color": "#DCE6F1",
            "bottom": 1,
            "text_wrap": True,
            "valign": "vcenter",
        }
        self._formats = {
            "text": self._book.add_format(top),
            # Editing the cell in Excel must not make a formula of it either.
            "inert": self._book.add_format({**top, "quote_prefix": True}),
            "link": self._book.add_format({**top, "font_color": "#0563C1", "underline": 1, "quote_prefix": True}),
            "head": self._book.add_format(head),
            "tilted": self._book.add_format({**head, "rotation": 90, "valign": "bottom"}),
            "bold": self._book.add_format({**top, "bold": True}),
        }

    def announce(self, key: str, name: str) -> None:
        """Make the sheet of a table, so that sheets stand in the order of their announcement and links find it.

        What a sheet's name cannot hold is left out; one that is taken gets a number.
        """
        plain = shortened(" ".join(_NO_NAME.sub(" ", readable(name)).split()).strip("'") or "-", _NAME)
        taken = {each.name.casefold() for each in self._book.worksheets()}
        free, number = plain, 1
        while free.casefold() in taken:
            number += 1
            free = f"{shortened(plain, _NAME - 6)} ({number})"
        self._names[key] = [free]
        self._book.add_worksheet(free)

    def write(self, table: Table) -> None:
        """Fill the sheet of a table that was announced; rows beyond a sheet's end go on on another one."""
        rows = iter(table.rows)
        first = list(islice(rows, _MEASURED))
        place = self._begin(table, self._names[table.key][0], _widths(table, first))
        count = 0
        for row in chain(first, rows):
            if place.row == MOST_ROWS:
                self._finish(table, place)
                names = self._names[table.key]
                names.append(f"{names[0]} ({len(names) + 1})")
                self._book.add_worksheet(names[-1])
                place = self._begin(table, names[-1], place.widths)
            self._row(place, row)
            count += 1
        self._finish(table, place)
        self.rows[table.key] = count

    def close(self) -> None:
        """Write the file."""
        self._book.close()

    def _begin(self, table: Table, name: str, widths: list[int]) -> _Place:
        sheet = self._book.get_worksheet_by_name(name)
        if table.tilted:
            longest = max(display_width(table.columns[column]) for column in table.tilted)
            sheet.set_row(0, min(200, 10 + 6 * longest))
        for column, heading in enumerate(table.columns):
            form = "tilted" if column in table.tilted else "head"
            sheet.write_string(0, column, _fit(heading), self._formats[form])
        return _Place(sheet, widths, 1)

    def _finish(self, table: Table, place: _Place) -> None:
        place.sheet.freeze_panes(1, table.frozen)
        place.sheet.autofilter(0, 0, max(place.row - 1, 1), len(table.columns) - 1)
        for column, width in enumerate(place.widths):
            place.sheet.set_column(column, column, width)
        place.sheet.set_landscape()
        place.sheet.fit_to_pages(1, 0)
        place.sheet.repeat_rows(0)
        place.sheet.set_paper(9)

    def _row(self, place: _Place, row: Sequence[Value]) -> None:
        sheet, at = place.sheet, place.row
        cells = [_fit(value) if isinstance(value, str) else value for value in row]
        lines = max(map(_lines, cells, place.widths), default=1)
        if lines > 1:
            # Said outright: not every office program makes room for wrapped text when it opens a file.
            sheet.set_row(at, min(_HIGHEST, 13.5 * lines + 2))
        for column, value in enumerate(cells):
            if value is None or value == "":
                continue
            if isinstance(value, Link):
                self._link(place, column, value)
            elif isinstance(value, Noted):
                self._noted(place, column, value)
            elif isinstance(value, str):
                form = "inert" if value.startswith(_FORMULA) else "text"
                sheet.write_string(at, column, value, self._formats[form])
            else:
                sheet.write_number(at, column, value, self._formats["text"])
        place.row += 1

    def _noted(self, place: _Place, column: int, cell: Noted) -> None:
        place.sheet.write_string(place.row, column, _fit(cell.text), self._formats["text"])
        if cell.note:
            place.sheet.write_comment(place.row, column, shortened(readable(cell.note), _NOTE), {"x_scale": 3})

    def _link(self, place: _Place, column: int, link: Link) -> None:
        """A text that leads to a row; the target's name is ours, its row a number."""
        names = self._names[link.table]
        part, row = divmod(link.row, MOST_ROWS - 1)
        text = _fit(link.text)
        if place.links >= MOST_LINKS or part >= len(names):
            place.sheet.write_string(place.row, column, text, self._formats["text"])
            return
        place.links += 1
        place.sheet.write_url(
            place.row, column, f"internal:'{names[part]}'!A{row + 2}", self._formats["link"], shortened(text, 250)
        )


def _widths(table: Table, rows: Sequence[Sequence[Value]]) -> list[int]:
    """The width of each column, by its heading and its first texts."""
    widths = [_NARROWEST if at in table.tilted else _width(name) + 2 for at, name in enumerate(table.columns)]
    for row in rows:
        for column, value in enumerate(row):
            text = value.text if isinstance(value, (Link, Noted)) else value
            if isinstance(text, str):
                widths[column] = max(widths[column], _width(readable(text)) + 2)
    return [min(_WIDEST, width) for width in widths]


def _lines(value: Value, width: int) -> int:
    """How many lines a cell takes in a column: a character of three bytes is two columns wide."""
    if not isinstance(value, str) or (2 * len(value) < width and "\n" not in value):
        return 1
    return sum(1 + (len(part) + len(part.encode("utf-8"))) // (2 * width - 2) for part in value.split("\n"))


def _fit(text: str) -> str:
    return shortened(readable(text), MOST_CHARACTERS)


def _width(text: str) -> int:
    return max(map(display_width, text[:400].split("\n")))
