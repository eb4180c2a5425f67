"""The rows of org-chart tables: what each cell says, with its place in the document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

from dutygraph.graph.facts import Line
from dutygraph.graph.text.folding import fold, simplify
from dutygraph.graph.vocabulary import Vocabulary
from dutygraph.loaders.document import Cell, SourceDocument, Table
from dutygraph.loaders.extract.lexicon import LIST_KEYS, lexicon
from dutygraph.loaders.structured.columns import Columns, Given, chart_columns

_TOP_ROWS = 10
"""Rows of a table among which its heads are looked for."""

_TITLES = frozenset(("superior", "superior_dotted", "superior_skip", "subordinates", "head_post", "deputy", "person"))
"""Labels whose words are titles too (manager, 部门主管)."""

_REPEATED = re.compile(r"([^\w\s]|[A-Za-z])\1+")
"""A mark that only holds a place: XX, ???, ---."""

_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?|\.\d+")
_WHOLE = re.compile(r"(\d+)\.0+")
_BEHIND = re.compile(r"[(（][^()（）]*[)）]\s*$")

Path: TypeAlias = tuple[str, ...]
"""Names of units, outermost first."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a cell says, and where."""

    text: str
    start: int
    end: int
    locator: str


@dataclass(slots=True, eq=False)
class Row:
    """One row: a post, or a person in a post. `key` is what the row is told apart by, where a column holds that."""

    sheet: Sheet
    number: int
    title: Said
    organization: Said | None = None
    path: Path = ()
    units: tuple[tuple[Said, Path], ...] = ()
    """The cells that name units, each with the whole path down to it."""

    people: tuple[str, ...] = ()
    person: Said | None = None
    acting: bool = False
    vacant: bool = False
    headcount: Decimal | None = None
    lines: tuple[tuple[Line, Said], ...] = ()

    def said(self, column: int) -> Said | None:
        """What the row says in a column."""
        return self.sheet.said(self.number, column)

    def text(self, column: int) -> str:
        """What the row says in a column, without its place."""
        return self.sheet.text(self.number, column)

    @property
    def company(self) -> str:
        """The folded name of its organisation; empty where no column names it."""
        return fold(self.organization.text) if self.organization else ""


@dataclass(slots=True, eq=False)
class Sheet:
    """A table of posts: its columns, their heads, and the first row below the heads."""

    document: SourceDocument
    table: Table
    columns: Columns
    heads: tuple[str, ...]
    first: int
    grid: list[list[Cell | None]] = field(repr=False, default_factory=list)
    _places: dict[str, int] | None = None

    def said(self, row: int, column: int) -> Said | None:
        """What a cell says; None where it says nothing."""
        cell = self.grid[row][column] if column < len(self.grid[row]) else None
        if cell is None:
            return None
        text = self.document.text[cell.start : cell.end]
        bare = text.strip()
        if not bare:
            return None
        start = cell.start + text.index(bare)
        return Said(bare, start, start + len(bare), self._locator(cell, row, column))

    def _locator(self, cell: Cell, row: int, column: int) -> str:
        """The place of a cell; where the format only names the row, with the head of the column."""
        beside = self.grid[row][column - 1 if column else column + 1] if len(self.grid[row]) > 1 else None
        same = beside is not None and beside is not cell and beside.locator == cell.locator
        return f"{cell.locator}, {self.heads[column]}" if same else cell.locator

    def text(self, row: int, column: int) -> str:
        """What a cell says, without its place."""
        cell = self.grid[row][column] if column < len(self.grid[row]) else None
        return "" if cell is None else self.document.text[cell.start : cell.end].strip()

    def column(self, head: str) -> int | None:
        """The place of the column with that folded head."""
        if self._places is None:
            self._places = {fold(own): place for place, own in reversed(list(enumerate(self.heads)))}
        return self._places.get(head)


def sheets_of(document: SourceDocument, words: Vocabulary, given: Given) -> list[Sheet]:
    """The org-chart tables of a document, in order."""
    tables = [block for block in document.blocks if isinstance(block, Table)]
    return [sheet for table in tables if (sheet := _sheet(document, table, words, given))]


def _sheet(document: SourceDocument, table: Table, words: Vocabulary, given: Given) -> Sheet | None:
    grid = table.grid()
    for number, row in enumerate(grid[:_TOP_ROWS]):
        heads = tuple("" if cell is None else " ".join(document.text[cell.start : cell.end].split()) for cell in row)
        columns = chart_columns(heads, words, given)
        if columns is not None and number + 1 < len(grid) and not _is_form(document, grid[number + 1 :], words):
            return Sheet(document, table, columns, heads, number + 1, grid)
    return None


def _is_form(document: SourceDocument, rows: Sequence[Sequence[Cell | None]], words: Vocabulary) -> bool:
    """Whether rows begin with labels, as those of a job sheet do, whose first row looks like heads."""
    first = [next((cell for cell in row if cell is not None), None) for row in rows[:_TOP_ROWS]]
    said = [" ".join(document.text[cell.start : cell.end].split()) for cell in first if cell is not None]
    labels = [label for text in said if text and (label := lexicon(words).label(simplify(text)))]
    labels = [label for label in labels if label not in _TITLES]
    return 2 * len(labels) >= max(len(said), 1) or bool(LIST_KEYS & {*labels})


class Words:
    """What cells say apart from names, by the words of a vocabulary."""

    def __init__(self, words: Vocabulary) -> None:
        columns = words.columns
        self.vacant = frozenset(map(fold, (*columns["vacant"], *words.headcounts["vacant"])))
        self.yes = frozenset(map(fold, columns["yes"]))
        self.nobody = frozenset(map(fold, columns["nobody"]))
        self.unknown = frozenset(map(fold, columns["unknown"]))
        self.paths = re.compile("|".join(map(re.escape, columns["paths"])))
        self.several = re.compile("|".join(map(re.escape, columns["several"])))
        acting = "|".join(sorted(map(re.escape, columns["acting"]), key=lambda word: (-len(word), word)))
        self.acting = re.compile(rf"^(?:{acting})[ :：]\s*|\s*[(（](?:{acting})[)）]$", re.IGNORECASE)
        self.questions = frozenset(
            fold(word) for word in columns["status"] if any(fold(vacant) in fold(word) for vacant in columns["vacant"])
        )

    def says_nobody(self, text: str) -> bool:
        """Whether a cell says that there is nobody."""
        return (not fold(text) and not _REPEATED.fullmatch(text)) or fold(text) in self.nobody

    def holds_place(self, text: str) -> bool:
        """Whether a cell only holds the place of a name (XX, to be confirmed)."""
        return bool(_REPEATED.fullmatch(text)) or fold(text) in self.unknown


@dataclass(slots=True)
class Reading:
    """The rows of a sheet; `untitled` are those that no title stands in, `unread` cells that hold no number."""

    rows: list[Row] = field(default_factory=list)
    untitled: list[Said] = field(default_factory=list)
    unread: list[Said] = field(default_factory=list)


def read_rows(sheet: Sheet, words: Words) -> Reading:
    """Read a sheet row by row; a row without any text is none."""
    found = Reading()
    nested = _nested(sheet)
    for number in range(sheet.first, len(sheet.grid)):
        title = sheet.said(number, sheet.columns.title)
        if title is not None and title.text != sheet.heads[sheet.columns.title]:  # heads repeated on a page
            found.rows.append(_row(sheet, number, title, words, nested, found))
        elif title is None:
            said = (sheet.said(number, column) for column in range(len(sheet.heads)))
            if first := next((each for each in said if each), None):
                found.untitled.append(first)
    return found


def _row(sheet: Sheet, number: int, title: Said, words: Words, nested: frozenset[str], found: Reading) -> Row:
    columns = sheet.columns
    row = Row(sheet, number, title)
    if columns.organization is not None:
        row.organization = row.said(columns.organization)
    row.units = tuple(_units(row, words, nested))
    row.path = row.units[-1][1] if row.units else ()
    _people(row, words)
    if columns.headcount is not None and (said := row.said(columns.headcount)):
        row.headcount = _amount(said.text)
        if row.headcount is None:
            found.unread.append(said)
    kinds: Mapping[Line, Sequence[int]] = {
        "solid": columns.superior, "dotted": columns.dotted, "skip": columns.skip,
    }  # fmt: skip
    row.lines = tuple((line, said) for line, places in kinds.items() for place in places if (said := row.said(place)))
    return row


def _units(row: Row, words: Words, nested: frozenset[str]) -> Iterator[tuple[Said, Path]]:
    """The units a row names, each below the one before it; a name that only repeats the one before says nothing."""
    path: Path = ()
    for column in row.sheet.columns.unit:
        said = row.said(column)
        if said is None or words.says_nobody(said.text):
            continue
        names = [name.strip() for name in words.paths.split(said.text) if name.strip()]
        if len(names) == 1 and fold(names[0].rpartition("/")[0]) in nested:
            names = [name.strip() for name in names[0].split("/")]
        for name in names:
            if not path or fold(name) != fold(path[-1]):
                path = (*path, name)
        yield said, path


def _nested(sheet: Sheet) -> frozenset[str]:
    """What stands before `/` in columns of units and is a unit there itself, so that `/` parts a path and no name."""
    said = {
        fold(text)
        for column in sheet.columns.unit
        for row in range(sheet.first, len(sheet.grid))
        if (text := sheet.text(row, column))
    }
    return frozenset(said) - {""}


def _people(row: Row, words: Words) -> None:
    columns = row.sheet.columns
    parts = [said for column in columns.person if (said := row.said(column))]
    if columns.status is not None and (status := row.said(columns.status)):
        asked = fold(row.sheet.heads[columns.status]) in words.questions
        row.vacant = fold(status.text) in words.vacant or (asked and fold(status.text) in words.yes)
    if not parts:
        return
    name = " ".join(part.text for part in parts)
    if fold(name) in words.vacant:
        row.vacant = True
    elif not words.says_nobody(name) and not words.holds_place(name):
        row.acting = bool(words.acting.search(name))
        names = words.several.split(words.acting.sub("", name)) if len(parts) == 1 else [name]
        row.people = tuple(dict.fromkeys(each.strip() for each in names if each.strip()))
        row.person = parts[0]


def _amount(text: str) -> Decimal | None:
    match = _NUMBER.search(text)
    if match is None:
        return None
    try:
        return Decimal(match.group().replace(",", ""))
    except InvalidOperation:
        return None


def key_of(text: str) -> str:
    """A key in the form in which two cells that mean one key are equal: `12`, `12.0`; `P-7`, `p-7`."""
    folded = fold(text)
    whole = _WHOLE.fullmatch(folded)
    return whole.group(1) if whole else folded


def bare(text: str) -> str:
    """A name without what stands in brackets behind it: 张三（总经理）."""
    return _BEHIND.sub("", text).strip()
