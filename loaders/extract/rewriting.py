"""A text rewritten in steps, with the way back from every span of the result to the text as it was."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple


class Edit(NamedTuple):
    """`text[start:end]` becomes `text` (often the empty text)."""

    start: int
    end: int
    text: str = ""


class Rewritten:
    """A text after a list of edits.

    >>> r = Rewritten("架構(gòu)圖", [Edit(2, 7)])
    >>> r.text, r.before(0, 3), r.before(1, 2)
    ('架構圖', (0, 8), (1, 2))
    """

    def __init__(self, text: str, edits: Iterable[Edit]) -> None:
        """`edits` come in order and do not overlap."""
        parts: list[str] = []
        old, new = 0, 0
        # Three places of each edit: where its text starts, where it ends, and where the old text goes on.
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._old_starts: list[int] = []
        self._old_ends: list[int] = []
        for start, end, put in edits:
            parts += (text[old:start], put)
            new += start - old
            self._starts.append(new)
            new += len(put)
            self._ends.append(new)
            self._old_starts.append(start)
            self._old_ends.append(end)
            old = end
        parts.append(text[old:])
        self.text = "".join(parts)

    def before(self, start: int, end: int) -> tuple[int, int]:
        """The span of the old text that `text[start:end]` comes from; what was left out at its ends stays out.

        A character that an edit wrote comes from all that the edit replaced. Monotone in both ends.
        """
        first = self._before(start)[0]
        return (first, self._before(end - 1)[1]) if end > start else (first, first)

    def _before(self, place: int) -> tuple[int, int]:
        at = bisect_right(self._starts, place) - 1
        # Edits that wrote nothing share their place with the text behind them: the last of them counts.
        if at < 0:
            return place, place + 1
        if place < self._ends[at]:
            return self._old_starts[at], self._old_ends[at]
        old = self._old_ends[at] + place - self._ends[at]
        return old, old + 1
