"""Speed and reach of the overlap measures, both sides in one run, one thread, CPU time.

`OPENBLAS_NUM_THREADS=1 python -m bench.overlap {judge,join,growth,onet} --duties FOLDER`: the public duties that
docs/overlap.md names. `join` needs scipy and sparse_dot_topn, `onet` the encoder.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import random
import resource
import time
from collections import defaultdict
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz

from dutygraph.graph.measures import selfjoin
from dutygraph.graph.measures.overlaps import encoder
from dutygraph.graph.measures.overlaps.evaluate import auc
from dutygraph.graph.measures.overlaps.features import Pairs
from dutygraph.graph.measures.overlaps.judge import score
from dutygraph.graph.measures.overlaps.prepared import prepare

LEAST = 0.6


def duties(folder: Path) -> list[str]:
    """The different texts of all three files, in order."""
    found: dict[str, None] = {}
    for name, column in (
        ("tw_moj_unit_duties_long.tsv.gz", -1),
        ("csco2022_tasks_long.tsv", -1),
        ("onet_Task_Statements.tsv.gz", 3),
    ):
        path = folder / name
        held = path.read_bytes()
        text = (gzip.decompress(held) if path.suffix == ".gz" else held).decode("utf-8")
        for line in text.splitlines()[1:]:
            found[line.split("\t")[column]] = None
    return list(found)


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


def judge(folder: Path, pairs: int = 60_000) -> None:
    """Pairs a second of the judge without the encoder beside a plain loop of rapidfuzz on the same pairs."""
    texts = random.Random(1).sample(duties(folder), 3000)
    draw = np.random.Generator(np.random.PCG64(1))
    left, right = np.sort(draw.integers(0, 3000, pairs)), draw.integers(0, 3000, pairs)
    prepare(texts[:10], [""] * 10)
    start = time.process_time()
    prepared = prepare(texts, [""] * len(texts))
    read = time.process_time() - start
    arrays = Pairs(left, right, np.zeros(pairs, np.int8), np.zeros(pairs, bool))
    start = time.process_time()
    score(prepared, arrays)
    ours = pairs / (time.process_time() - start)
    start = time.process_time()
    for a, b in zip(left.tolist(), right.tolist(), strict=True):
        fuzz.ratio(texts[a], texts[b])
    theirs = pairs / (time.process_time() - start)
    print(f"reading 3,000 duties {read:.2f} s; judge {ours:,.0f} pairs/s; rapidfuzz {theirs:,.0f}; {ours / theirs:.4f}")


def join(folder: Path) -> None:
    """The join beside sparse_dot_topn on the same rows: pairs, and CPU seconds of the join alone."""
    from scipy.sparse import csr_matrix
    from sparse_dot_topn import sp_matmul_topn

    texts = duties(folder)
    texts = list(dict.fromkeys(texts + edited(texts, 0.25, 7)))
    list(selfjoin.join(selfjoin.vectorise(texts[:200]), LEAST))  # compiled before anything is timed
    start = time.process_time()
    rows = selfjoin.vectorise(texts)
    made = time.process_time() - start
    start = time.process_time()
    ours = [(b.later, b.earlier) for b in selfjoin.join(rows, LEAST)]
    took = time.process_time() - start
    keys = np.sort(np.concatenate([a.astype(np.int64) * len(texts) + b for a, b in ours]))
    used, columns = np.unique(rows.columns, return_inverse=True)
    matrix = csr_matrix((rows.values, columns, rows.starts), shape=(len(texts), len(used)))
    turned = matrix.T.tocsr()
    start = time.process_time()
    theirs = sp_matmul_topn(matrix, turned, top_n=100, threshold=LEAST, sort=False, n_threads=1).tocoo()
    other = time.process_time() - start
    lower = theirs.row > theirs.col
    upper = theirs.row < theirs.col
    pairs = np.unique(
        np.concatenate(
            [
                theirs.row[lower].astype(np.int64) * len(texts) + theirs.col[lower],
                theirs.col[upper].astype(np.int64) * len(texts) + theirs.row[upper],
            ]
        )
    )
    shared = len(np.intersect1d(keys, pairs, assume_unique=True))
    print(f"{len(texts):,} texts, vectorised in {made:.2f} s; join {took:.2f} s, {len(keys):,} pairs")
    print(f"sparse_dot_topn {other:.2f} s, {len(pairs):,} pairs; {other / took:.1f} times")
    print(f"ours holds {shared / len(pairs):.6f} of theirs, theirs {shared / len(keys):.6f} of ours")


def growth(folder: Path) -> None:
    """Seconds and memory at 100,000 to 500,000 texts."""
    base = duties(folder)
    texts = base[:]
    for seed in range(1, 20):
        texts += edited(base, 1.0, seed)
    texts = list(dict.fromkeys(texts))
    random.Random(5).shuffle(texts)
    for size in (100_000, 200_000, 300_000, 500_000):
        start = time.process_time()
        rows = selfjoin.vectorise(texts[:size])
        made = time.process_time() - start
        start = time.process_time()
        count = sum(len(block.later) for block in selfjoin.join(rows, LEAST))
        took = time.process_time() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        print(
            f"{size:,} texts: vectorised {made:.1f} s, join {took:.1f} s, {count:,} pairs, peak {peak:.2f} GB",
            flush=True,
        )


def onet(folder: Path, count: int = 5000) -> None:
    """ROC area over tasks that share a detailed work activity and tasks drawn at random."""
    activities: dict[str, set[str]] = defaultdict(set)
    of_task: dict[str, set[str]] = defaultdict(set)
    with gzip.open(folder / "onet_Tasks_to_DWAs.tsv.gz", "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            activities[row["DWA ID"]].add(row["Task"])
            of_task[row["Task"]].add(row["DWA ID"])
    draw = random.Random(11)
    groups = [sorted(tasks) for _, tasks in sorted(activities.items()) if len(tasks) > 1]
    tasks = sorted(of_task)
    linked = [tuple(draw.sample(draw.choice(groups), 2)) for _ in range(count)]
    apart: list[tuple[str, ...]] = []
    while len(apart) < count:
        a, b = draw.sample(tasks, 2)
        if not of_task[a] & of_task[b]:
            apart.append((a, b))
    pairs = linked + apart
    overlaps = [True] * count + [False] * count
    texts = sorted({text for pair in pairs for text in pair})
    place = {text: row for row, text in enumerate(texts)}
    left, right = (np.array([place[pair[side]] for pair in pairs]) for side in (0, 1))
    arrays = Pairs(left, right, np.zeros(len(pairs), np.int8), np.zeros(len(pairs), bool))
    plain = prepare(texts, [""] * len(texts))
    print(f"judge without encoder {auc(overlaps, score(plain, arrays).scores):.3f}")
    print(f"rapidfuzz {auc(overlaps, [fuzz.ratio(*pair) for pair in pairs]):.3f}")
    heard = prepare(texts, [""] * len(texts), encoder.encode)
    print(f"judge with encoder {auc(overlaps, score(heard, arrays).scores):.3f}")
    vectors = encoder.encode(texts)
    print(f"encoder alone {auc(overlaps, (vectors[left] * vectors[right]).sum(1)):.3f}")


def main() -> None:
    runs = {"judge": judge, "join": join, "growth": growth, "onet": onet}
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("run", choices=sorted(runs))
    parser.add_argument("--duties", type=Path, required=True)
    options = parser.parse_args()
    runs[options.run](options.duties)


if __name__ == "__main__":
    main()
