"""RACI charts: tasks and posts, and a letter for what each post has to do with each task."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from dutygraph.loaders.document import Cell
from dutygraph.loaders.extract.names import Name
from dutygraph.loaders.extract.pieces import Cutter, Piece

MODES = ("own", "lead", "approve", "assist", "consulted", "informed")
"""The modes of duties that letters may stand for."""

_FEWEST_POSTS = 2
_HELPING = frozenset(("assist", "consulted", "informed"))
_SPLIT = re.compile(r"[/,、 ]+")

Row = Sequence[tuple[Cell, str, tuple[int, int]]]
"""Cells with their text and span."""


@dataclass(frozen=True, slots=True)
class Chart:
    """The posts at the head of a chart, by column; the columns before them say what the task is."""

    posts: dict[int, Name]
    tasks: frozenset[int]


class Charts:
    """Reads charts by the words of a vocabulary."""

    def __init__(self, cutter: Cutter) -> None:
        self._names, self._lexicon = cutter.names, cutter.lexicon
        words = cutter.lexicon.words.tables
        self._letters = {word: mode for mode in MODES for word in words[mode]}

    def head(self, row: Row, rows: Sequence[Row]) -> Chart | None:
        """The chart that a row heads and the rows below fill; None where it heads none."""
        columns = self._columns(rows)
        posts: dict[int, Name] = {}
        tasks: set[int] = set()
        for cell, text, (start, end) in row:
            if cell.column in columns and text and not self.modes(text):
                posts[cell.column] = Name(start, end, self._names.kind(text, short=True) or "role")
            elif text and not posts and self._lexicon.column(text) != "serial":
                tasks.add(cell.column)
        return Chart(posts, frozenset(tasks)) if len(posts) >= _FEWEST_POSTS and tasks else None

    def _columns(self, rows: Sequence[Row]) -> set[int]:
        """The columns that hold letters and nothing else; none where the letters do not tell parts in a task."""
        modes: dict[int, set[str]] = {}
        others: set[int] = set()
        for row in rows:
            for cell, text, _ in row:
                if found := self.modes(text):
                    modes.setdefault(cell.column, set()).update(found)
                elif text:
                    others.add(cell.column)
        meanings = {mode for column, found in modes.items() if column not in others for mode in found}
        return modes.keys() - others if "own" in meanings and meanings & _HELPING else set()

    def modes(self, text: str) -> list[str]:
        """The modes of a cell's letters (`R/A`); none where it holds anything else."""
        letters = [part for part in _SPLIT.split(text) if part]
        known = [self._letters[letter] for letter in letters if letter in self._letters]
        return known if len(known) == len(letters) else []

    def pieces(self, chart: Chart, row: Row) -> list[Piece]:
        """A grant for each post that has a letter in this row; its span is that of the task."""
        tasks = [span for cell, text, span in row if cell.column in chart.tasks and text]
        if not tasks:
            return []
        found = []
        for cell, text, _ in row:
            name = chart.posts.get(cell.column)
            if name and self.modes(text):
                found.append(Piece("grant", *tasks[-1], names=(name,), modes=tuple(self.modes(text))))
        return found


@lru_cache(maxsize=8)
def charts_of(cutter: Cutter) -> Charts:
    """The reader that belongs to a cutter, made once."""
    return Charts(cutter)
