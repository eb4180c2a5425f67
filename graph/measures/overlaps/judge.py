"""The judge: do two duties of two owners overlap, of which kind, and why (docs/overlap.md)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from dutygraph.graph.measures.overlaps import model
from dutygraph.graph.measures.overlaps.evaluate import DISTINCT, LABELS, LabelledPair
from dutygraph.graph.measures.overlaps.features import BLOCK, Pairs, features, matrix
from dutygraph.graph.measures.overlaps.kinds import kinds
from dutygraph.graph.measures.overlaps.prepared import Encode, Floats, Prepared, prepare
from dutygraph.graph.measures.overlaps.reason import Part, explain

Side = Literal["a", "b"]
SIDES: dict[str | None, int] = {"a": 1, "b": -1, None: 0}


DISTINCT_FROM = 0.6
"""Score from which a pair is called an overlap; 0.55 to 0.65 differ by less than readers do."""

SAME_TEXT = 0.9
"""Least score of one text with two owners."""

CATCH_ALL = 0.2
"""What is left of a score where a duty is a catch-all (其他交办事项) or names no matter."""

HEARD, HEARD_FROM = 2.0, 0.5
"""How much more the encoder's cosine of two English texts counts (in log odds), and the cosine where that is nothing.
The vocabulary has no weights and few synonyms for English words, so the measures of words see less there."""


class Context(NamedTuple):
    """What is known of the owners. `superior`: which of them stands above the other, over any number of levels.
    `unit_and_its_head`: one is a unit and the other heads it or sits in it. `same_pool`: equal posts of one pool.
    """

    owner_a: str = ""
    owner_b: str = ""
    same_organization: bool = True
    superior: Side | None = None
    unit_and_its_head: bool = False
    same_pool: bool = False


class Judgement(NamedTuple):
    """`score` 0..1: how sure an overlap is. `label` one of LABELS. `design`: why the overlap is meant and no fault
    (see `design`), None where it is one. `reason` in words; `parts` the marked words and their places in the texts."""

    score: float
    label: str
    design: str | None
    reason: str
    parts: tuple[Part, ...]


class Scores(NamedTuple):
    """Score (0..1) and place in LABELS of each pair."""

    scores: Floats
    labels: npt.NDArray[np.intp]


def score(prepared: Prepared, pairs: Pairs) -> Scores:
    """Score many pairs of one `Prepared`; blocks keep memory at some tens of MB."""
    weights = model.load(prepared.encoded is not None)
    scores = np.zeros(len(pairs), np.float32)
    labels = np.zeros(len(pairs), np.intp)
    for start in range(0, len(pairs), BLOCK):
        part = slice(start, start + BLOCK)
        block = pairs.block(part)
        measured = features(prepared, block)
        weighed = in_english(prepared, block, measured, weights.scores(matrix(measured, weights.names)))
        scores[part] = certain(prepared, block, weighed)
        labels[part] = np.where(scores[part] < DISTINCT_FROM, LABELS.index(DISTINCT), kinds(prepared, block, measured))
    return Scores(scores, labels)


def in_english(prepared: Prepared, pairs: Pairs, measured: Mapping[str, Floats], scores: Floats) -> Floats:
    """The scores with more weight on the encoder, if there is one, where both texts are in Latin letters."""
    if "enc" not in measured:
        return scores
    both = prepared.latin[pairs.left] & prepared.latin[pairs.right]
    odds = scores / np.maximum(1 - scores, 1e-9) * np.exp(HEARD * (measured["enc"] - HEARD_FROM))
    return np.where(both, odds / (1 + odds), scores)


def certain(prepared: Prepared, pairs: Pairs, scores: Floats) -> Floats:
    """What needs no weighing: one text with two owners overlaps; a catch-all or an empty text with nothing."""
    same = prepared.texts[pairs.left] == prepared.texts[pairs.right]
    said = [prepared.phrase_weights[side].any((1, 2)) for side in (pairs.left, pairs.right)]
    staff = prepared.own_staff[pairs.left].astype(bool)
    scores = np.where(same & said[0] & ~staff, SAME_TEXT + (1 - SAME_TEXT) * scores, scores)
    nothing = (prepared.catch_all[pairs.left] > 0) | (prepared.catch_all[pairs.right] > 0) | ~(said[0] & said[1])
    return np.where(nothing, scores * CATCH_ALL, scores)


def judge(text_a: str, text_b: str, context: Context | None = None, encode: Encode | None = None) -> Judgement:
    """Judge one pair. Any texts are judged; `encode` is `encoder.encode` where the extra is wanted.

    >>> judge("制定年度培训计划", "编制全年培训方案").label
    'duplicate'
    """
    return judge_all([(text_a, text_b, context or Context())], encode)[0]


def judge_all(pairs: Sequence[tuple[str, str, Context]], encode: Encode | None = None) -> list[Judgement]:
    """Judge many pairs; a text that stands in several is read once. Order is kept."""
    if not pairs:
        return []
    rows: dict[tuple[str, str], int] = {}

    def row(owner: str, text: str) -> int:
        return rows.setdefault((owner, text), len(rows))

    left = np.array([row(context.owner_a, a) for a, _, context in pairs], np.intp)
    right = np.array([row(context.owner_b, b) for _, b, context in pairs], np.intp)
    prepared = prepare([text for _, text in rows], [owner for owner, _ in rows], encode)
    arrays = Pairs(
        left,
        right,
        np.array([SIDES[context.superior] for _, _, context in pairs], np.int8),
        np.array([context.unit_and_its_head for _, _, context in pairs], bool),
    )
    found = score(prepared, arrays)
    out = []
    for number, (_, _, context) in enumerate(pairs):
        label = LABELS[int(found.labels[number])]
        words = explain(prepared, int(left[number]), int(right[number]), label, context.superior)
        out.append(
            Judgement(
                score=round(float(found.scores[number]), 4),
                label=label,
                design=design(label, context),
                reason=words.text,
                parts=words.parts,
            )
        )
    return out


def design(label: str, context: Context) -> str | None:
    """Why an overlap of this class between such owners is meant: `containment` (a unit and its head or posts), `pool`
    (equal posts), `delegation` (a superior sets what the other carries out); None where it is none or a fault."""
    if label == DISTINCT:
        return None
    if context.unit_and_its_head:
        return "containment"
    if context.same_pool:
        return "pool"
    return "delegation" if label == "delegation" and context.superior is not None else None


def judge_pairs(pairs: Iterable[LabelledPair], encode: Encode | None = None) -> list[Judgement]:
    """Judge the pairs of a file (`evaluate.read_pairs`)."""
    return judge_all(
        [
            (
                pair.text_a,
                pair.text_b,
                Context(
                    owner_a=pair.owner_a,
                    owner_b=pair.owner_b,
                    superior="a" if pair.superior == "a" else "b" if pair.superior == "b" else None,
                    unit_and_its_head=pair.unit_and_its_head,
                ),
            )
            for pair in pairs
        ],
        encode,
    )
