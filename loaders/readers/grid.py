"""Sheets and text tables as blocks: lone lines above and below a table become paragraphs, blank rows part tables."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dutygraph.loaders.document import DocumentWriter

Place = tuple[int, int]
"""Row and column, from 0."""

Row = Mapping[int, str]
"""The cells of a row that are not blank, by column."""

MOST_CELLS = 1_000_000
"""Cells with text that one document may hold; more is data of another kind."""

LARGEST_GRID = 30_000_000
"""Places in the grid of one table, blank ones included, that anything downstream is asked to hold."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet: rows that have text, in order, and the spans of merged cells by their upper left place."""

    rows: Mapping[int, Row]
    spans: Mapping[Place, Place] = field(default_factory=dict)
    header_rows: int = 0
    """Rows at the top that the format keeps in sight."""


def write_grid(
    writer: DocumentWriter, grid: Grid, locate: Callable[[int, int], str], name_of: Callable[[int], str]
) -> None:
    """Write a sheet's tables and lone lines. `locate` names a place, `name_of` a table by its number from 1.

    Raises OverflowError where a table is too large to hold.
    """
    number = 0
    for rows in _regions(grid):
        head, body, tail = _parts(grid, rows)
        for row in head:
            _paragraphs(writer, grid, row, locate)
        if body:
            number += 1
            _table(writer, grid, body, locate, name_of(number))
        for row in tail:
            _paragraphs(writer, grid, row, locate)


def _regions(grid: Grid) -> Iterator[list[int]]:
    """Rows that follow one another without a blank one; a merged cell reaches over blank rows."""
    region: list[int] = []
    reach = -1
    for row in sorted(grid.rows):
        if region and row > reach + 1:
            yield region
            region = []
        region.append(row)
        reach = max(reach, _bottom(grid, row))
    if region:
        yield region


def _parts(grid: Grid, rows: Sequence[int]) -> tuple[Sequence[int], Sequence[int], Sequence[int]]:
    """The rows of a region above its table, of its table, and below: outside it each row has one cell."""
    lone = [len(grid.rows[row]) == 1 for row in rows]
    if all(lone):
        return rows, (), ()
    first, last = lone.index(False), len(rows) - lone[::-1].index(False)
    while first and _bottom(grid, rows[first - 1]) >= rows[first]:  # a merged cell that reaches down beside the table
        first -= 1
    while last < len(rows) and max(_bottom(grid, row) for row in rows[first:last]) >= rows[last]:
        last += 1
    return rows[:first], rows[first:last], rows[last:]


def _bottom(grid: Grid, row: int) -> int:
    """The last row that a cell of `row` covers."""
    return max(row + grid.spans.get((row, column), (1, 1))[0] - 1 for column in grid.rows[row])


def _paragraphs(writer: DocumentWriter, grid: Grid, row: int, locate: Callable[[int, int], str]) -> None:
    for column, text in grid.rows[row].items():
        for line in text.splitlines():
            writer.paragraph(line.strip(), locate(row, column))


def _table(
    writer: DocumentWriter, grid: Grid, rows: Sequence[int], locate: Callable[[int, int], str], name: str
) -> None:
    """Write a table; columns that have no text in it do not count."""
    used = sorted({column for row in rows for column in grid.rows[row]})
    if (rows[-1] - rows[0] + 1) * len(used) > LARGEST_GRID:
        raise OverflowError(f"a table of {rows[-1] - rows[0] + 1} rows and {len(used)} columns")
    with writer.table(name, header_rows=sum(row < grid.header_rows for row in rows)):
        for row in rows:
            for column in sorted(grid.rows[row]):
                height, width = grid.spans.get((row, column), (1, 1))
                at = bisect_left(used, column)
                spans = {
                    "row_span": min(height, rows[-1] - row + 1),
                    "column_span": max(1, bisect_left(used, column + width) - at),
                }
                place = locate(row, column)
                with writer.cell(row - rows[0], at, place, **spans):
                    for line in grid.rows[row][column].splitlines():
                        writer.paragraph(line.strip(), place)
