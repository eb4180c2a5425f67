"""Fits the weights of the overlap judge and measures them: `python -m bench.fit_overlap --shared ../shared`.

Pairs: `tests/overlap/development_pairs.jsonl` (invented for this project, all trades) and, from the shared folder,
`overlap/labelled_pairs.jsonl` and `overlap/hard_pairs.jsonl`. Every figure comes from a fit that saw no pair touching
the document it is measured on; a pair between two documents is scored by a fit that saw neither. Hard pairs name no
document: they are left out by fifths and, for the figure `hard_unseen`, all at once.

Writes `graph/vocabulary/overlap_weights.toml` unless `--dry`. Needs the encoder for its half.
"""

from __future__ import annotations

import argparse
import gzip
import math
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from dutygraph.graph.measures.overlaps import encoder
from dutygraph.graph.measures.overlaps.evaluate import (
    DISTINCT,
    LABELS,
    LabelledPair,
    auc,
    average_precision,
    bootstrap,
    paired_difference,
    read_pairs,
)
from dutygraph.graph.measures.overlaps.features import Pairs, features, matrix
from dutygraph.graph.measures.overlaps.judge import DISTINCT_FROM, certain, in_english
from dutygraph.graph.measures.overlaps.kinds import kinds
from dutygraph.graph.measures.overlaps.model import CLIP
from dutygraph.graph.measures.overlaps.prepared import Prepared, prepare
from dutygraph.graph.text.acts import parse

ROOT = Path(__file__).parent.parent
WEIGHTS = ROOT / "graph" / "vocabulary" / "overlap_weights.toml"
FREQUENCIES = WEIGHTS.with_name("overlap_frequency.toml")

WORDS = [
    "x_N", "x_N2", "x_avg_min", "x_avg_max", "x_conf", "x_conf1", "x_F1", "x_cov_mean", "x_cov_max", "x_shared",
    "x_res_min", "x_res_max", "x_head", "own_min", "own_max", "mention", "neg", "act_mean", "act_best", "act_min", "ng",
    "cl_ng", "set_do", "check_do", "tell_do", "help_do", "help_help", "do_do", "set_set", "above_below", "catch",
    "own_staff", "len_min", "len_max", "sup", "uh",
]  # fmt: skip
ENCODED = ["v_N2", "v_avg_max", "v_cov_mean", "v_conf1", "v_res_min", "enc", "enc_obj", "cl_enc"]
PENALTY, LINEAR, PLAIN_PENALTY = 700.0, 2.0, 10.0
"""Ridge on all products; how much cheaper a measure by itself is than a product; ridge of the half without products."""

WEIGHT = {"labelled": 2.0, "hard": 4.0, "development": 1.0, "far": 0.3, "near": 0.4}


class Sample(NamedTuple):
    """All pairs with where they come from, how sure an overlap is, their measures, and what is said of each without the
    score: its kind, were it an overlap."""

    pairs: list[LabelledPair]
    source: np.ndarray
    target: np.ndarray
    weight: np.ndarray
    names: tuple[str, ...]
    measures: np.ndarray
    everything: dict[str, np.ndarray]
    kinds: np.ndarray
    prepared: Prepared
    arrays: Pairs


def load(shared: Path | None) -> tuple[list[LabelledPair], np.ndarray]:
    """The pairs and the name of the file each is from."""
    files = [("development", ROOT / "tests" / "overlap" / "development_pairs.jsonl")]
    if shared is not None:
        files += [
            ("labelled", shared / "overlap" / "labelled_pairs.jsonl"),
            ("hard", shared / "overlap" / "hard_pairs.jsonl"),
        ]
    pairs: list[LabelledPair] = []
    source: list[str] = []
    for name, path in files:
        with path.open(encoding="utf-8") as lines:
            found = list(read_pairs(lines))
        pairs += found
        source += [name] * len(found)
    for name, made in (("far", list(far_apart(pairs))), ("near", list(of_one_office(pairs)))):
        pairs, source = pairs + made, source + [name] * len(made)
    return pairs, np.array(source)


def far_apart(pairs: Sequence[LabelledPair], count: int = 200) -> Iterator[LabelledPair]:
    """Pairs nobody needs to label: invented duties of two trades do not overlap. They keep the lower end in place."""
    invented = [pair for pair in pairs if pair.document_a.startswith("invented")]
    random = np.random.Generator(np.random.PCG64(7))
    for number in range(count):
        one, other = (invented[place] for place in random.choice(len(invented), 2, replace=False))
        if one.document_a != other.document_a:
            yield one._replace(
                id=f"far-{number}", owner_b=other.owner_b, text_b=other.text_b, document_b=other.document_b,
                superior=None, labels=(DISTINCT,), also=(),
            )  # fmt: skip


def of_one_office(pairs: Sequence[LabelledPair], count: int = 300) -> Iterator[LabelledPair]:
    """Duties of two owners of one invented office, as they come: few of these overlap, and what is drawn where readers
    chose is richer in overlaps than an office is."""
    held: dict[str, set[tuple[str, str]]] = {}
    for pair in pairs:
        for document, owner, text in (
            (pair.document_a, pair.owner_a, pair.text_a),
            (pair.document_b, pair.owner_b, pair.text_b),
        ):
            if document.startswith("invented"):
                held.setdefault(document, set()).add((owner, text))
    judged = {frozenset((pair.text_a, pair.text_b)) for pair in pairs}
    offices = sorted((document, sorted(duties)) for document, duties in held.items() if len(duties) > 3)
    random = np.random.Generator(np.random.PCG64(7))
    for number in range(count):
        document, duties = offices[random.integers(len(offices))]
        (owner, text), (other, other_text) = (duties[place] for place in random.choice(len(duties), 2, replace=False))
        if owner != other and frozenset((text, other_text)) not in judged:
            superior = (None, "a", "b")[int(random.choice(3, p=(0.8, 0.1, 0.1)))]
            yield LabelledPair(
                f"near-{number}", owner, text, other, other_text, document, document, superior, False, (DISTINCT,), ()
            )


def how_sure(pair: LabelledPair) -> float:
    """Share of the readers who see an overlap; one reader's second choice counts a fifth."""
    said = [label != DISTINCT for label in pair.labels]
    if len(said) > 1 or not pair.also:
        return sum(said) / len(said)
    return 0.8 * said[0] + 0.2 * (pair.also[0] != DISTINCT)


def sample(pairs: list[LabelledPair], source: np.ndarray, encoded: bool) -> Sample:
    """Measure all pairs."""
    n = len(pairs)
    prepared = prepare(
        [p.text_a for p in pairs] + [p.text_b for p in pairs],
        [p.owner_a for p in pairs] + [p.owner_b for p in pairs],
        encoder.encode if encoded else None,
    )
    sides = {"a": 1, "b": -1, None: 0}
    arrays = Pairs(
        np.arange(n), np.arange(n) + n,
        np.array([sides[p.superior] for p in pairs], np.int8), np.array([p.unit_and_its_head for p in pairs]),
    )  # fmt: skip
    measured = features(prepared, arrays)
    names = tuple(WORDS + ENCODED if encoded else WORDS)
    return Sample(
        pairs, source, np.array([how_sure(p) for p in pairs]), np.array([WEIGHT[s] for s in source]),
        names, matrix(measured, names).astype(float), {k: v.astype(float) for k, v in measured.items()},
        kinds(prepared, arrays, measured), prepared, arrays,
    )  # fmt: skip


class Fit(NamedTuple):
    """A fitted score: standardisation, bias, linear weights, upper triangle of the products."""

    mean: np.ndarray
    scale: np.ndarray
    bias: float
    linear: np.ndarray
    square: np.ndarray

    def scores(self, measures: np.ndarray) -> np.ndarray:
        z = np.clip((measures - self.mean) / self.scale, -CLIP, CLIP)
        upper = np.zeros((z.shape[1],) * 2)
        upper[np.triu_indices(z.shape[1])] = self.square
        return 1 / (1 + np.exp(-(self.bias + z @ self.linear + np.einsum("ij,jk,ik->i", z, upper, z))))


def fit(measures: np.ndarray, target: np.ndarray, weight: np.ndarray) -> Fit:
    """The mean of two logistic regressions: on all measures and products, and on the measures alone. The first tells
    templates from overlaps, the second is steadier on duties of an unseen kind."""
    mean, scale = measures.mean(0), measures.std(0) + 1e-6
    z = np.clip((measures - mean) / scale, -CLIP, CLIP)
    first, second = np.triu_indices(z.shape[1])
    shrink = np.where(first == second, 0.7, 1.0)
    expanded = np.hstack([LINEAR * z, z[:, first] * z[:, second] * shrink, np.full((len(z), 1), 10.0)])
    primal = expanded.T @ dual(expanded @ expanded.T, target, weight / weight.mean())
    plain = logistic(z, target, weight, PLAIN_PENALTY)
    k = z.shape[1]
    return Fit(
        mean,
        scale,
        (10 * primal[-1] + plain[-1]) / 2,
        (LINEAR * primal[:k] + plain[:-1]) / 2,
        primal[k:-1] * shrink / 2,
    )


def dual(kernel: np.ndarray, target: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Weights of the pairs in a ridge logistic regression: as many unknowns as pairs, not as products."""
    value = np.zeros(len(kernel))
    for _ in range(50):
        chance = 1 / (1 + np.exp(-value))
        curve = np.maximum(weight * chance * (1 - chance), 1e-4)
        found = np.linalg.solve(kernel + PENALTY * np.diag(1 / curve), value + weight * (target - chance) / curve)
        change, value = np.abs(kernel @ found - value).max(), kernel @ found
        if change < 1e-6:
            break
    return found


def logistic(z: np.ndarray, target: np.ndarray, weight: np.ndarray, penalty: float) -> np.ndarray:
    """Ridge logistic regression by Newton's steps; the last number is the bias."""
    with_one = np.hstack([z, np.ones((len(z), 1))])
    ridge = np.diag([penalty] * z.shape[1] + [1e-6])
    found = np.zeros(z.shape[1] + 1)
    for _ in range(15):
        chance = 1 / (1 + np.exp(-with_one @ found))
        slope = with_one.T @ (weight * (chance - target)) + ridge @ found
        found = found - np.linalg.solve(
            (with_one * (weight * chance * (1 - chance))[:, None]).T @ with_one + ridge, slope
        )
    return found


def folds(data: Sample) -> list[tuple[np.ndarray, np.ndarray]]:
    """(train, test): no training pair touches a document a test pair is in. The nine
    documents that one file of the seeds holds are nine."""
    documents = [{d for d in (p.document_a, p.document_b) if d} for p in data.pairs]
    out = []
    for touched in sorted({tuple(sorted(d)) for d in documents if d}):
        test = np.array([tuple(sorted(d)) == touched for d in documents])
        out.append((np.array([not d & set(touched) for d in documents]), test))
    nameless = np.flatnonzero([not d for d in documents])
    fifth = np.random.Generator(np.random.PCG64(0)).permutation(len(nameless)) % 5
    for part in range(5):
        test = np.zeros(len(documents), bool)
        test[nameless[fifth == part]] = True
        if test.any():
            out.append((~test, test))
    return out


def left_out(data: Sample, predict: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> np.ndarray:
    """Every pair's value by a fit that saw none of its documents."""
    out: np.ndarray | None = None
    for train, test in folds(data):
        values = predict(train, test)
        if out is None:
            out = np.zeros(len(data.pairs), values.dtype)
        out[test] = values
    assert out is not None
    return out


def class_right(scores: np.ndarray, data: Sample, rows: np.ndarray) -> np.ndarray:
    """1 for each of `rows` whose class is that of either reader."""
    given = [DISTINCT if scores[row] < DISTINCT_FROM else LABELS[int(data.kinds[row])] for row in rows]
    return np.array([label in data.pairs[row].labels for label, row in zip(given, rows, strict=True)], float)


def baseline(data: Sample) -> np.ndarray | None:
    """The blend 0.4 structure + 0.4 encoder + 0.2 n-grams; structure is seven parts matter, three parts verbs."""
    measured = data.everything
    if "enc" not in measured:
        return None
    return (
        0.4 * (0.7 * measured["x_cov_mean"] + 0.3 * measured["act_mean"]) + 0.4 * measured["enc"] + 0.2 * measured["ng"]
    )


def report(data: Sample) -> dict[str, object]:
    """Figures of fits that left documents out."""
    scores = left_out(data, lambda a, b: fit(data.measures[a], data.target[a], data.weight[a]).scores(data.measures[b]))
    scores = certain(data.prepared, data.arrays, in_english(data.prepared, data.arrays, data.everything, scores))
    agreed = np.array([pair.agreed for pair in data.pairs])
    overlaps = np.array([pair.overlaps for pair in data.pairs])
    both = np.isin(data.source, ["labelled", "hard"])
    figures: dict[str, object] = {}
    for name in ("labelled", "hard", "development"):
        rows = np.flatnonzero((data.source == name) & agreed)
        if not len(rows):
            continue
        yes, values = overlaps[rows], scores[rows]
        figures[f"{name}_auc"] = bootstrap(lambda p, y=yes, v=values: auc(y[p], v[p]), len(rows))
        figures[f"{name}_average_precision"] = round(average_precision(yes, values), 3)
        everything = np.flatnonzero(data.source == name)
        figures[f"{name}_class_right"] = round(float(class_right(scores, data, everything).mean()), 3)
    hard = data.source == "hard"
    if hard.any():
        unseen = fit(data.measures[~hard], data.target[~hard], data.weight[~hard]).scores(data.measures[hard & agreed])
        figures["hard_unseen_auc"] = round(auc(overlaps[hard & agreed], unseen), 3)
    plain = baseline(data)
    if plain is not None and both.any():
        rows = np.flatnonzero(both & agreed)
        for name in ("labelled", "hard", "development"):
            these = (data.source == name) & agreed
            figures[f"baseline_{name}_auc"] = round(auc(overlaps[these], plain[these]), 3)
        figures["over_baseline"] = paired_difference(overlaps[rows], scores[rows], plain[rows])
    return figures


def toml_list(values: Sequence[float], digits: int = 4) -> str:
    return "[" + ", ".join(f"{round(float(v), digits) + 0.0:g}" for v in values) + "]"


def toml_table(name: str, data: Sample, figures: dict[str, object]) -> str:
    """One table of the weights file."""
    final = fit(data.measures, data.target, data.weight)
    size = len(data.names)
    upper = np.zeros((size, size))
    upper[np.triu_indices(size)] = final.square
    lines = [f"[{name}]", "names = [" + ", ".join(f'"{n}"' for n in data.names) + "]"]
    lines += [f"mean = {toml_list(final.mean, 5)}", f"scale = {toml_list(final.scale, 6)}"]
    lines += [f"bias = {final.bias:.5f}", f"linear = {toml_list(final.linear, 5)}"]
    lines += ["square = [", *(f"  {toml_list(upper[row, row:])}," for row in range(size)), "]"]
    lines += ["", f"[{name}.figures]"]
    for key, value in figures.items():
        lines.append(f"{key} = {toml_list(value, 3) if isinstance(value, tuple) else value}")
    return "\n".join(lines) + "\n"


def frequencies(folder: Path) -> str:
    """The file of word weights, from the tasks of China's occupational classification and Taiwanese offices' rules."""
    with gzip.open(folder / "tw_moj_unit_duties_long.tsv.gz", "rt", encoding="utf-8") as lines:
        offices = {line.rstrip("\n").split("\t")[-1][:300] for line in list(lines)[1:]}
    tasks = (folder / "csco2022_tasks_long.tsv").read_text(encoding="utf-8").splitlines()[1:]
    shares: Counter[str] = Counter()
    sizes = []
    for texts in (offices, {line.split("\t")[-1] for line in tasks}):
        sizes.append(len(texts))
        for text in texts:
            for word in {word.text for word in parse(text).words if word.part == "matter"}:
                shares[word] += 1 / (2 * len(texts))
    levels: dict[float, list[str]] = {}
    for word in sorted(shares, key=lambda w: (-shares[w], w)):
        level = round(20 * min(1, max(0.25, (-math.log10(max(shares[word], 5e-4)) - 0.8) / 2.5))) / 20
        if level < 1 and not word.isascii() and word[:1] != "!":
            levels.setdefault(level, []).append(word)
    lines = [
        "# How telling a word is: 1 for a rare word, less the more duties hold it. Words not listed weigh 1.",
        f"# Counted in {sizes[0]:,} duties of Taiwanese offices and {sizes[1]:,} tasks of China's occupational",
        "# classification, both halves alike: (-log10(share of duties with the word) - 0.8) / 2.5, cut to 0.25 .. 1.",
        "# Written by `python -m bench.fit_overlap --frequencies FOLDER`.",
    ]
    for level, words in sorted(levels.items()):
        rows = [" ".join(words[at : at + 40]) for at in range(0, len(words), 40)]
        lines += ["", "[[level]]", f"weight = {level}", 'words = """', *rows, '"""']
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--shared", type=Path, help="folder that holds overlap/labelled_pairs.jsonl")
    parser.add_argument("--frequencies", type=Path, help="count word weights in the duties of this folder, then stop")
    parser.add_argument("--dry", action="store_true", help="print the figures, write nothing")
    options = parser.parse_args()
    if options.frequencies:
        FREQUENCIES.write_text(frequencies(options.frequencies), encoding="utf-8")
        return
    pairs, source = load(options.shared)
    tables = []
    for name, encoded in (("with_encoder", True), ("without_encoder", False)):
        if encoded and not encoder.installed():
            sys.exit('Install the encoder first: pip install "dutygraph[encoder]"')
        data = sample(pairs, source, encoded)
        figures = report(data)
        print(
            name,
            *(f"  {key}: {value}" for key, value in figures.items()),
            sep="\n",
            flush=True,
        )
        tables.append(toml_table(name, data, figures))
    if not options.dry:
        counts = {str(s): int((source == s).sum()) for s in sorted(set(source))}
        head = [
            "# Weights of the overlap judge, written by `python -m bench.fit_overlap`; do not edit.",
            f"# Pairs: {counts}. Classes: {', '.join(LABELS)}.",
            "# Figures: fits that saw no pair of the document measured; three numbers are value, low, high (90 %).",
            "",
        ]
        WEIGHTS.write_text("\n".join(head) + "\n" + "\n".join(tables), encoding="utf-8")


if __name__ == "__main__":
    main()
