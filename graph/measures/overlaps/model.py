"""From measures to a score: a logistic model with all products of two measures.

Why products: the same verbs on both sides speak for an overlap where the matter is the same and against it where both
have a matter of their own. Fitted by `python -m bench.fit_overlap`; the numbers stand in
`graph/vocabulary/overlap_weights.toml` with the figures of the fit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from dutygraph.graph import vocabulary
from dutygraph.graph.measures.overlaps.prepared import Floats

CLIP = 2.5
"""Measures count up to so many standard deviations from their mean, so that no odd text runs away with the score."""


@dataclass(frozen=True)
class Model:
    """Fitted numbers; `square` is symmetric."""

    names: tuple[str, ...]
    mean: Floats
    scale: Floats
    bias: float
    linear: Floats
    square: Floats

    def standard(self, measures: Floats) -> Floats:
        """Measures in standard deviations from their mean, cut at CLIP."""
        return np.asarray(np.clip((measures - self.mean) / self.scale, -CLIP, CLIP))

    def scores(self, measures: Floats) -> Floats:
        """0..1 for each row of measures in the order of `names`."""
        z = self.standard(measures)
        raw = self.bias + z @ self.linear + np.einsum("ij,ij->i", z @ self.square, z)
        return np.asarray(1 / (1 + np.exp(-np.clip(raw, -30, 30))), np.float32)


@cache
def load(encoded: bool) -> Model:
    """The model for measures with the encoder's, or for those without."""
    return read(vocabulary.table("overlap_weights")["with_encoder" if encoded else "without_encoder"])


def read(table: Mapping[str, Any]) -> Model:
    """A model from its table in the weights file, where `square` holds the upper triangle row by row."""
    names = tuple(table["names"])
    size = len(names)
    square: Floats = np.zeros((size, size), np.float32)
    square[np.triu_indices(size)] = [value for row in table["square"] for value in row]
    square = (square + square.T) / 2
    return Model(
        names=names,
        mean=np.array(table["mean"], np.float32),
        scale=np.array(table["scale"], np.float32),
        bias=float(table["bias"]),
        linear=np.array(table["linear"], np.float32),
        square=square,
    )
