"""Words that much of an organisation's work is about tell little of what two of its duties share: in a sales department
销售 stands in every third duty."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from dutygraph.graph.measures.overlaps.prepared import PHRASES, WORDS, Floats, Prepared

PAIR = 2
"""Duties that may hold a word before it counts as common: those of one pair."""

FREE, SLOPE, LEFT = 0.05, 2.0, 0.3
"""Share of the duties that may hold a word at no loss; how much weight each share above costs; the least left."""


def with_common_words(prepared: Prepared) -> Prepared:
    """The duties of one organisation with less weight on the matter words that many of them hold and more on the other
    words of the same duty; what a duty weighs in all stays.

    For registers only: of pairs that readers chose nothing is known of what else the organisation does.
    """
    before = prepared.phrase_weights
    after = before * left_of(prepared)[prepared.phrase_words]
    kept = before.sum((1, 2)) / np.maximum(after.sum((1, 2)), 1e-9)
    return replace(prepared, phrase_weights=np.asarray(after * kept[:, None, None], np.float32))


def left_of(prepared: Prepared) -> Floats:
    """What is left of each word's weight (by word id), LEFT to 1."""
    words = np.sort(prepared.phrase_words.reshape(len(prepared), PHRASES * WORDS), axis=1)
    first = np.diff(words, axis=1, prepend=-1) > 0
    held = np.bincount(words[first], minlength=len(prepared.words))
    share: npt.NDArray[np.float64] = (held - PAIR) / max(len(prepared), 1)
    left = np.clip(1 - SLOPE * np.maximum(share - FREE, 0), LEFT, 1)
    left[0] = 1  # no word
    return np.asarray(left, np.float32)
