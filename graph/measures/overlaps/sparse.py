"""Which of two things stand in a relation, where most do not: what a table of all with all would not hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

Bools = npt.NDArray[np.bool_]
Ids = npt.NDArray[np.integer]


class Relation:
    """Pairs (row, column) as sorted keys.

    >>> Relation([(0, 2), (1, 0)], 3).holds(np.array([0, 1, 1]), np.array([2, 0, 2])).tolist()
    [True, True, False]
    """

    def __init__(self, pairs: Iterable[tuple[int, int]], columns: int) -> None:
        self._columns = columns
        self._keys = np.unique(np.fromiter((row * columns + column for row, column in pairs), np.int64))

    def holds(self, rows: Ids, columns: Ids) -> Bools:
        """Whether each row stands in the relation to the column beside it; arrays of one length."""
        if not len(self._keys):
            return np.zeros(len(rows), bool)
        keys = rows.astype(np.int64) * self._columns + columns
        places = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        return np.asarray(self._keys[places] == keys)


class Mentions:
    """Which texts name which owners. A text names few forms of names and an owner has few, but a short form (the end of
    a title) may be that of thousands: what is kept is the forms of each, not who names whom."""

    def __init__(self, texts: Sequence[str], owners: Sequence[Sequence[str]]) -> None:
        """`texts` and, for each owner, the forms by which a text may name it, two characters or more each."""
        numbers: dict[str, int] = {}
        held = [sorted({numbers.setdefault(form, len(numbers)) for form in forms}) for forms in owners]
        self._starts = np.cumsum([0, *map(len, held)])
        self._forms = np.array([number for forms in held for number in forms], np.int64)
        heads = _heads(numbers)
        found = [(row, form) for row, text in enumerate(texts) for form in _named(text, numbers, heads)]
        self._said = Relation(found, max(len(numbers), 1))
        self._naming = np.zeros(len(texts), bool)
        self._naming[[row for row, _ in found]] = True

    def holds(self, texts: Ids, owners: Ids) -> Bools:
        """Whether each text names the owner beside it; arrays of one length."""
        out = np.zeros(len(texts), bool)
        naming = np.flatnonzero(self._naming[texts])
        first, last = self._starts[owners[naming]], self._starts[owners[naming] + 1]
        for place in range(int((last - first).max(initial=0))):
            there = first + place < last
            chosen = naming[there]
            out[chosen] |= self._said.holds(texts[chosen], self._forms[(first + place)[there]])
        return out


def _heads(forms: Iterable[str]) -> Mapping[str, Sequence[int]]:
    """How long the forms are that begin with the same two characters."""
    found: dict[str, set[int]] = {}
    for form in forms:
        found.setdefault(form[:2], set()).add(len(form))
    return {head: sorted(lengths) for head, lengths in found.items()}


def _named(text: str, numbers: Mapping[str, int], heads: Mapping[str, Sequence[int]]) -> set[int]:
    """The forms that stand in a text."""
    found = set()
    for at in range(len(text) - 1):
        for length in heads.get(text[at : at + 2], ()):
            form = numbers.get(text[at : at + length])
            if form is not None:
                found.add(form)
    return found
