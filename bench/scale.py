"""What each step costs as an organisation grows: `python -m bench.scale [ROLES ...]`, 1,000 and 10,000 by default.

CPU seconds and the memory of the process at its peak, for load, questions, overlaps, audit and report on the embedded
engine, the size of the store, and the exponent k with which time grows between two sizes (time ~ roles^k). Each size is
a process of its own. Prints the tables of docs/scale.md.
"""

from __future__ import annotations

import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from bench.texture import records
from dutygraph.api import report
from dutygraph.api.audit import NoticesOf, collect
from dutygraph.graph import store
from dutygraph.graph.ask import ask
from dutygraph.graph.audit import audit, to_json
from dutygraph.graph.check import check
from dutygraph.graph.engine import Engine
from dutygraph.graph.engines import open_engine
from dutygraph.graph.facts import DocumentFacts, group_by_document
from dutygraph.graph.overlaps import write_overlaps
from dutygraph.loaders.report import LoadReport

SIZES = (1_000, 10_000)
QUESTIONS = ("span_of_control", "unattached_roles", "organizations")


def measured(roles: int) -> dict[str, float]:
    """Figures of one size, in this process."""
    figures: dict[str, float] = {"roles": roles}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        figures["facts made"] = _timed(lambda: list(records(roles)))
        given = list(group_by_document(records(roles)))
        figures["facts"] = sum(len(each.records) for each in given)
        engine = open_engine(str(folder / "graph.kgl"), writing=True)
        for step, work in _steps(engine, given, folder):
            figures[step] = _timed(work)
            figures[f"{step} MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000
            print(f"{roles} {step}: {figures[step]:.1f} s, {figures[f'{step} MB']:.0f} MB", file=sys.stderr, flush=True)
        engine.close()
        figures["store MB"] = (folder / "graph.kgl").stat().st_size / 1_000_000
    return figures


def _steps(engine: Engine, given: Sequence[DocumentFacts], folder: Path) -> Iterator[tuple[str, Callable[[], object]]]:
    yield "load", lambda: store.load(engine, given, holder="bench")
    yield "questions", lambda: [ask(engine, name, {}) for name in QUESTIONS]
    yield "overlaps", lambda: write_overlaps(engine, holder="bench")
    yield "audit", lambda: (folder / "findings.json").write_text(to_json(audit(engine, profile=None)), encoding="utf-8")
    yield "report", lambda: _report(engine, folder)
    yield "check", lambda: check(engine)


def _report(engine: Engine, folder: Path) -> None:
    found = audit(engine, profile=None)
    notices = NoticesOf(store.export_facts(engine))
    for _ in notices:
        pass
    view = collect(engine, LoadReport((), ()), notices.notices, found, {})
    (folder / "report.html").write_text(report.page(view, "zh"), encoding="utf-8")


def _timed(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def tables(sizes: Sequence[dict[str, float]]) -> str:
    """Seconds with exponents, and memory, as markdown."""
    steps = [name.removesuffix(" MB") for name in sizes[0] if name.endswith(" MB") and name != "store MB"]
    heads = [f"{int(each['roles']):,} roles" for each in sizes]
    lines = [
        f"| CPU seconds | {' | '.join(heads)} | exponent |",
        "| --- |" + " ---: |" * (len(heads) + 1),
    ]
    for step in steps:
        grown = ", ".join(f"{_exponent(low, high, step):.2f}" for low, high in pairwise(sizes)) or "–"
        lines.append(f"| {step} | {' | '.join(f'{each[step]:.2f}' for each in sizes)} | {grown} |")
    lines += ["", f"| | {' | '.join(heads)} |", "| --- |" + " ---: |" * len(heads)]
    rows = {"facts": ("facts", "{:,.0f}"), "store, MB": ("store MB", "{:.1f}")}
    rows |= {f"peak after {step}, MB": (f"{step} MB", "{:,.0f}") for step in steps}
    for head, (name, form) in rows.items():
        lines.append(f"| {head} | {' | '.join(form.format(each[name]) for each in sizes)} |")
    return "\n".join(lines)


def _exponent(low: dict[str, float], high: dict[str, float], step: str) -> float:
    return math.log(max(high[step], 1e-3) / max(low[step], 1e-3)) / math.log(high["roles"] / low["roles"])


def main(arguments: Sequence[str]) -> None:
    """Measure each size in a process of its own, or one size in this one."""
    if arguments[:1] == ["--one"]:
        print(json.dumps(measured(int(arguments[1]))))
        return
    found = []
    for roles in map(int, arguments or map(str, SIZES)):
        command = [sys.executable, "-m", "bench.scale", "--one", str(roles)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, encoding="utf-8")
        found.append(json.loads(done.stdout))
    print(tables(found))


if __name__ == "__main__":
    main(sys.argv[1:])
