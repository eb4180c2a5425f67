"""Authority matrices: tables that say who does what in which matter, up to which amount.

Every shape is read the same way: the heads of a column and the labels of a row each say something (a role, an act, a
tier, a condition, a matter), and the cell adds the rest. So roles may stand above the columns, before the rows, or in
the cells; tiers above the columns, before the rows, or in the cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from dutygraph.graph import identity, records
from dutygraph.graph.text.limit_words import DEFAULT as LIMITS
from dutygraph.graph.text.limits import Bounds, read_ladder
from dutygraph.graph.text.numbers import even
from dutygraph.loaders.document import Block, Cell, SourceDocument, Table
from dutygraph.loaders.extract.matrix_cells import (
    DEFAULT,
    FINAL,
    NOTHING,
    Act,
    CellReading,
    MatrixWords,
    read_cell,
    read_legend,
    squeeze,
    without_footnotes,
)

_NOTES_BEHIND = 8  # blocks behind a table that may hold its legend and footnotes
_JOIN = " · "
_LONGEST_NAME = 20
_LABELS = ("number", "matter", "tier", "condition", "role", "person", "note", "duty")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """One grant of a matrix, before its holder has an identifier.

    The holder is named at `holder_span`. `start:end` is the row from its label to the cell, whose `locator` it has;
    `text` says the grant in the table's own words.
    """

    holder: str
    holder_span: Span
    act: records.Act
    matter: str
    limit: records.Limit | None
    condition: str | None
    step: int | None
    text: str
    start: int
    end: int
    locator: str


def matrices(document: SourceDocument, words: MatrixWords = DEFAULT) -> list[Entry]:
    """The grants of all authority matrices of a document, in order. Nested tables are read too."""
    return [entry for table, title, notes in _tables(document) for entry in
            read_matrix(document.text, table, title=title, notes=notes, words=words)]  # fmt: skip


def read_matrix(
    text: str, table: Table, *, title: str = "", notes: Sequence[str] = (), words: MatrixWords = DEFAULT
) -> list[Entry]:
    """The grants of one table of a text; none where it is no authority matrix.

    `title` is what stands over it, `notes` what stands behind it: legend and footnotes.
    """
    return _Matrix(text, table, title, notes, words).entries()


def authorities(
    entries: Sequence[Entry], document: SourceDocument, organization_id: str, owner_of: Mapping[str, str]
) -> list[records.Authority]:
    """The entries as facts; `owner_of` gives the id of each holder, and holders it does not know are left out."""
    found: list[records.Authority] = []
    for entry in entries:
        owner = owner_of.get(entry.holder)
        if owner is None:
            continue
        limit_parts = entry.limit.identity() if entry.limit else ()
        found.append(
            records.Authority(
                id=identity.has_authority_id(
                    owner, identity.authority_id(organization_id, entry.matter), entry.act, entry.step, limit_parts,
                    entry.condition,
                ),
                owner_id=owner, text=entry.text, act=entry.act, matter=entry.matter, limit=entry.limit,
                condition=entry.condition, step=entry.step,
                source=records.Source(
                    document.id, entry.start, entry.end, document.text[entry.start : entry.end], entry.locator
                ),
            )
        )  # fmt: skip
    return found


def _tables(document: SourceDocument) -> Iterator[tuple[Table, str, list[str]]]:
    blocks = document.blocks
    for place, block in enumerate(blocks):
        if not isinstance(block, Table):
            continue
        before = [b for b in blocks[max(0, place - 2) : place] if isinstance(b, Block) and b.kind != "furniture"]
        behind: list[str] = []
        for following in blocks[place + 1 : place + 1 + _NOTES_BEHIND]:
            if isinstance(following, Table) or following.kind == "heading":
                break
            behind += document.text[following.start : following.end].splitlines()
        yield block, " ".join(document.text[b.start : b.end] for b in before), behind
        yield from ((table, "", []) for table in _nested(block))


def _nested(table: Table) -> Iterator[Table]:
    for cell in table.cells:
        for block in cell.blocks:
            if isinstance(block, Table):
                yield block
                yield from _nested(block)


@dataclass(slots=True)
class _Column:
    """What the heads of a column say. A label column has a `kind`; the others hold the grants."""

    kind: str = ""
    holder: str = ""
    holder_span: Span = (0, 0)
    act: records.Act | None = None
    of_matter: bool = False
    actor: str = ""  # 经办人: an act, and a holder where the cells only hold marks
    tier: str = ""
    condition: str | None = None
    other: str = ""
    head: str = ""

    @property
    def grants(self) -> bool:
        """Whether the cells below hold grants."""
        return not self.kind and bool(self.holder or self.act or self.tier or self.condition)


@dataclass(slots=True)
class _Row:
    """What the labels of a row say."""

    number: int
    start: int
    matter: str = ""
    tier: str = ""
    condition: str | None = None
    holder: str = ""
    holder_span: Span = (0, 0)
    base: str = ""
    labels: tuple[Cell, ...] = ()
    bounds: Bounds | None = None


class _Matrix:
    def __init__(self, text: str, table: Table, title: str, notes: Sequence[str], words: MatrixWords) -> None:
        self._text = text
        self._words = words
        self._grid = table.grid()
        self._width = table.column_count
        self._first, own_title = self._titles()
        self._depth = self._header_depth(table)
        self._body = range(self._first + self._depth, len(self._grid))
        own_notes = [self._full_row(r) for r in self._body]
        self._legend = read_legend([*(note for note in own_notes if note), *notes], f"{title} {own_title}", words)
        self._columns = [self._column(c) for c in range(self._width)]
        self._transpose()

    # ---- heads ----

    def _titles(self) -> tuple[int, str]:
        """Rows of one cell above the heads, and what they say."""
        row = 0
        while row < len(self._grid) and self._full_row(row):
            row += 1
        return row, " ".join(self._full_row(r) or "" for r in range(row))

    def _full_row(self, row: int) -> str | None:
        """The text of a row that is one cell over the whole width."""
        cells = {id(cell): cell for cell in self._grid[row] if cell is not None}
        filled = [cell for cell in cells.values() if self._said(cell)]
        if len(filled) == 1 and (filled[0].column_span == self._width or len(cells) == 1):
            return self._said(filled[0])
        return None

    def _header_depth(self, table: Table) -> int:
        if self._first >= len(self._grid):
            return 0
        if table.header_rows > self._first:
            return table.header_rows - self._first
        cells = [cell for cell in self._grid[self._first] if cell is not None]
        depth = max((cell.row_span for cell in cells), default=1)
        grouped = any(1 < cell.column_span < self._width for cell in cells)
        return max(depth, 2 if grouped else 1)

    def _column(self, column: int) -> _Column:
        found = _Column()
        seen: list[Cell] = []
        for row in range(self._first, min(self._first + self._depth, len(self._grid))):
            cell = self._grid[row][column]
            if cell is None or cell in seen or not self._said(cell):
                continue
            seen.append(cell)
            self._add_head(found, cell)
        found.head = _JOIN.join(self._said(cell) for cell in seen)
        return found

    def _add_head(self, column: _Column, cell: Cell) -> None:
        said = without_footnotes(self._said(cell), self._legend)
        plain = squeeze(said)
        bare = re.sub(r"\([^()]*\)", "", plain)
        kind = self._words.heads.get(plain) or self._words.heads.get(bare)
        act = self._words.act_pattern.match(plain)
        rest = plain[act.end() :] if act else ""
        if kind:
            column.kind = kind
        elif act and (not rest or re.fullmatch(self._words.after_act, rest)):
            column.act = self._words.act_of(act[0])
            column.of_matter = rest in self._words.matter_of_act
            column.actor = said if rest and not column.of_matter else ""
            column.holder_span = (cell.start, cell.end)
        elif read_ladder([said])[0]:
            column.tier = said
        elif condition := LIMITS.condition.search(even(said)):
            column.condition = said[condition.start() : condition.end()]
        elif names := LIMITS.actors.only(levelled := even(said), 0, len(levelled)):
            column.holder, column.holder_span = said[names[0][0] : names[-1][1]].strip(), (cell.start, cell.end)
        else:
            column.other = said

    def _transpose(self) -> None:
        """Settle the columns whose heads name no one: labels before the grants, unknown posts, or matters."""
        named = [c for c in self._columns if c.grants]
        rows_are_roles = any(c.kind == "role" for c in self._columns) or (not named and self._first_column_names())
        first = next((i for i, c in enumerate(self._columns) if c.grants), self._width)
        for place, column in enumerate(self._columns):
            if column.grants or column.kind:
                continue
            if place == 0 and rows_are_roles:
                column.kind = "role"
            elif rows_are_roles and column.other:
                continue  # its head is the matter
            elif named and place > 0 and column.other and self._holds_marks(place):
                cell = self._grid[self._first + self._depth - 1][place]
                column.holder = column.other
                column.holder_span = (cell.start, cell.end) if cell else (0, 0)
            elif place < first or place == 0:
                column.kind = "matter"
            else:
                column.kind = "note"

    def _first_column_names(self) -> bool:
        cells = [cell for r in self._body if (cell := self._grid[r][0]) is not None and self._said(cell)]
        named = [c for c in cells if (e := even(self._said(c))) and LIMITS.actors.only(e, 0, len(e))]
        return len(named) >= 2 and 2 * len(named) > len(cells)

    def _holds_marks(self, column: int) -> bool:
        said = [self._said(cell) for r in self._body if (cell := self._grid[r][column]) is not None]
        filled = [text for text in said if text]
        return bool(filled) and all(read_cell(text, self._legend, self._words).acts for text in filled)

    # ---- rows ----

    def _said(self, cell: Cell) -> str:
        return self._text[cell.start : cell.end].strip()

    def entries(self) -> list[Entry]:
        rows = list(self._rows())
        self._settle(rows)
        if not any(c.grants or (c.other and not c.kind) for c in self._columns):
            return self._grants_by_row(rows)
        over = dict(zip(
            [i for i, c in enumerate(self._columns) if c.tier],
            read_ladder([c.tier for c in self._columns if c.tier]), strict=True,
        ))  # fmt: skip
        found = [entry for row in rows for entry in self._row_entries(row, over)]
        return found if len(found) > 1 else []

    def _grants_by_row(self, rows: Sequence[_Row]) -> list[Entry]:
        """岗位 | 审批事项 | 金额: each row is a grant, of which its labels say everything but the act."""
        kinds = [c.kind for c in self._columns]
        if not {"role", "matter", "tier"} <= {*kinds}:
            return []
        place = kinds.index("tier")
        column = _Column(act=self._act_of_heads())
        found: list[Entry] = []
        for row in rows:
            cell = self._grid[row.number][place]
            if cell is not None and row.bounds and row.holder:
                found += self._entry(row, column, cell, NOTHING, Act(None, None, ()), 0, None)
        return found

    def _act_of_heads(self) -> records.Act | None:
        """The act that the head of the matters says (审批事项)."""
        heads = [c.head for c in self._columns if c.kind in ("matter", "tier")]
        spoken = next((m for head in heads if (m := self._words.act_pattern.search(squeeze(head)))), None)
        return self._words.act_of(spoken[0]) if spoken else None

    def _rows(self) -> Iterator[_Row]:
        section = ""
        last: dict[int, str] = {}
        for number in self._body:
            if whole := self._full_row(number):
                if not self._is_note(whole):
                    section, last = whole.rstrip(":："), {}
                continue
            row = self._row(number, section, last)
            if row is not None:
                yield row

    def _is_note(self, said: str) -> bool:
        plain = squeeze(said)
        head = re.match(r"[^:()\d]{1,6}(?=:)|[(\[]?\d", plain)
        known = head is not None and (head[0] in self._words.legend_heads or not head[0].isalpha())
        return known or bool(read_legend([said], "", self._words).acts)

    def _row(self, number: int, section: str, last: dict[int, str]) -> _Row | None:
        cells = [cell for cell in self._grid[number] if cell is not None and cell.row == number]
        if not cells:
            return None
        row = _Row(number, cells[0].start)
        labels: list[Cell] = []
        said_here = {}
        for place, column in enumerate(self._columns):
            cell = self._grid[number][place]
            if column.kind not in _LABELS or (cell is not None and cell.column != place and cell in labels):
                continue
            said = self._said(cell) if cell is not None else ""
            if cell is not None and said:
                labels.append(cell)
            said_here[place] = said
        fresh = False  # a label says something new; what stands to its right does not go on
        for place, said in said_here.items():
            fresh = fresh or (bool(said) and self._columns[place].kind != "number")
            self._add_label(row, self._columns[place], place, said or ("" if fresh else last.get(place, "")), number)
        for place, said in said_here.items():
            if said and (self._columns[place].kind != "matter" or row.matter):
                last[place] = said.rstrip(":：")
        row.labels = tuple(labels)
        matter_columns = [i for i, c in enumerate(self._columns) if c.kind == "matter"]
        if not row.matter and not (row.base and section):
            row.matter = next((last[i] for i in reversed(matter_columns) if i in last), "")
        row.matter = self._matter(row.matter, section)
        return row

    def _add_label(self, row: _Row, column: _Column, place: int, said: str, number: int) -> None:
        said = without_footnotes(said, self._legend).rstrip(":：").strip()
        if not said or squeeze(said) in self._words.none:
            return
        if column.kind == "tier":
            row.tier = self._with_unit(said, column.head)
        elif column.kind == "condition":
            row.condition = said
        elif column.kind == "role":
            cell = self._grid[number][place]
            row.holder, row.holder_span = said, (cell.start, cell.end) if cell else (0, 0)
        elif column.kind == "matter":
            self._add_matter(row, said)

    def _add_matter(self, row: _Row, said: str) -> None:
        """A label that may hold an amount and a condition beside the matter, or only these."""
        bounds = read_ladder([said])[0]
        if bounds:
            rest = f"{said[: bounds.start].strip()} {said[bounds.end :].strip()}".strip()
            row.tier, said = said[bounds.start : bounds.end].strip(), rest
            if self._is_filler(rest):
                row.tier, said = f"{row.tier} {rest}".strip(), ""
            elif even(rest).endswith(self._words.measure_ends):
                row.base, said = rest, ""
        if found := LIMITS.condition.search(even(said)):
            row.condition = said[found.start() : found.end()]
            said = re.sub(r"[\s(\[（]*[)\]）\s]*$", "", said[: found.start()] + said[found.end() :])
        if said:
            row.matter = said.strip()

    def _is_filler(self, said: str) -> bool:
        """Whether words beside an amount name no matter: 单笔, 金额, 的."""
        levelled = even(said)
        opening = LIMITS.matter_opening.match(levelled)
        start = opening.end() if opening else 0
        return LIMITS.matter_endings.strip(levelled, start, len(levelled)) - start < 2

    def _with_unit(self, said: str, head: str) -> str:
        """A figure under 金额(万元) counts 万元."""
        unit = re.search(r"\(([^()]{1,3})\)", squeeze(head))
        if unit is None or any(interval.quantity for interval in LIMITS.scanner.amounts(even(said))):
            return said
        return re.sub(r"\d[\d,.]*", lambda m: m[0] + unit[1], said)

    def _matter(self, matter: str, section: str) -> str:
        if not matter or not section:
            return matter or section
        if squeeze(section).endswith(self._words.category_ends) or not section.isascii():
            return matter
        return section + _JOIN + matter

    def _settle(self, rows: Sequence[_Row]) -> None:
        """Read the tiers of each matter as one ladder, so that （含） in one row settles the next."""
        by_matter: dict[tuple[str, str | None], list[_Row]] = {}
        for row in rows:
            if row.tier:
                by_matter.setdefault((row.matter, row.condition), []).append(row)
        for ladder in by_matter.values():
            for row, bounds in zip(ladder, read_ladder([row.tier for row in ladder]), strict=True):
                row.bounds = bounds
                if bounds and row.base:
                    row.bounds = bounds._replace(limit=msgspec.structs.replace(bounds.limit, base=row.base))

    # ---- cells ----

    def _row_entries(self, row: _Row, over: Mapping[int, Bounds | None]) -> list[Entry]:
        read: list[tuple[int, Cell, CellReading]] = []
        for place, column in enumerate(self._columns):
            cell = self._grid[row.number][place]
            if column.kind or cell is None or cell in row.labels:
                continue
            reading = self._reading(column, row, self._said(cell))
            if reading.acts:
                read.append((place, cell, reading))
        last = max([act.step for _, _, reading in read for act in reading.acts if act.step is not None], default=0)
        return [
            entry
            for place, cell, reading in read
            for act in reading.acts
            for entry in self._entry(row, self._columns[place], cell, reading, act, last, over.get(place))
        ]

    def _reading(self, column: _Column, row: _Row, said: str) -> CellReading:
        if column.of_matter and row.holder:  # 审核事项: the cell says the matter
            spoken = self._words.act_pattern.match(even(said))
            act = self._words.act_of(spoken[0]) if spoken else None
            return CellReading((Act(act, None, ()),)) if said else CellReading()
        reading = read_cell(said, self._legend, self._words)
        by_name = column.act is not None or column.tier
        if not reading.acts and by_name and not column.holder and 0 < len(said) <= _LONGEST_NAME:
            return CellReading((Act(None, None, (said,)),)) if squeeze(said) not in self._words.none else reading
        return reading

    def _matter_of(self, said: str) -> str:
        """What a cell names as the matter, without the act it may begin with."""
        plain = without_footnotes(said, self._legend)
        spoken = self._words.act_pattern.match(even(plain))
        return plain[spoken.end() :].strip() if spoken and spoken.end() < len(plain) else plain

    def _entry(
        self, row: _Row, column: _Column, cell: Cell, reading: CellReading, act: Act, last: int, over: Bounds | None
    ) -> Iterator[Entry]:
        if act.act is not None:
            kind = act.act
        elif act.step is not None and column.act is None:
            kind = FINAL if act.step == last else "review"
        else:
            kind = column.act or self._legend.default
        said = self._said(cell)
        matter = self._matter_of(said) if column.of_matter else row.matter or column.other
        if not matter:
            return
        bounds = reading.bounds or row.bounds or over
        holders = [(name, (cell.start, cell.end)) for name in act.names]
        if not holders:
            named = column.holder or column.actor
            holders = [(named, column.holder_span)] if named else [(row.holder, row.holder_span)]
        conditions = [c for c in (reading.condition, row.condition, column.condition) if c]
        tier = row.tier or column.tier
        for holder, span in holders:
            if holder:
                quote = (row.matter, tier if tier != said else "", f"{holder}: {said}")
                yield Entry(
                    holder, span, kind, matter, bounds.limit if bounds else None, "; ".join(conditions) or None,
                    act.step, _JOIN.join(part for part in quote if part),
                    min(row.start, cell.start), cell.end, cell.locator,
                )  # fmt: skip
