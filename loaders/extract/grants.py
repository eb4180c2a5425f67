"""Matrices of posts and matters: who proposes, reviews, approves what; RACI letters; marks with a legend."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from dutygraph.loaders.document import Cell
from dutygraph.loaders.extract.lexicon import any_of
from dutygraph.loaders.extract.names import Name
from dutygraph.loaders.extract.pieces import Cutter, Piece

_FEWEST_POSTS = 2
_LONGEST_CELL = 12
_STEP = re.compile(r"[(（]?(\d|[①-⑨])[)）.、]?")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨"


@dataclass(frozen=True, slots=True)
class Matrix:
    """The posts at the head of a matrix, by column; other columns say what the matter is."""

    posts: dict[int, Name]
    matters: frozenset[int]


class Matrices:
    """Reads matrices by the words of a vocabulary."""

    def __init__(self, cutter: Cutter) -> None:
        self._names, self._lexicon = cutter.names, cutter.lexicon
        words = cutter.lexicon.words
        self._acts = re.compile(any_of(w for key, group in words.acts.items() if key in _ACT_KEYS for w in group))
        self._letters = {w: key for key in _LETTER_KEYS for w in words.tables[key]}
        self._marks = frozenset(words.tables["marks"])

    def head(self, row: Sequence[tuple[Cell, str, tuple[int, int]]]) -> Matrix | None:
        """The matrix whose head this row is, None where it heads none; each cell comes with its text and span."""
        posts: dict[int, Name] = {}
        others: set[int] = set()
        for cell, text, (start, end) in row:
            kind = self._names.kind(text, short=True) if self._lexicon.column(text) is None else None
            if text and kind and cell.column:
                posts[cell.column] = Name(start, end, kind)
            elif text and self._lexicon.column(text) != "serial":
                others.add(cell.column)
        if len(posts) < _FEWEST_POSTS or not others or min(posts) < max(c for c in others if c < max(posts)):
            return None
        return Matrix(posts, frozenset(c for c in others if c < min(posts)))

    def fits(self, matrix: Matrix, rows: Sequence[Sequence[tuple[Cell, str, tuple[int, int]]]]) -> bool:
        """Whether the cells below the posts hold acts, marks or letters, and hardly anything else."""
        cells = [text for row in rows for cell, text, _ in row if cell.column in matrix.posts and text]
        said = [text for text in cells if self._says(text)]
        return bool(said) and len(said) >= 0.8 * len(cells)

    def _says(self, text: str) -> bool:
        if len(text) > _LONGEST_CELL:
            return False
        return (
            bool(self._acts.search(text))
            or text in self._marks
            or self._is_letters(text)
            or bool(_STEP.fullmatch(text))
        )

    def _is_letters(self, text: str) -> bool:
        return all(part in self._letters for part in re.split(r"[/,、 ]", text))

    def pieces(self, matrix: Matrix, row: Sequence[tuple[Cell, str, tuple[int, int]]]) -> list[Piece]:
        """A grant for each post that has one in this row; its span is that of the matter."""
        matters = [span for cell, text, span in row if cell.column in matrix.matters and text]
        if not matters:
            return []
        start, end = matters[-1]
        found = []
        for cell, text, _ in row:
            name = matrix.posts.get(cell.column)
            if name and text and self._says(text):
                found.append(Piece("grant", start, end, names=(name,), word=text, key=self._key(text)))
        return found

    def _key(self, text: str) -> str:
        return "letters" if self._is_letters(text) else "acts"


@lru_cache(maxsize=8)
def matrices_of(cutter: Cutter) -> Matrices:
    """The reader that belongs to a cutter, made once."""
    return Matrices(cutter)


_ACT_KEYS = frozenset(
    (
        "propose",
        "review",
        "approve",
        "decide",
        "sign",
        "control",
        "assess",
        "supervise",
        "participate",
        "consent",
        "record",
    )
)
_LETTER_KEYS = ("own", "lead", "approve", "assist", "consulted", "informed")


def step_of(text: str) -> int | None:
    """The place in the chain that a cell gives: `②审核`, `2`."""
    match = _STEP.match(text)
    if not match:
        return None
    found = match.group(1)
    return _CIRCLED.index(found) + 1 if found in _CIRCLED else int(found)
