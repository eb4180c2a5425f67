"""The authority matrices of a page: each grant at its place in the page's text."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace

from dutygraph.loaders.document import AnyBlock, Block, Cell, Table
from dutygraph.loaders.extract.matrices import Entry, read_matrix
from dutygraph.loaders.extract.matrix_cells import read_legend
from dutygraph.loaders.extract.page import Page

_BEHIND = 8
"""Blocks behind a table that may hold its legend and footnotes."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands over a table, and behind it."""

    title: str
    notes: tuple[str, ...]

    @property
    def explained(self) -> bool:
        """Whether a legend says what the marks and letters of the table mean."""
        return bool(read_legend(self.notes, "").acts)


class Granting:
    """Reads the matrices of one page. Marks of the format (`<b>`, `**`) are no longer in its text."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._blocks: tuple[AnyBlock, ...] = page.document.blocks
        self._starts = [block.start for block in self._blocks]

    def around(self, table: Table) -> Surroundings:
        """The blocks before and behind a table."""
        at = bisect_left(self._starts, table.start)
        if at >= len(self._blocks) or self._blocks[at] is not table:
            return Surroundings("", ())  # a table in a cell
        before = [b for b in self._blocks[max(0, at - 2) : at] if isinstance(b, Block) and b.kind != "furniture"]
        behind: list[str] = []
        for block in self._blocks[at + 1 : at + 1 + _BEHIND]:
            if isinstance(block, Table) or block.kind == "heading":
                break
            behind += self._text(block).splitlines()
        return Surroundings(" ".join(map(self._text, before)), tuple(behind))

    def entries(self, table: Table, around: Surroundings) -> list[Entry]:
        """The grants of a table, at their places in the page's text; none where it is no matrix."""
        return read_matrix(self._page.text, self._placed(table), title=around.title, notes=around.notes)

    def _text(self, block: Block) -> str:
        start, end = self._page.block_places(block)
        return self._page.text[start:end].strip()

    def _placed(self, table: Table) -> Table:
        if self._page.same:
            return table
        place = self._page.place
        cells = [replace(cell, start=place(cell.start), end=place(cell.end), blocks=()) for cell in table.cells]
        return replace(table, start=place(table.start), end=place(table.end), cells=tuple(map(_sound, cells)))


def _sound(cell: Cell) -> Cell:
    return cell if cell.start <= cell.end else replace(cell, end=cell.start)
