"""Fits the weights of the overlap judge and measures them: `python -m bench.fit_overlap --shared ../shared`.

Pairs: `tests/overlap/development_pairs.jsonl` (invented for this project, all trades) and, from the shared folder,
`overlap/labelled_pairs.jsonl` and `overlap/hard_pairs.jsonl`. Every figure comes from a fit that saw no pair touching
the document it is measured on; a pair between two documents is scored by a fit that saw neither. Hard pairs name no
document: they are left out by fifths and, for the figure `hard_unseen`, all at once.

Writes `graph/vocabulary/overlap_weights.toml` unless `--dry`. Needs numpy and scipy; the encoder for its half.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize

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
from dutygraph.graph.measures.overlaps.model import CLIP, OVERLAPS
from dutygraph.graph.measures.overlaps.prepared import prepare

ROOT = Path(__file__).parent.parent
WEIGHTS = ROOT / "graph" / "vocabulary" / "overlap_weights.toml"

WORDS = """x_N x_N2 x_avg_min x_avg_max x_conf x_conf1 x_F1 x_cov_mean x_cov_max x_shared x_res_min x_res_max x_head own_min
own_max mention neg act_mean act_best act_min ng cl_ng set_do check_do tell_do help_do help_help do_do set_set
above_below catch own_staff len_min len_max sup uh""".split()
ENCODED = "v_N2 v_avg_max v_cov_mean v_conf1 v_res_min enc enc_obj cl_enc".split()
CLASSES = """x_N2 x_avg_max x_conf x_cov_mean x_cov_max x_res_min x_res_max act_mean act_best set_do check_do tell_do
help_do help_help do_do set_set above_below ng cl_ng mention sup uh sup_set sub_do sub_help""".split()

PENALTY, LINEAR, CLASS_PENALTY = 700.0, 2.0, 12.0
"""Ridge on all products; how much cheaper a measure by itself is than a product; ridge of the classes."""

WEIGHT = {"labelled": 2.0, "hard": 3.0, "development": 1.0}


class Sample(NamedTuple):
    """All pairs with where they come from, how sure an overlap is, and their measures."""

    pairs: list[LabelledPair]
    source: np.ndarray
    target: np.ndarray
    weight: np.ndarray
    names: tuple[str, ...]
    measures: np.ndarray
    everything: dict[str, np.ndarray]


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
    return pairs, np.array(source)


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
    measured = features(
        prepared,
        Pairs(
            np.arange(n), np.arange(n) + n,
            np.array([sides[p.superior] for p in pairs], np.int8), np.array([p.unit_and_its_head for p in pairs]),
        ),
    )  # fmt: skip
    names = tuple(WORDS + ENCODED if encoded else WORDS)
    return Sample(
        pairs, source, np.array([how_sure(p) for p in pairs]), np.array([WEIGHT[s] for s in source]),
        names, matrix(measured, names).astype(float), {k: v.astype(float) for k, v in measured.items()},
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
    """Logistic regression on all measures and products with a ridge, solved in its dual (as many unknowns as pairs)."""
    mean, scale = measures.mean(0), measures.std(0) + 1e-6
    z = np.clip((measures - mean) / scale, -CLIP, CLIP)
    first, second = np.triu_indices(z.shape[1])
    shrink = np.where(first == second, 0.7, 1.0)
    expanded = np.hstack([LINEAR * z, z[:, first] * z[:, second] * shrink, np.full((len(z), 1), 10.0)])
    kernel = expanded @ expanded.T
    weight = weight / weight.mean()
    value = np.zeros(len(z))
    for _ in range(50):
        chance = 1 / (1 + np.exp(-value))
        curve = np.maximum(weight * chance * (1 - chance), 1e-4)
        dual = np.linalg.solve(kernel + PENALTY * np.diag(1 / curve), value + weight * (target - chance) / curve)
        change, value = np.abs(kernel @ dual - value).max(), kernel @ dual
        if change < 1e-6:
            break
    primal = expanded.T @ dual
    k = z.shape[1]
    return Fit(mean, scale, 10 * primal[-1], LINEAR * primal[:k], primal[k:-1] * shrink)


class ClassFit(NamedTuple):
    """Softmax over OVERLAPS on standardised measures."""

    mean: np.ndarray
    scale: np.ndarray
    bias: np.ndarray
    weights: np.ndarray

    def best(self, measures: np.ndarray) -> np.ndarray:
        z = np.clip((measures - self.mean) / self.scale, -CLIP, CLIP)
        return (z @ self.weights.T + self.bias).argmax(1)


def class_target(pair: LabelledPair) -> np.ndarray:
    """How often readers gave each of OVERLAPS, second choices a quarter; zeros where nobody sees an overlap."""
    out = np.zeros(len(OVERLAPS))
    for label, share in [(label, 1.0) for label in pair.labels] + [(label, 0.25) for label in pair.also]:
        if label != DISTINCT and any(given != DISTINCT for given in pair.labels):
            out[OVERLAPS.index(label)] += share
    return out / max(out.sum(), 1e-9)


def fit_classes(measures: np.ndarray, target: np.ndarray, weight: np.ndarray) -> ClassFit:
    """Standardised as the score is, over all pairs; fitted to those with an overlap."""
    mean, scale = measures.mean(0), measures.std(0) + 1e-6
    chosen = target.sum(1) > 0
    z = np.clip((measures[chosen] - mean) / scale, -CLIP, CLIP)
    wanted, share = target[chosen], weight[chosen]
    k, c = z.shape[1], len(OVERLAPS)

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights, bias = flat[: c * k].reshape(c, k), flat[c * k :]
        raw = z @ weights.T + bias
        raw -= raw.max(1, keepdims=True)
        chance = np.exp(raw) / np.exp(raw).sum(1, keepdims=True)
        value = -(share[:, None] * wanted * np.log(chance + 1e-12)).sum() + CLASS_PENALTY * (weights**2).sum()
        slope = share[:, None] * (chance - wanted)
        return value, np.concatenate([(slope.T @ z + 2 * CLASS_PENALTY * weights).ravel(), slope.sum(0)])

    found = minimize(loss, np.zeros(c * k + c), jac=True, method="L-BFGS-B").x
    return ClassFit(mean, scale, found[c * k :], found[: c * k].reshape(c, k))


def folds(data: Sample) -> list[tuple[np.ndarray, np.ndarray]]:
    """(train, test): no training pair touches a document a test pair is in. Sections of one file are one document."""
    documents = [{d.split(".")[0] for d in (p.document_a, p.document_b) if d} for p in data.pairs]
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


def class_measures(data: Sample) -> np.ndarray:
    return np.stack([data.everything[name] for name in CLASSES], 1)


def threshold(scores: np.ndarray, classes: np.ndarray, data: Sample, rows: np.ndarray) -> float:
    """The score from which calling a pair an overlap makes most classes right, by either reader."""
    tried = np.arange(0.2, 0.7, 0.02)
    right = [class_right(scores, classes, data, rows, at).mean() for at in tried]
    smooth = np.convolve(right, np.ones(5) / 5, "same")[2:-2]
    return float(round(tried[2:-2][int(smooth.argmax())], 2))


def class_right(scores: np.ndarray, classes: np.ndarray, data: Sample, rows: np.ndarray, at: float) -> np.ndarray:
    return np.array(
        [(DISTINCT if scores[row] < at else OVERLAPS[int(classes[row])]) in data.pairs[row].labels for row in rows],
        float,
    )


def baseline(data: Sample) -> np.ndarray | None:
    """The blend 0.4 structure + 0.4 encoder + 0.2 n-grams; structure is seven parts matter, three parts verbs."""
    measured = data.everything
    if "enc" not in measured:
        return None
    return (
        0.4 * (0.7 * measured["x_cov_mean"] + 0.3 * measured["act_mean"]) + 0.4 * measured["enc"] + 0.2 * measured["ng"]
    )


def report(data: Sample) -> tuple[dict[str, object], np.ndarray, float]:
    """Figures of fits that left documents out, the scores they are of, and the threshold of the classes."""
    scores = left_out(data, lambda a, b: fit(data.measures[a], data.target[a], data.weight[a]).scores(data.measures[b]))
    of_class = class_measures(data)
    targets = np.stack([class_target(pair) for pair in data.pairs])
    classes = left_out(data, lambda a, b: fit_classes(of_class[a], targets[a], data.weight[a]).best(of_class[b]))
    agreed = np.array([pair.agreed for pair in data.pairs])
    overlaps = np.array([pair.overlaps for pair in data.pairs])
    both = np.isin(data.source, ["labelled", "hard"])
    at = threshold(scores, classes, data, np.flatnonzero(both if both.any() else ~both))
    figures: dict[str, object] = {}
    for name in ("labelled", "hard", "development"):
        rows = np.flatnonzero((data.source == name) & agreed)
        if not len(rows):
            continue
        yes, values = overlaps[rows], scores[rows]
        figures[f"{name}_auc"] = bootstrap(lambda p, y=yes, v=values: auc(y[p], v[p]), len(rows))
        figures[f"{name}_average_precision"] = round(average_precision(yes, values), 3)
        everything = np.flatnonzero(data.source == name)
        figures[f"{name}_class_right"] = round(float(class_right(scores, classes, data, everything, at).mean()), 3)
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
    return figures, scores, at


def toml_list(values: Sequence[float], digits: int = 4) -> str:
    return "[" + ", ".join(f"{round(float(v), digits) + 0.0:g}" for v in values) + "]"


def toml_table(name: str, data: Sample, figures: dict[str, object], at: float) -> str:
    """One table of the weights file."""
    final = fit(data.measures, data.target, data.weight)
    index = [data.names.index(n) for n in CLASSES if n in data.names]
    extra = [n for n in CLASSES if n not in data.names]
    targets = np.stack([class_target(pair) for pair in data.pairs])
    classes = fit_classes(class_measures(data), targets, data.weight)
    mean = np.concatenate([final.mean, [classes.mean[CLASSES.index(n)] for n in extra]])
    scale = np.concatenate([final.scale, [classes.scale[CLASSES.index(n)] for n in extra]])
    k, size = len(data.names), len(data.names) + len(extra)
    assert len(index) + len(extra) == len(CLASSES)
    upper = np.zeros((size, size))
    upper[:k, :k][np.triu_indices(k)] = final.square
    rows = [toml_list(upper[row, row:]) for row in range(size)]
    lines = [f"[{name}]", "names = [" + ", ".join(f'"{n}"' for n in (*data.names, *extra)) + "]"]
    lines += [f"mean = {toml_list(mean, 5)}", f"scale = {toml_list(scale, 6)}", f"bias = {final.bias:.5f}"]
    lines += [f"linear = {toml_list(np.concatenate([final.linear, np.zeros(len(extra))]), 5)}"]
    lines += ["square = [", *(f"  {row}," for row in rows), "]"]
    lines += ["class_names = [" + ", ".join(f'"{n}"' for n in CLASSES) + "]"]
    lines += [f"class_bias = {toml_list(classes.bias)}"]
    lines += ["class_weights = [", *(f"  {toml_list(row)}," for row in classes.weights), "]"]
    lines += [f"distinct_from = {at}", "", f"[{name}.figures]"]
    for key, value in figures.items():
        lines.append(f"{key} = {toml_list(value, 3) if isinstance(value, tuple) else value}")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--shared", type=Path, help="folder that holds overlap/labelled_pairs.jsonl")
    parser.add_argument("--dry", action="store_true", help="print the figures, write nothing")
    options = parser.parse_args()
    pairs, source = load(options.shared)
    tables = []
    for name, encoded in (("with_encoder", True), ("without_encoder", False)):
        if encoded and not encoder.installed():
            sys.exit('Install the encoder first: pip install "dutygraph[encoder]"')
        data = sample(pairs, source, encoded)
        figures, _, at = report(data)
        print(
            name,
            *(f"  {key}: {value}" for key, value in figures.items()),
            f"  distinct_from: {at}",
            sep="\n",
            flush=True,
        )
        tables.append(toml_table(name, data, figures, at))
    if not options.dry:
        counts = {s: int((source == s).sum()) for s in sorted(set(source))}
        head = [
            "# Weights of the overlap judge, written by `python -m bench.fit_overlap`; do not edit.",
            f"# Pairs: {counts}. Classes: {', '.join(LABELS)}.",
            "# Figures are of fits that saw no pair of the document measured; three numbers are value, low, high (90 %).",
            "",
        ]
        WEIGHTS.write_text("\n".join(head) + "\n" + "\n".join(tables), encoding="utf-8")


if __name__ == "__main__":
    main()
