"""Which pairs of duties are worth scoring: those where one has a share of the other's matter.

Every pair is compared by the likeness of its matter words, which is a matter of table look-ups; only what reaches the
share is measured in full.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from dutygraph.graph.measures.overlaps.prepared import PHRASES, WORDS, Floats, Prepared
from dutygraph.graph.measures.overlaps.words import SCALE

Ids = npt.NDArray[np.intp]

BLOCK = 128
"""Duties compared with all others at once."""


MOST_HELD = 24_000_000
"""Pairs held, most of them from both sides; of more the nearest half stays, and what is nearer than that half is all
that is still taken: 20,000 duties about much the same would make 200,000,000 pairs, which take 19 GB."""

_SPREAD = 1e-3
"""How far pairs of one share are spread, so that half of them can go where all are equal."""


def sharing_pairs(prepared: Prepared, rows: Ids, share: float) -> tuple[Ids, Ids, Floats]:
    """Every two of `rows`, the smaller first, of which one has at least `share` of the other's matter, and that share,
    the larger of both; where these are too many the nearest of them (`MOST_HELD`)."""
    found = [(np.zeros(0, np.intp), np.zeros(0, np.float32))]
    size = max(len(prepared), 1)
    held, least = 0, 0.0
    for chosen, shares in _Matter(prepared, rows).blocks():
        near, other = (shares >= max(share, least - _SPREAD)).nonzero()
        a, b = rows[chosen[near]], rows[other]
        apart = a != b
        found.append(((np.minimum(a, b) * size + np.maximum(a, b))[apart], shares[near, other][apart]))
        held += len(found[-1][0])
        if held > MOST_HELD:
            keys, values = (np.concatenate(each) for each in zip(*found, strict=True))
            ranks = _ranks(keys, values)
            least = max(least, float(np.partition(ranks, held // 2)[held // 2]))
            nearest = ranks >= least
            found = [(keys[nearest], values[nearest])]
            held = len(found[0][0])
    keys, values = (np.concatenate(each) for each in zip(*found, strict=True))
    if least:
        nearest = _ranks(keys, values) >= least
        keys, values = keys[nearest], values[nearest]
    unique, places = np.unique(keys, return_inverse=True)
    best = np.zeros(len(unique), np.float32)
    np.maximum.at(best, places, values)
    return unique // size, unique % size, best


def _ranks(keys: Ids, shares: Floats) -> npt.NDArray[np.float64]:
    """Shares with pairs of one share spread, by the pair, so that both sides of one are spread alike."""
    return np.asarray(shares + (keys * 40_503 % 65_536) * (_SPREAD / 65_536), np.float64)


class _Matter:
    """The matter words of duties in one list, each duty's one after another."""

    def __init__(self, prepared: Prepared, rows: Ids) -> None:
        words = prepared.phrase_words[rows].reshape(len(rows), PHRASES * WORDS)
        weights = prepared.phrase_weights[rows].reshape(len(rows), PHRASES * WORDS)
        said = words > 0
        counts = said.sum(1)
        self._table = prepared.table
        self._size = len(rows)
        self._words = words[said]
        self._starts = np.concatenate([[0], np.cumsum(counts)])
        self._naming = np.flatnonzero(counts)
        total = np.repeat(np.maximum(weights.sum(1), 1e-6), counts)
        self._weights = (weights[said] / total / SCALE).astype(np.float32)

    def blocks(self) -> Iterator[tuple[Ids, Floats]]:
        """Some duties at a time (places), with the share of each duty's matter (columns) that they have."""
        columns = self._starts[self._naming]
        for start in range(0, len(self._naming), BLOCK):
            block = self._naming[start : start + BLOCK]
            near = np.stack([self._near(place) for place in block])
            shares = np.zeros((len(block), self._size), np.float32)
            said = near[:, self._words] * self._weights
            shares[:, self._naming] = np.add.reduceat(said, columns, axis=1)
            yield block, shares

    def _near(self, place: int) -> npt.NDArray[np.uint8]:
        """How near each word is to the nearest of a duty's words."""
        own = self._words[self._starts[place] : self._starts[place + 1]]
        nearest: npt.NDArray[np.uint8] = self._table[own].max(0)
        return nearest
