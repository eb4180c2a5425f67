"""Tables of a page, found by their ruling lines; merged cells are places that no line parts."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dutygraph.loaders.readers.pdfpage import Glyph, Line, PageContent

_SNAP = 3.0
"""Points by which lines of one edge differ at most."""

_REACH = 4.0
"""Points by which a line may miss the one it meets."""

_COVERED = 0.6
"""Share of a cell's side that a line has to cover to part it from its neighbour."""

_MOST_LINES = 3_000
_MOST_CELLS = 100_000


@dataclass(slots=True)
class PdfCell:
    """A cell with its place in the grid and its glyphs."""

    row: int
    column: int
    row_span: int
    column_span: int
    glyphs: list[Glyph] = field(default_factory=list)


@dataclass(slots=True)
class PdfTable:
    """A table: its edges from left to right and from top to bottom, and its cells in order."""

    xs: list[float]
    ys: list[float]
    cells: list[PdfCell]


def tables(content: PageContent) -> tuple[list[PdfTable], list[Glyph]]:
    """The tables of a page from top to bottom, and the glyphs outside them."""
    horizontal, vertical = _merged(content.horizontal), _merged(content.vertical)
    rest = content.glyphs
    if len(horizontal) + len(vertical) > _MOST_LINES:
        return [], rest
    found = []
    for across, down in _groups(horizontal, vertical):
        table = _table(across, down)
        if table and len(table.cells) > 1:
            rest = _fill(table, rest)
            found.append(table)
    return sorted(found, key=lambda t: (t.ys[0], t.xs[0])), rest


def _merged(lines: Sequence[Line]) -> list[Line]:
    """Lines of one edge that touch as one line."""
    rows: list[list[Line]] = []
    for line in sorted(lines):
        if rows and line.at - rows[-1][0].at <= _SNAP:
            rows[-1].append(line)
        else:
            rows.append([line])
    merged = []
    for row in rows:
        at = sum(line.at for line in row) / len(row)
        start, end = None, 0.0
        for line in sorted(row, key=lambda line: line.start):
            if start is not None and line.start <= end + _REACH:
                end = max(end, line.end)
                continue
            if start is not None:
                merged.append(Line(at, start, end))
            start, end = line.start, line.end
        if start is not None:
            merged.append(Line(at, start, end))
    return merged


def _groups(horizontal: Sequence[Line], vertical: Sequence[Line]) -> Iterator[tuple[list[Line], list[Line]]]:
    """Lines that meet, directly or over others."""
    parent = list(range(len(horizontal) + len(vertical)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for h, across in enumerate(horizontal):
        for v, down in enumerate(vertical):
            meets_across = across.start - _REACH <= down.at <= across.end + _REACH
            if meets_across and down.start - _REACH <= across.at <= down.end + _REACH:
                parent[root(len(horizontal) + v)] = root(h)
    groups: dict[int, tuple[list[Line], list[Line]]] = {}
    for node, line in enumerate([*horizontal, *vertical]):
        groups.setdefault(root(node), ([], []))[node >= len(horizontal)].append(line)
    for across_lines, down_lines in groups.values():
        if len(across_lines) >= 2 and len(down_lines) >= 2:
            yield across_lines, down_lines


def _edges(lines: Sequence[Line]) -> list[float]:
    edges: list[float] = []
    for at in sorted(line.at for line in lines):
        if not edges or at - edges[-1] > _SNAP:
            edges.append(at)
    return edges


def _table(across: Sequence[Line], down: Sequence[Line]) -> PdfTable | None:
    xs, ys = _edges(down), _edges(across)
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 1 or rows * columns > _MOST_CELLS:
        return None
    below = _borders(across, ys, xs)
    beside = _borders(down, xs, ys)
    taken = [[False] * columns for _ in range(rows)]
    cells = []
    for row in range(rows):
        for column in range(columns):
            if taken[row][column]:
                continue
            width = height = 1
            while column + width < columns and not beside[column + width][row] and not taken[row][column + width]:
                width += 1
            while row + height < rows and not any(below[row + height][c] for c in range(column, column + width)):
                height += 1
            for r in range(row, row + height):
                for c in range(column, column + width):
                    taken[r][c] = True
            cells.append(PdfCell(row, column, height, width))
    return PdfTable(xs, ys, cells)


def _borders(lines: Sequence[Line], edges: Sequence[float], crossing: Sequence[float]) -> list[list[bool]]:
    """For each edge and each interval between crossing edges, whether a line runs there."""
    covered = [[0.0] * (len(crossing) - 1) for _ in edges]
    for line in lines:
        at = min(range(len(edges)), key=lambda n: abs(edges[n] - line.at))
        first = max(0, bisect_right(crossing, line.start) - 1)
        for interval in range(first, len(crossing) - 1):
            start, end = crossing[interval], crossing[interval + 1]
            if start >= line.end:
                break
            covered[at][interval] += min(end, line.end) - max(start, line.start)
    return [[part >= _COVERED * (crossing[n + 1] - crossing[n]) for n, part in enumerate(parts)] for parts in covered]


def _fill(table: PdfTable, glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Give the table's cells their glyphs; the others come back."""
    places = {
        (row, column): cell
        for cell in table.cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    }
    rest = []
    for glyph in glyphs:
        row = bisect_left(table.ys, (glyph.y0 + glyph.y1) / 2) - 1
        column = bisect_left(table.xs, (glyph.x0 + glyph.x1) / 2) - 1
        cell = places.get((row, column))
        if cell:
            cell.glyphs.append(glyph)
        else:
            rest.append(glyph)
    return rest
