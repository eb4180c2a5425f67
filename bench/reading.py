"""Reading and extracting: how right, by the scorer beside the checkout; how fast, beside jieba (`pip install jieba`).

The table of scores goes to standard error, a row a document and one over the seeds together; shares are F1, with the
counts of gold and of what was found; then shares that are right, with how many gold states (for evidence: how many
facts were found). The documents and their gold stand in ../shared (or DUTYGRAPH_SHARED).
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from bench.figures import Figure, figure, in_turn
from dutygraph.graph.facts import write_facts
from dutygraph.loaders.extract import extract
from dutygraph.loaders.readers import SUFFIXES, read_document

SHARED = Path(os.environ.get("DUTYGRAPH_SHARED", Path(__file__).resolve().parents[2] / "shared"))
SEEDS = {
    "000": ("seeds/000_*.txt", "gold/000.json"),
    "001": ("seeds/001_*.txt", "gold/001.json"),
    "002": ("seeds/002_*.txt", "gold/002/*.json"),
    "003": ("seeds/003_*.txt", "gold/003.json"),
}
OTHERS = {
    "A11": ("data/documents/A11_*.txt", "gold/A11_*.json"),
    "A15": ("data/documents/A15_*.md", "gold/A15_*.json"),
}
SHARES = ("roles", "units", "reports_to", "duties_text", "duties_item", "authorities")
RIGHT = ("mode_accuracy", "act_accuracy", "headcount_accuracy", "evidence_share")
WANTED = {
    "roles": 0.97, "units": 0.95, "reports_to": 0.97, "duties_text": 0.97, "duties_item": 0.93, "authorities": 0.90,
}  # fmt: skip
WANTED_RIGHT = {"mode_accuracy": 0.90, "headcount_accuracy": 0.95, "evidence_share": 1.0}
ROUNDS = 7

Score = dict[str, Any]


def figures() -> Iterator[Figure]:
    """F1 of each kind over the seeds beside what is wanted of it; characters a second beside jieba's."""
    if not SHARED.is_dir():
        print(f"bench reading: there is no folder {SHARED}", file=sys.stderr)
        return
    pooled = table()
    for name, wanted in {**WANTED, **WANTED_RIGHT}.items():
        kind = "F1" if name in WANTED else "share"
        yield figure(
            f"reading.{name}", pooled[name], wanted, ratio=pooled[name] / wanted, better="higher",
            what=f"{kind} of {name} over the seeds together, beside what is wanted",
        )  # fmt: skip
    yield from speed()


def table() -> dict[str, float]:
    """Print the table of scores; returns the pooled F1 of each kind, and the pooled shares that are right."""
    print(
        f"{'':24}" + "".join(f"{name:>22}" for name in SHARES) + "".join(f"{name:>21}" for name in RIGHT),
        file=sys.stderr,
    )
    scores = {}
    for name, (document, gold) in {**SEEDS, **OTHERS}.items():
        path = next(iter(sorted(SHARED.glob(document))), None)
        if path is None or path.suffix not in SUFFIXES:
            print(f"{name}: not read here", file=sys.stderr)
            continue
        golds = sorted(SHARED.glob(gold))
        scores[name] = score(path, golds)
        parts = {file.stem: file for file in golds} if len(golds) > 1 else {}
        for part, file in parts.items():
            _row(f"  {part}"[:24], scores[name]["each"][part] | _stated([file]))
        _row(name, scores[name])
    seeds = [scores[seed] for seed in SEEDS if seed in scores]
    pooled = {name: _pooled(seeds, name) for name in SHARES} | {name: _right(seeds, name) for name in RIGHT}
    cells = "".join(f"{pooled[name]:>22.4f}" for name in SHARES) + "".join(f"{pooled[name]:>21.4f}" for name in RIGHT)
    print(f"{'seeds together':24}{cells}", file=sys.stderr)
    return pooled


def score(path: Path, gold: Sequence[Path]) -> Score:
    """What the scorer says of one document's facts."""
    with tempfile.TemporaryDirectory() as folder:
        facts = Path(folder) / "facts.json"
        with facts.open("wb") as stream:
            write_facts(extract(read_document(path, path.name)), stream)
        command = [sys.executable, str(SHARED / "tools" / "score_extraction.py"), "--facts", str(facts)]
        command += ["--gold", *map(str, gold), "--raw", str(path), "--each", "--quiet"]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
        found = json.loads(facts.read_text(encoding="utf-8"))
    result: Score = json.loads(done.stdout)
    kinds = ("units", "roles", "reports_to", "duties", "authorities")
    return result | _stated(gold) | {"evidence_share_count": sum(len(found[kind]) for kind in kinds)}


def _stated(gold: Sequence[Path]) -> dict[str, int]:
    """How many modes, acts and headcounts gold files state."""
    counts = dict.fromkeys((f"{name}_count" for name in RIGHT), 0)
    for file in gold:
        content = json.loads(file.read_text(encoding="utf-8"))
        for organization in content.get("organizations", [content]):
            for owner in [*organization.get("roles", []), *organization.get("units", [])]:
                duties = [duty for duty in owner.get("duties") or [] if isinstance(duty, dict)]
                counts["mode_accuracy_count"] += sum(bool(duty.get("mode")) for duty in duties)
                counts["act_accuracy_count"] += sum(bool(a.get("verb")) for a in owner.get("authorities") or [])
                counts["headcount_accuracy_count"] += bool(owner.get("headcount"))
    return counts


def _row(name: str, result: Score) -> None:
    cells = [
        f"{result[f'{share}_f1']:.4f} ({result[f'{share}_gold_count']}/{result[f'{share}_predicted_count']})"
        for share in SHARES
    ]
    right = [
        "-" if result.get(share) is None else f"{result[share]:.4f} ({result[f'{share}_count']})" for share in RIGHT
    ]
    print(f"{name:24}" + "".join(f"{c:>22}" for c in cells) + "".join(f"{c:>21}" for c in right), file=sys.stderr)


def _pooled(results: Sequence[Score], name: str) -> float:
    def share(kind: str, count: str) -> float:
        total = sum(r[f"{name}_{count}"] for r in results)
        return sum(r[f"{name}_{kind}"] * r[f"{name}_{count}"] for r in results) / total if total else 1.0

    precision, recall = share("precision", "predicted_count"), share("recall", "gold_count")
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _right(results: Sequence[Score], name: str) -> float:
    counted = [(r[name], r[f"{name}_count"]) for r in results if r.get(name) is not None]
    total = sum(count for _, count in counted)
    return sum(share * count for share, count in counted) / total if total else 1.0


def speed() -> Iterator[Figure]:
    """Million characters a second of reading and extracting, beside cutting the same text into words."""
    try:
        jieba = import_module("jieba")
    except ImportError:
        print("bench reading: jieba is not installed; pip install jieba", file=sys.stderr)
        return
    jieba.setLogLevel(logging.ERROR)
    jieba.initialize()
    paths = sorted([*SHARED.glob("seeds/*.txt"), *SHARED.glob("data/documents/*.txt")])
    documents = [read_document(path, path.name) for path in paths]
    texts = [document.text for document in documents]
    characters = sum(map(len, texts))
    for document in documents:
        extract(document)

    def read() -> None:
        for path in paths:
            extract(read_document(path, path.name))

    ours, theirs = in_turn(lambda: _seconds(read), lambda: _seconds(lambda: [jieba.lcut(t) for t in texts]), ROUNDS)
    yield figure(
        "reading.speed", characters / ours / 1e6, characters / theirs / 1e6, ratio=theirs / ours, better="higher",
        what=f"million characters a second over {len(texts)} text documents; jieba.lcut is the other",
    )  # fmt: skip


def _seconds(run: Callable[[], object]) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start
