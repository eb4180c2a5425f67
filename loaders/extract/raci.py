"""RACI charts: tasks and posts, and a letter for what each post has to do with each task.

A legend may say what the letters stand for. One that explains them as a chart of tasks does (responsible, accountable,
consulted, informed) makes the table a chart; one that explains them otherwise leaves it to the authority matrices.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dutygraph.graph.text.folding import simplify
from dutygraph.loaders.document import Cell
from dutygraph.loaders.extract.names import Name
from dutygraph.loaders.extract.pieces import Cutter, Piece

MODES = ("own", "lead", "approve", "assist", "consulted", "informed", "participate", "supervise")
"""The modes of duties that letters may stand for."""

_FEWEST_POSTS = 2
_HELPING = frozenset(("assist", "consulted", "informed"))
_SPLIT = re.compile(r"[/,、 ]+")

Row = Sequence[tuple[Cell, str, tuple[int, int]]]
"""Cells with their text and span."""


Letters = Mapping[str, str]
"""The mode that each letter stands for."""


@dataclass(frozen=True, slots=True)
class Chart:
    """The posts at the head of a chart, by column; the columns before them say what the task is."""

    posts: dict[int, Name]
    tasks: frozenset[int]
    letters: Letters


class Charts:
    """Reads charts by the words of a vocabulary."""

    def __init__(self, cutter: Cutter) -> None:
        self._names, self._lexicon = cutter.names, cutter.lexicon
        words = cutter.lexicon.words.tables
        self._letters = {word: mode for mode in MODES for word in words.get(mode, ())}
        self._meanings = {word: mode for mode in MODES for word in words.get(f"legend_{mode}", ())}
        said = "|".join(sorted(map(re.escape, self._meanings), key=lambda word: (-len(word), word)))
        self._explained = re.compile(rf"(?<![a-z])([a-z])[\s=:—–-]{{1,3}}({said})")

    def legend(self, notes: Iterable[str]) -> Letters:
        """What a legend says of the letters; none where it is none of a chart of tasks."""
        said = simplify(unicodedata.normalize("NFKC", "\n".join(notes))).lower()
        found = {match[1]: self._meanings[match[2]] for match in self._explained.finditer(said)}
        return found if "own" in found.values() and _HELPING & {*found.values()} else {}

    def head(self, row: Row, rows: Sequence[Row], legend: Letters) -> Chart | None:
        """The chart that a row heads and the rows below fill; None where it heads none."""
        letters = {**self._letters, **legend}
        columns = self._columns(rows, letters)
        posts: dict[int, Name] = {}
        tasks: set[int] = set()
        for cell, text, (start, end) in row:
            if cell.column in columns and text and not _modes(text, letters):
                posts[cell.column] = Name(start, end, self._names.kind(text, short=True) or "role")
            elif text and not posts and self._lexicon.column(text) != "serial":
                tasks.add(cell.column)
        return Chart(posts, frozenset(tasks), letters) if len(posts) >= _FEWEST_POSTS and tasks else None

    def _columns(self, rows: Sequence[Row], letters: Letters) -> set[int]:
        """The columns that hold letters and nothing else; none where the letters do not tell parts in a task."""
        modes: dict[int, set[str]] = {}
        others: set[int] = set()
        for row in rows:
            for cell, text, _ in row:
                if found := _modes(text, letters):
                    modes.setdefault(cell.column, set()).update(found)
                elif text:
                    others.add(cell.column)
        meanings = {mode for column, found in modes.items() if column not in others for mode in found}
        return modes.keys() - others if "own" in meanings and meanings & _HELPING else set()

    def pieces(self, chart: Chart, row: Row) -> list[Piece]:
        """A grant for each post that has a letter in this row; its span is that of the task."""
        tasks = [span for cell, text, span in row if cell.column in chart.tasks and text]
        if not tasks:
            return []
        found = []
        for cell, text, _ in row:
            name = chart.posts.get(cell.column)
            if name and (modes := _modes(text, chart.letters)):
                found.append(Piece("grant", *tasks[-1], names=(name,), modes=tuple(modes)))
        return found


def _modes(text: str, letters: Letters) -> list[str]:
    """The modes of a cell's letters (`R/A`); none where it holds anything else."""
    parts = [part for part in _SPLIT.split(text) if part]
    known = [letters[part] for part in parts if part in letters]
    return known if len(known) == len(parts) else []


@lru_cache(maxsize=8)
def charts_of(cutter: Cutter) -> Charts:
    """The reader that belongs to a cutter, made once."""
    return Charts(cutter)
