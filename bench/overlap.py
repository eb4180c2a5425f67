"""Speed and reach of the overlap measures, both sides in one run, one thread, CPU time.

`OPENBLAS_NUM_THREADS=1 python -m bench.overlap {judge,onet} --duties FOLDER`: the public duties that
docs/overlap.md names. `onet` needs the encoder.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import random
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz

from bench.overlap_join import duties
from dutygraph.graph.measures.overlaps import encoder
from dutygraph.graph.measures.overlaps.evaluate import auc, bootstrap
from dutygraph.graph.measures.overlaps.features import Pairs
from dutygraph.graph.measures.overlaps.judge import score
from dutygraph.graph.measures.overlaps.prepared import prepare


def judge(folder: Path, pairs: int = 60_000) -> None:
    """Pairs a second of the judge without the encoder beside a plain loop of rapidfuzz on the same pairs."""
    texts = random.Random(1).sample(list(dict.fromkeys(duties(folder))), 3000)
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
    report("judge without encoder", overlaps, score(plain, arrays).scores)
    report("rapidfuzz", overlaps, [fuzz.ratio(*pair) for pair in pairs])
    heard = prepare(texts, [""] * len(texts), encoder.encode)
    report("judge with encoder", overlaps, score(heard, arrays).scores)
    vectors = encoder.encode(texts)
    report("encoder alone", overlaps, (vectors[left] * vectors[right]).sum(1))


def report(name: str, overlaps: Sequence[bool], scores: Sequence[float] | np.ndarray) -> None:
    """The area under the ROC curve with its 90 % interval over samples of pairs."""
    truth, values = np.asarray(overlaps), np.asarray(scores)
    found = bootstrap(lambda places: auc(truth[places], values[places]), len(truth), samples=300)
    print(f"{name} {found.value:.3f} [{found.low:.3f}, {found.high:.3f}]", flush=True)


def main() -> None:
    runs = {"judge": judge, "onet": onet}
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("run", choices=sorted(runs))
    parser.add_argument("--duties", type=Path, required=True)
    options = parser.parse_args()
    runs[options.run](options.duties)


if __name__ == "__main__":
    main()
