"""Tables to pieces: sheets of labels and values, lists with a head row, and both in one table.

A table is read row by row. A row whose cells are all words of column heads names the columns for the rows below; a row
that begins with a label is labels and values; what stands beside a label that covers several rows goes on under it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dutygraph.loaders.document import Block, Cell, Table
from dutygraph.loaders.extract.granting import Granting, Surroundings
from dutygraph.loaders.extract.lexicon import HEAD_KEYS, LIST_KEYS, SKIPPED, squeeze
from dutygraph.loaders.extract.matrices import Entry
from dutygraph.loaders.extract.names import Name
from dutygraph.loaders.extract.page import Page, plain_form
from dutygraph.loaders.extract.pieces import Cutter, Line, Piece
from dutygraph.loaders.extract.raci import Row, charts_of

_NAMES = {"name_column": "name", "unit_column": "unit", "content": "duties", "metric_column": "metric"}
"""What a word at the head of a column means for the cells below."""

_AREA = 14
"""Characters of a cell at most that stands before the cells it sums up."""

_DUTIES = LIST_KEYS - {"authority", "powers"}
"""Columns that only lists of posts have."""

_SIDE = _DUTIES - SKIPPED
"""Words that may stand in a side cell of a list that is open."""

_ROSTER = _DUTIES | {"headcount", "superior", "subordinates"}
"""Columns of lists of posts, which no matrix of powers has."""

_BESIDE = frozenset(("area", "frequency", "serial", "remark"))
"""Columns that say something of what stands beside them, or nothing."""

_OPEN = 1 << 30
"""A section that goes on to the end of the table."""

_HEADS = LIST_KEYS | {"name", "name_column", "unit", "unit_column", "unit_name", "serial", "area", "content"}
"""Words of which the head of a list has one."""

_STAYS = frozenset(("name", "unit", "area"))
"""Columns whose merged cells are said once for all rows they cover."""


class Tables:
    """Reads the tables of a page."""

    def __init__(self, page: Page, cutter: Cutter) -> None:
        self._page, self._plain, self._cutter = page, page.plain, cutter
        self._words: dict[int, str] = {}
        self._area: tuple[int, int] | None = None
        self._section, self._until = "", _OPEN
        self._figures = cutter.marks.figures + "0123456789"
        self._often = ""
        self._charts = charts_of(cutter)
        self._granting = Granting(page)

    def pieces(self, table: Table) -> list[Piece]:
        """The pieces of a table, in order of its rows."""
        found: list[Piece] = []
        columns: dict[int, str] = {}
        self._words = {}
        self._section, self._until = "", _OPEN
        rows = list(self._rows(table))
        around = self._granting.around(table)
        if (granted := self._chart(rows, around) or self._matrix(table, rows, around)) is not None:
            return granted
        done: set[int] = set()
        lists = False
        for number, row in enumerate(rows):
            heads = self._heads(row)
            if heads and number + 1 < len(rows) and not self._begins_with_label(rows[number + 1], heads):
                columns, self._area = heads, None
                self._words = {cell.column: self._text(cell) for cell in row}
            elif columns and not self._begins_with_label(row, columns):
                found += self._by_columns(row, columns, done)
            else:
                columns = {}
                found += self._labels_and_values(row, number, done)
            done.update(id(cell) for cell in row)
            lists = lists or "name" in columns.values()
        if lists:  # what stands behind a list of posts is not said of the last one
            return [Piece("open", table.start, table.start), *found, Piece("close", table.end, table.end)]
        return found

    def _chart(self, grid: Sequence[Sequence[Cell]], around: Surroundings) -> list[Piece] | None:
        """The letters of a RACI chart; None where the table is none."""
        rows: list[Row] = [[(cell, self._text(cell), self._span(cell)) for cell in row] for row in grid]
        legend = self._charts.legend([around.title, *around.notes])
        for at, row in enumerate([] if around.explained and not legend else rows[:3]):
            if chart := self._charts.head(row, rows[at + 1 :], legend):
                return [piece for below in rows[at + 1 :] for piece in self._charts.pieces(chart, below)]
        return None

    def _matrix(self, table: Table, rows: Sequence[Sequence[Cell]], around: Surroundings) -> list[Piece] | None:
        """The grants of an authority matrix; None where the table is none, or describes posts as a list or sheet."""
        heads = [self._heads(row) for row in rows]
        labelled = sum(not head and self._begins_with_label(row, {}) for head, row in zip(heads, rows, strict=True))
        if labelled > 1 or any(_ROSTER & {*head.values()} for head in heads):
            return None
        entries = self._granting.entries(table, around)
        return [piece for entry in entries if (piece := self._grant(entry))] if entries else None

    def _grant(self, entry: Entry) -> Piece | None:
        start, end = entry.holder_span
        holder = plain_form(entry.holder)
        at = self._plain.find(holder, start, end)
        if at < 0:
            return None
        name = Name(at, at + len(holder), self._cutter.names.kind(holder, short=True) or "role")
        return Piece("grant", at, at + len(holder), names=(name,), entry=entry)

    def _rows(self, table: Table) -> Iterator[list[Cell]]:
        """The different cells of each row, merged ones in each row they cover."""
        for row in table.grid():
            cells: list[Cell] = []
            for cell in row:
                if cell is not None and (not cells or cells[-1] is not cell):
                    cells.append(cell)
            if cells:
                yield cells

    def _text(self, cell: Cell) -> str:
        start, end = self._span(cell)
        return squeeze(self._plain[start:end].replace("\n", " ")).strip(" :")

    def _span(self, cell: Cell) -> tuple[int, int]:
        start, end = self._page.place(cell.start), self._page.place(cell.end)
        while start < end and self._plain[start] in " \n":
            start += 1
        while end > start and self._plain[end - 1] in " \n":
            end -= 1
        return start, end

    def _heads(self, row: Sequence[Cell]) -> dict[int, str]:
        """The meaning of each column where the row is a head row: columns of a table by place."""
        words = [(cell, self._text(cell)) for cell in row]
        words = [(cell, word) for cell, word in words if word]
        keys = {cell.column: self._cutter.lexicon.column(word) for cell, word in words}
        known = [key for key in keys.values() if key]
        if len(words) < 2 or len(known) < 2 or any(len(word) > _AREA and not keys[cell.column] for cell, word in words):
            return {}
        if 2 * len(known) < len(words) + 1 or len({*known}) < 2 or any(self._is_value(w) for _, w in words):
            return {}
        if not _HEADS & {*known}:
            return {}
        if "name" in known and not _DUTIES & {*known} - {"summary", "metric"}:
            # 主要工作 beside titles, where no other column says what the posts do
            keys = {column: "duties" if key == "summary" else key for column, key in keys.items()}
        return {column: _NAMES.get(key, key) for column, key in keys.items() if key}

    def _is_value(self, word: str) -> bool:
        """Whether a word is a value rather than a head: a title or unit that is no label."""
        return self._cutter.lexicon.column(word) is None and self._cutter.names.kind(word, short=True) is not None

    def _begins_with_label(self, row: Sequence[Cell], columns: dict[int, str]) -> bool:
        first = next((cell for cell in row if self._text(cell)), None)
        if first is None:
            return False
        key = self._cutter.lexicon.label(self._text(first))
        return key in HEAD_KEYS | LIST_KEYS and columns.get(first.column) not in ("name", "unit", "area")

    # Rows below a head --------------------------------------------------------------------------------------------

    def _by_columns(self, row: Sequence[Cell], columns: dict[int, str], done: set[int]) -> list[Piece]:
        cells = {columns[cell.column]: cell for cell in reversed(row) if cell.column in columns}
        found: list[Piece] = []
        if "area" in cells and self._text(cells["area"]):
            self._area = self._span(cells["area"])
        self._often = self._text(cells["frequency"]) if "frequency" in cells else ""
        order = sorted((cell.column, key) for key, cell in cells.items())
        # Who a row is about comes first, whatever the order of columns.
        first = [key for key in ("unit", "unit_name", "name") if key in cells]
        if "name" not in cells and "unit" in cells and any(k in cells for k in ("duties", "authority", "unit_duties")):
            first = ["unit_name" if key == "unit" else key for key in first]
            cells.setdefault("unit_name", cells["unit"])
        other = any(id(cells[key]) not in done for key in first)  # another post: what rows share is said of it too
        if other:
            found.append(Piece("close", self._span(row[0])[0], self._span(row[0])[0]))
        for key in [*first, *(k for _, k in order if k not in ("unit", "unit_name", "name"))]:
            cell = cells[key]
            if id(cell) in done and (key in _STAYS or key == "headcount" or (cell.row_span > 1 and not other)):
                continue
            found += self._cell(cell, key)
        for cell in row:  # several columns of one meaning (职掌, 工作内容)
            key = columns.get(cell.column, "")
            if key and cells.get(key) is not cell and id(cell) not in done and key not in _STAYS:
                found += self._cell(cell, key)
        return found

    def _cell(self, cell: Cell, key: str) -> Iterator[Piece]:
        start, end = self._span(cell)
        if start == end or key in _BESIDE:
            return
        if key in HEAD_KEYS:
            yield Piece("label", start, end, key=key, placed=True)
        elif key == "metric":
            yield Piece("label", start, end, key=key, beside=True)
        else:
            word = self._words.get(cell.column, "")
            yield Piece("label", start, start, key=key, word=word, area=self._area, often=self._often)
            yield from self._content(cell)

    # Labels and values ---------------------------------------------------------------------------------------------

    def _labels_and_values(self, row: Sequence[Cell], number: int, done: set[int]) -> list[Piece]:
        found: list[Piece] = []
        label: Cell | None = None
        contents: list[Cell] = []
        for cell in row:
            word = self._text(cell)
            key = self._label(word) if word else None
            if key is None:
                if word and id(cell) not in done:
                    contents.append(cell)
                continue
            found += self._contents(label, contents, found, number)
            label, contents = None, []
            if id(cell) in done or (key in _SIDE and self._section in _DUTIES and number <= self._until):
                continue  # a side cell (职责一) within a list that is open
            label, end = cell, self._span(cell)[1]
            found.append(Piece("label", end, end, key=key, word=word, fresh=True))
            self._section = key if key in LIST_KEYS else ""
            self._until = number if key not in LIST_KEYS else cell.row + cell.row_span - 1
        if label is not None and not contents and self._section:
            self._until = _OPEN  # a label over the rows that follow
        return found + self._contents(label, contents, found, number)

    def _label(self, word: str) -> str | None:
        """The meaning of a cell as a label, also with a number behind it (职责二)."""
        lexicon = self._cutter.lexicon
        return lexicon.label(word) or lexicon.label(word.rstrip(self._figures) if len(word) > 2 else "")

    def _contents(self, label: Cell | None, cells: list[Cell], before: list[Piece], number: int) -> list[Piece]:
        """Cells beside a label: its value, or an area and what it sums up."""
        if label is not None and before[-1].key in HEAD_KEYS:
            if cells and cells[0].column == label.column + label.column_span:
                before[-1].start, before[-1].end = self._span(cells[0])
            return []
        if (label is not None and before[-1].key in SKIPPED) or (label is None and self._section in SKIPPED):
            return []
        if label is None and number > self._until and len(cells) > 1:
            return []  # 薪金标准 | 5000: what no known label says
        cells = [cell for cell in cells if not self._text(cell).isdigit()]
        found: list[Piece] = []
        if len(cells) > 1 and len(self._text(cells[0])) <= _AREA:
            found.append(Piece("topic", *self._span(cells[0])))
            cells = cells[1:]
        for cell in cells:
            found += self._item(cell) if self._section in _DUTIES else self._content(cell)
        return found

    def _item(self, cell: Cell) -> list[Piece]:
        """A cell of a list that is open: its one line is an item, also where it looks like a name."""
        pieces = self._content(cell)
        if len(pieces) == 1 and pieces[0].kind == "owner" and pieces[0].key is None:
            return [Piece("text", pieces[0].start, self._span(cell)[1], mark=pieces[0].mark, fresh=True)]
        return pieces

    def _content(self, cell: Cell) -> list[Piece]:
        """The paragraphs of a cell, cut like any text; a table within it is read as a table."""
        found: list[Piece] = []
        lines: list[Line] = []
        for block in cell.blocks:
            if isinstance(block, Table):
                found += self._cutter.cut(self._page, lines)
                lines = []
                found += self.pieces(block)
            else:
                lines += self._lines(block)
        if not cell.blocks:
            lines = self._lines(Block("paragraph", cell.start, cell.end, cell.locator))
        return found + self._cutter.cut(self._page, lines)

    def _lines(self, block: Block) -> list[Line]:
        start, end = self._page.block_places(block)
        lines, at = [], start
        while at < end:
            stop = self._plain.find("\n", at, end)
            stop = end if stop < 0 else stop
            if self._plain[at:stop].strip():
                lines.append(Line(at, stop, block.kind, block.level if block.kind == "heading" else None))
            at = stop + 1
        return lines
