"""Pairs of duties in a file, and how well scores and classes agree with what readers said of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from dutygraph.graph.errors import InputError

LABELS = ("duplicate", "shared_scope", "delegation", "support", "distinct")
DISTINCT = "distinct"

Values = npt.NDArray[np.float64]


class LabelledPair(NamedTuple):
    """One line of a file of pairs. `labels` holds the readers' labels in order, `also` what else a reader accepts."""

    id: str
    owner_a: str
    text_a: str
    owner_b: str
    text_b: str
    document_a: str
    document_b: str
    superior: str | None
    unit_and_its_head: bool
    labels: tuple[str, ...]
    also: tuple[str, ...]

    @property
    def agreed(self) -> bool:
        """Whether the readers agree that the pair overlaps, or that it does not; False where nobody labelled it."""
        return len({label == DISTINCT for label in self.labels}) == 1

    @property
    def overlaps(self) -> bool:
        """What the first reader says."""
        return bool(self.labels) and self.labels[0] != DISTINCT


def read_pairs(lines: Iterable[str]) -> Iterator[LabelledPair]:
    """Pairs from JSON Lines: `a` and `b` with `text` and, where known, `owner` and `document`; `superior` a, b or null;
    `unit_and_its_head`; `label`, `also` and `second` where readers judged. Unknown keys and empty lines are ignored.

    Raises InputError that names the line, and the key where one is missing or wrong.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            raise InputError(f"Line {number} is not JSON ({error.msg}); write one object on each line.") from None
        if not isinstance(record, dict):
            raise InputError(f"Line {number} is not an object; write one with the keys a and b.")
        yield _pair(record, number)


def _pair(record: Mapping[str, Any], number: int) -> LabelledPair:
    sides = [_side(record, side, number) for side in ("a", "b")]
    superior = record.get("superior")
    if superior not in (None, "a", "b"):
        raise InputError(f'Line {number}: superior is {superior!r}; it must be "a", "b" or null.')
    second = record.get("second")
    seconds: Mapping[str, Any] = second if isinstance(second, dict) else {}
    labels = tuple(str(reader["label"]) for reader in (record, seconds) if reader.get("label") is not None)
    if unknown := [label for label in labels if label not in LABELS]:
        raise InputError(f"Line {number}: label {unknown[0]!r} is none of {', '.join(LABELS)}.")
    return LabelledPair(
        id=str(record.get("id", number)),
        owner_a=sides[0][0], text_a=sides[0][1], owner_b=sides[1][0], text_b=sides[1][1],
        document_a=sides[0][2], document_b=sides[1][2],
        superior=superior, unit_and_its_head=bool(record.get("unit_and_its_head", False)),
        labels=labels,
        also=tuple(str(reader["also"]) for reader in (record, seconds) if reader.get("also")),
    )  # fmt: skip


def _side(record: Mapping[str, Any], side: str, number: int) -> tuple[str, str, str]:
    if side not in record:
        raise InputError(f"Line {number} lacks the key {side!r}; a pair needs a and b, each with its text.")
    value = record[side]
    if not isinstance(value, dict) or not isinstance(value.get("text"), str):
        raise InputError(f"Line {number}: {side} lacks the key 'text', the duty as a string.")
    return str(value.get("owner") or ""), value["text"], str(value.get("document") or "")


def auc(overlaps: npt.ArrayLike, scores: npt.ArrayLike) -> float:
    """Area under the ROC curve: how often an overlap scores above a pair that is none; ties count half.

    NaN where all pairs are of one kind.

    >>> auc([True, False, True], [0.9, 0.5, 0.5])
    0.75
    """
    yes = np.asarray(overlaps, bool)
    values = np.asarray(scores, float)
    positive, negative = int(yes.sum()), int((~yes).sum())
    if not positive or not negative:
        return float("nan")
    order = np.sort(values)
    ranks = (np.searchsorted(order, values) + np.searchsorted(order, values, side="right") + 1) / 2
    return float((ranks[yes].sum() - positive * (positive + 1) / 2) / (positive * negative))


def average_precision(overlaps: npt.ArrayLike, scores: npt.ArrayLike) -> float:
    """Mean precision at the places of the overlaps, best score first, equal scores as one step; NaN without any.

    >>> average_precision([True, False, True], [0.9, 0.5, 0.1]) == (1 + 2 / 3) / 2
    True
    """
    yes = np.asarray(overlaps, bool)
    values = np.asarray(scores, float)
    if not yes.any():
        return float("nan")
    order = np.argsort(-values, kind="stable")
    found = np.cumsum(yes[order])
    ends = np.flatnonzero(np.append(np.diff(values[order]) != 0, True))
    gained = np.diff(np.concatenate([[0], found[ends]]))
    return float((gained * found[ends] / (ends + 1)).sum() / yes.sum())


def precision_at(overlaps: npt.ArrayLike, scores: npt.ArrayLike, n: int) -> float:
    """Share of overlaps among the `n` best scores (among all where there are fewer); earlier pairs win ties."""
    yes = np.asarray(overlaps, bool)
    best = np.argsort(-np.asarray(scores, float), kind="stable")[:n]
    return float(yes[best].mean()) if len(best) else float("nan")


class Estimate(NamedTuple):
    """A figure with the interval in which it lies in `level` of bootstrap samples of the pairs."""

    value: float
    low: float
    high: float


def bootstrap(
    figure: Callable[[npt.NDArray[np.intp]], float], size: int, level: float = 0.9, samples: int = 1000, seed: int = 0
) -> Estimate:
    """`figure` of all places 0..size-1, and its interval over samples of places drawn with replacement.

    The same seed gives the same interval. Samples on which the figure is undefined are left out.
    """
    everything = np.arange(size)
    if not size:
        return Estimate(float("nan"), float("nan"), float("nan"))
    random = np.random.Generator(np.random.PCG64(seed))
    drawn = np.array([figure(random.integers(0, size, size)) for _ in range(samples)])
    drawn = drawn[~np.isnan(drawn)]
    if not len(drawn):
        return Estimate(figure(everything), float("nan"), float("nan"))
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    return Estimate(figure(everything), float(low), float(high))


class ClassFigures(NamedTuple):
    """How a class fares: pairs whose first reader gave it (`read`), pairs that were given it, and how many of these are
    right by either reader; `precision` is the share of these, `recall` that of the first reader's pairs given it."""

    label: str
    read: int
    given: int
    right: int
    precision: Estimate
    recall: Estimate


class Evaluation(NamedTuple):
    """Figures of scores and classes on labelled pairs. Ranking counts the pairs on which the readers agree."""

    pairs: int
    agreed: int
    overlaps: int
    auc: Estimate
    average_precision: Estimate
    precision: tuple[tuple[int, Estimate], ...]
    class_right: Estimate
    classes: tuple[ClassFigures, ...]


def evaluate(pairs: Sequence[LabelledPair], scores: Sequence[float], labels: Sequence[str]) -> Evaluation:
    """Compare with the readers; unlabelled pairs are left out.

    Raises InputError where no pair is labelled.
    """
    judged = [(pair, score, label) for pair, score, label in zip(pairs, scores, labels, strict=True) if pair.labels]
    if not judged:
        raise InputError("No pair has a label; add the key label, one of " + ", ".join(LABELS) + ".")
    ranked = [(pair.overlaps, score) for pair, score, _ in judged if pair.agreed]
    yes = np.array([overlap for overlap, _ in ranked], bool)
    values = np.array([score for _, score in ranked], float)
    right = np.array([label in pair.labels for pair, _, label in judged], float)
    return Evaluation(
        pairs=len(judged),
        agreed=len(ranked),
        overlaps=int(yes.sum()),
        auc=bootstrap(lambda places: auc(yes[places], values[places]), len(yes)),
        average_precision=bootstrap(lambda places: average_precision(yes[places], values[places]), len(yes)),
        precision=tuple(
            (n, bootstrap(lambda places, n=n: precision_at(yes[places], values[places], n), len(yes)))  # type: ignore[misc]
            for n in (10, 20, 50)
            if n <= len(yes)
        ),
        class_right=bootstrap(lambda places: float(right[places].mean()), len(right)),
        classes=tuple(_class_figures(name, judged) for name in LABELS),
    )


def _class_figures(name: str, judged: Sequence[tuple[LabelledPair, float, str]]) -> ClassFigures:
    read = np.array([pair.labels[0] == name for pair, _, _ in judged])
    given = np.array([label == name for _, _, label in judged])
    right = np.array([label == name and name in pair.labels for pair, _, label in judged])

    def share(some: npt.NDArray[np.bool_], of: npt.NDArray[np.bool_]) -> Estimate:
        return bootstrap(lambda places: _share(some[places], of[places]), len(of))

    return ClassFigures(
        name, int(read.sum()), int(given.sum()), int(right.sum()), share(right, given), share(given & read, read)
    )


def _share(some: npt.NDArray[np.bool_], of: npt.NDArray[np.bool_]) -> float:
    return float(some.sum() / of.sum()) if of.any() else float("nan")


def paired_difference(
    overlaps: npt.ArrayLike, first: npt.ArrayLike, second: npt.ArrayLike, level: float = 0.9
) -> Estimate:
    """AUC of `first` less AUC of `second` on the same pairs, with its interval over samples of pairs."""
    yes, a, b = np.asarray(overlaps, bool), np.asarray(first, float), np.asarray(second, float)
    return bootstrap(lambda places: auc(yes[places], a[places]) - auc(yes[places], b[places]), len(yes), level)
