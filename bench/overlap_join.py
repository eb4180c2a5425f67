"""The join of near-copies beside sparse_dot_topn, and its growth; one thread, CPU time, one run for both sides.

`OPENBLAS_NUM_THREADS=1 python -m bench.overlap_join {join,growth} --duties FOLDER`: the public duties that
docs/overlap.md names. `join` needs scipy and sparse_dot_topn. `--least` is the threshold, 0.6 by default.
"""

from __future__ import annotations

import argparse
import gzip
import math
import random
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from dutygraph.graph.measures import selfjoin

T = TypeVar("T")
SIZES = (62_500, 125_000, 250_000, 500_000)
EDITED = 0.25
TOP = 100


def duties(folder: Path) -> list[str]:
    """The texts of all three files, in order, copies and all."""
    found: list[str] = []
    for name, column in (
        ("tw_moj_unit_duties_long.tsv.gz", -1),
        ("csco2022_tasks_long.tsv", -1),
        ("onet_Task_Statements.tsv.gz", 3),
    ):
        path = folder / name
        held = path.read_bytes()
        text = (gzip.decompress(held) if path.suffix == ".gz" else held).decode("utf-8")
        found += [line.split("\t")[column] for line in text.splitlines()[1:]]
    return found


def edited(texts: list[str], share: float, seed: int) -> list[str]:
    """Copies of a share of the texts, each with one to three characters dropped, doubled or changed for another's."""
    draw = random.Random(seed)
    out = []
    for text in draw.choices(texts, k=int(len(texts) * share)):
        letters = list(text)
        for _ in range(draw.randint(1, 3)):
            if letters:
                at = draw.randrange(len(letters))
                letters[at : at + 1] = draw.choice([[], [letters[at]] * 2, [draw.choice(text)]])
        out.append("".join(letters))
    return out


def timed(run: Callable[[], T]) -> tuple[T, float]:
    """What a call returns, and its CPU seconds."""
    start = time.process_time()
    found = run()
    return found, time.process_time() - start


def matrix(rows: selfjoin.Rows) -> Any:
    """The rows as scipy has them: unit length, float32."""
    from scipy.sparse import csr_matrix

    norms = np.repeat(np.maximum(selfjoin.lengths(rows), 1e-9), np.diff(rows.starts))
    values = (rows.weights[rows.columns] / norms).astype(np.float32)
    return csr_matrix((values, rows.columns, rows.starts), shape=(len(rows.starts) - 1, len(rows.weights)))


def topn(held: Any, least: float) -> np.ndarray:
    """Pairs that sparse_dot_topn finds, later * rows + earlier, ascending."""
    from sparse_dot_topn import sp_matmul_topn

    product = sp_matmul_topn(held, held.T.tocsr(), top_n=TOP, threshold=least, sort=False, n_threads=1).tocoo()
    row, column = product.row.astype(np.int64), product.col.astype(np.int64)
    later, earlier = np.maximum(row, column), np.minimum(row, column)
    return np.unique((later * held.shape[0] + earlier)[later != earlier])


def blocks(rows: selfjoin.Rows, least: float) -> np.ndarray:
    """Pairs that the join finds, as `topn` gives them."""
    size = len(rows.starts) - 1
    return np.sort(np.concatenate([b.later.astype(np.int64) * size + b.earlier for b in selfjoin.join(rows, least)]))


def join(folder: Path, least: float) -> None:
    """Different texts with the same matrix for both; then everything, copies included, from texts to pairs."""
    texts = duties(folder)
    texts += edited(texts, EDITED, 7)
    different = list(dict.fromkeys(texts))
    list(selfjoin.join(selfjoin.vectorise(texts[:200]), least))  # compiled before anything is timed
    rows, made = timed(lambda: selfjoin.vectorise(different))
    held, shaped = timed(lambda: matrix(rows))
    ours, took = timed(lambda: blocks(rows, least))
    theirs, other = timed(lambda: topn(held, least))
    shared = len(np.intersect1d(ours, theirs, assume_unique=True))
    print(f"{len(texts):,} texts, {len(different):,} different; vectorised in {made:.2f} s")
    print(
        f"different texts: join {took:.2f} s, {len(ours):,} pairs; sparse_dot_topn {other:.2f} s, {len(theirs):,} pairs"
    )
    print(
        f"  join alone {other / took:.1f} times; with vectorising {(other + made + shaped) / (took + made):.1f} times"
    )
    print(f"  ours holds {shared / len(theirs):.6f} of theirs, theirs {shared / len(ours):.6f} of ours", flush=True)
    place = {text: number for number, text in enumerate(different)}
    copies = np.array([place[text] for text in texts])
    found, whole = timed(lambda: selfjoin.near_copies(texts, least))
    sizes = np.array([len(group) for group in found.groups], np.int64)
    count = int((sizes * (sizes - 1) // 2).sum() + (sizes[found.later] * sizes[found.earlier]).sum())
    theirs, other = timed(lambda: topn(held[copies], least))
    print(f"all texts, copies included: {whole:.2f} s from texts to {count:,} pairs of places")
    print(f"  sparse_dot_topn on its matrix {other:.2f} s, {len(theirs):,} pairs, recall {len(theirs) / count:.4f}")
    print(f"  {(other + made + shaped) / whole:.1f} times, vectorising included on both sides")


def growth(folder: Path, least: float) -> None:
    """CPU seconds and memory up to 500,000 different texts, and the exponent with which the seconds grow."""
    base = list(dict.fromkeys(duties(folder)))
    texts = dict.fromkeys(base)
    for seed in range(1, 20):
        texts.update(dict.fromkeys(edited(base, 1.0, seed)))
    drawn = list(texts)
    del texts
    random.Random(5).shuffle(drawn)
    list(selfjoin.join(selfjoin.vectorise(drawn[:200]), least))
    points = []
    for size in SIZES:
        rows, made = timed(lambda size=size: selfjoin.vectorise(drawn[:size]))
        count, took = timed(lambda rows=rows: sum(len(block.later) for block in selfjoin.join(rows, least)))
        points.append((math.log(size), math.log(made + took)))
        print(
            f"{size:,} texts: vectorised {made:.1f} s, join {took:.1f} s, {count:,} pairs, peak {peak():.2f} GB",
            flush=True,
        )
    print(f"seconds grow with the power {np.polyfit(*zip(*points, strict=True), 1)[0]:.2f} of the number of texts")


def peak() -> float:
    """The most memory this process has held, GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e9 if sys.platform == "darwin" else 1e6)


def main() -> None:
    runs = {"join": join, "growth": growth}
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("run", choices=sorted(runs))
    parser.add_argument("--duties", type=Path, required=True)
    parser.add_argument("--least", type=float, default=0.6)
    options = parser.parse_args()
    runs[options.run](options.duties, options.least)


if __name__ == "__main__":
    main()
