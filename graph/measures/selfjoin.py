"""Near-copies among hundreds of thousands of texts, exactly: every pair whose cosine reaches a threshold.

A text is the set of its 2- and 3-character grams, hashed into 2^24 columns, each with the weight of its inverse
document frequency. The join is an inverted index with prefix filtering (Anastasiu and Karypis, L2AP, 2014): of each
text only the rare end is indexed. As every text that has a gram has it with the same weight, what two texts share from
some gram on is no more than the smaller of the two rests, which bounds their product far closer than the norms of the
rests do: English texts, made of a few thousand common grams, take a fifth of the look-ups. Equal texts are joined once.
Needs the extra `[scale]`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import util
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from dutygraph.graph.errors import InputError

COLUMN_BITS = 24
"""2^22 columns would change 0.1 % of the pairs by collisions."""

ROOM = 1 << 20
"""Pairs a block can hold; the join stops at a full block and goes on with the next."""

LONGEST = 2000
"""Characters of a text that count."""

Ints = npt.NDArray[np.int32]
Reals = npt.NDArray[np.float32]


BOUND = 0.85
"""Share of the threshold below which the rest of a pair is no longer looked up: more look-ups, fewer full products."""


class Rows(NamedTuple):
    """Sets of columns: those of row i stand at `starts[i]:starts[i + 1]`, each once; `weights` has one a column.

    Row i as a vector has `weights[column]` in its columns, divided by its length (`lengths`).
    """

    starts: npt.NDArray[np.int64]
    columns: Ints
    weights: Reals


class Block(NamedTuple):
    """Pairs of groups, the later first, and their cosine."""

    later: Ints
    earlier: Ints
    cosine: Reals


@dataclass(frozen=True)
class NearCopies:
    """`groups` are the places of equal texts, in order of first appearance; pairs join groups, in order."""

    groups: tuple[tuple[int, ...], ...]
    later: Ints
    earlier: Ints
    cosine: Reals

    def pairs(self) -> Iterator[tuple[int, int, float]]:
        """Every pair of places (smaller first) with its cosine, equal texts with 1; made one at a time."""
        for group in self.groups:
            for number, first in enumerate(group):
                for second in group[number + 1 :]:
                    yield first, second, 1.0
        columns = (self.later.tolist(), self.earlier.tolist(), self.cosine.tolist())
        for later, earlier, cosine in zip(*columns, strict=True):
            for x in self.groups[earlier]:
                for y in self.groups[later]:
                    yield min(x, y), max(x, y), cosine


def installed() -> bool:
    """Whether the extra is there; nothing is loaded."""
    return util.find_spec("numba") is not None


def near_copies(texts: Sequence[str], least: float = 0.6) -> NearCopies:
    """All pairs of texts with a cosine of at least `least` (0 < least <= 1).

    Texts are compared as given: fold or simplify them before. Raises InputError for a threshold out of range and where
    the extra is not installed.
    """
    groups: dict[str, list[int]] = {}
    for place, text in enumerate(texts):
        groups.setdefault(text, []).append(place)
    empty = Block(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.float32))
    found = Block(*map(np.concatenate, zip(empty, *join(vectorise(list(groups)), least), strict=True)))
    order = np.lexsort((found.earlier, found.later))
    pairs = Block(found.later[order], found.earlier[order], found.cosine[order])
    return NearCopies(tuple(map(tuple, groups.values())), *pairs)


def _kernels() -> Any:
    if not installed():
        raise InputError('The join needs numba; run `pip install "dutygraph[scale]"`.')
    from dutygraph.graph.measures import selfjoin_kernels  # here, because numba takes a second to load

    return selfjoin_kernels


def vectorise(texts: Sequence[str]) -> Rows:
    """The sets of 2- and 3-character grams of texts (a text of one character is its own gram), the rarest column first.

    The weight of a gram is ln((1 + n) / (1 + n with it)) + 1.
    """
    kernels = _kernels()
    cut = [text[:LONGEST] for text in texts]
    characters = np.frombuffer("".join(cut).encode("utf-32-le", "surrogatepass"), np.uint32)
    ends = np.cumsum([0, *map(len, cut)], dtype=np.int64)
    starts, columns, frequency = kernels.find_grams(characters, ends, COLUMN_BITS)
    rarest = np.argsort(frequency, kind="stable")
    numbers = np.empty(len(rarest), np.int32)
    numbers[rarest] = np.arange(len(rarest), dtype=np.int32)
    weights = (np.log((1 + len(texts)) / (1 + frequency[rarest])) + 1).astype(np.float32)
    return Rows(starts, numbers[columns], weights)


def lengths(rows: Rows) -> npt.NDArray[np.float64]:
    """The length of each row's vector before it is made 1; 0 for a row without columns."""
    found: npt.NDArray[np.float64] = _kernels().lengths(rows.starts, rows.columns, rows.weights**2)
    return found


def join(rows: Rows, least: float) -> Iterator[Block]:
    """Pairs of rows with a cosine of at least `least`, block by block; fastest where the rarest columns come first.

    Raises InputError for a threshold out of range.
    """
    if not 0 < least <= 1:
        raise InputError(f"The threshold is {least}; it must be above 0 and at most 1.")
    kernels = _kernels()
    size, width = len(rows.starts) - 1, len(rows.weights)
    squares = rows.weights**2
    norms = lengths(rows)
    order = np.argsort(norms, kind="stable").astype(np.int32)
    norms = norms[order]
    turned = kernels.turn(rows.starts, rows.columns, width, order)
    ordered = (*kernels.turn(*turned, size, np.arange(width, dtype=np.int32)), squares, norms)
    bound = BOUND * least
    index = kernels.index(*ordered, bound)
    scratch = np.zeros(size, np.float32), np.zeros(width, np.float32)
    row, room = 0, ROOM
    while row < size:
        pairs = Block(np.empty(room, np.int32), np.empty(room, np.int32), np.empty(room, np.float32))
        next_row, count = kernels.search(ordered, index, least, bound, row, pairs, scratch)
        room = size if next_row == row else ROOM  # one row may have more partners than a block has room for
        row = next_row
        if count:
            one, other = order[pairs.later[:count]], order[pairs.earlier[:count]]
            yield Block(np.maximum(one, other), np.minimum(one, other), pairs.cosine[:count].copy())
