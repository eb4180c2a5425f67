"""Near-copies among hundreds of thousands of texts, exactly: every pair whose cosine reaches a threshold.

Texts become counts of their 2- and 3-character grams, hashed into 2^24 columns, weighted by inverse document frequency,
of unit length. The join is an inverted index with prefix filtering in the L2 norm (Anastasiu and Karypis, L2AP, 2014):
of each text only the rare end is indexed, the frequent rest, whose norm is below the threshold, is looked at for
surviving candidates alone. Equal texts are joined once. Needs the extra `[scale]`.
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


class Rows(NamedTuple):
    """Sparse rows of unit length: the columns and values of row i stand at `starts[i]:starts[i + 1]`."""

    starts: npt.NDArray[np.int64]
    columns: Ints
    values: Reals


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
    blocks = list(join(vectorise(list(groups)), least))
    empty = Block(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.float32))
    return NearCopies(
        tuple(map(tuple, groups.values())),
        *(np.concatenate(parts) for parts in zip(*(blocks or [empty]), strict=True)),
    )


def _kernels() -> Any:
    if not installed():
        raise InputError('The join needs numba; run `pip install "dutygraph[scale]"`.')
    from dutygraph.graph.measures import selfjoin_kernels  # here, because numba takes a second to load

    return selfjoin_kernels


def vectorise(texts: Sequence[str]) -> Rows:
    """TF-IDF of 2- and 3-character grams (a shorter text is its own gram), columns in ascending order within a row.

    The weight of a gram is its count times ln((1 + n) / (1 + n with it)) + 1.
    """
    kernels = _kernels()
    cut = [text[:LONGEST] for text in texts]
    characters = np.frombuffer("".join(cut).encode("utf-32-le", "surrogatepass"), np.uint32)
    ends = np.cumsum([0, *map(len, cut)], dtype=np.int64)
    starts, columns, counts = kernels.count_grams(characters, ends, COLUMN_BITS)
    frequency = np.bincount(columns, minlength=1 << COLUMN_BITS)
    values = counts * (np.log((1 + len(texts)) / (1 + frequency[columns])) + 1).astype(np.float32)
    kernels.normalise(starts, values)
    return Rows(starts, columns, values)


def join(rows: Rows, least: float) -> Iterator[Block]:
    """Pairs of rows with a dot product of at least `least`, in order of the later row, block by block.

    Raises InputError for a threshold out of range.
    """
    if not 0 < least <= 1:
        raise InputError(f"The threshold is {least}; it must be above 0 and at most 1.")
    kernels = _kernels()
    index = kernels.build(*_by_frequency(rows), np.float32(least))
    size = len(rows.starts) - 1
    scratch = np.zeros(size, np.float32)
    row = 0
    while row < size:
        later, earlier, cosine = _room(ROOM)
        next_row, count = kernels.search(index, np.float32(least), row, later, earlier, cosine, scratch)
        if next_row == row:  # one row with more partners than a block has room for
            later, earlier, cosine = _room(size)
            next_row, count = kernels.search(index, np.float32(least), row, later, earlier, cosine, scratch)
        row = next_row
        if count:
            yield Block(later[:count].copy(), earlier[:count].copy(), cosine[:count].copy())


def _room(size: int) -> Block:
    return Block(np.empty(size, np.int32), np.empty(size, np.int32), np.empty(size, np.float32))


def _by_frequency(rows: Rows) -> tuple[npt.NDArray[np.int64], Ints, Reals, int]:
    """The rows with columns numbered by frequency, the most frequent 0, and sorted so within a row."""
    used, compact, frequency = np.unique(rows.columns, return_inverse=True, return_counts=True)
    rank = np.empty(len(used), np.int32)
    rank[np.lexsort((used, -frequency))] = np.arange(len(used), dtype=np.int32)
    columns, values = rank[compact.reshape(-1)], rows.values.copy()
    _kernels().sort_rows(rows.starts, columns, values)
    return rows.starts, columns, values, len(used)
