"""Loading 50,000 roles and 250,000 duties into kglite, beside a plain loop that writes the same graph.

Both sides read the same JSON Lines with the same reader and check them, write the same nodes, relationships and
properties with the same statements (UNWIND … MERGE) and batches under the same constraints, and save. Ours also keeps
the archive, looks after the Store node and folds what several documents say; the loop (bare.py) gathers evidence in
dicts. Each run is a process of its own; importing the modules is not counted.
"""

from __future__ import annotations

import hashlib
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from bench.figures import Figure, figure, in_turn
from bench.organization import records
from dutygraph.graph import schema
from dutygraph.graph.facts import group_by_document, read_facts, write_facts

ROLES = 50_000
DUTIES_EACH = 5
DOCUMENTS = 100
ROUNDS = 3


def figures() -> Iterator[Figure]:
    """Seconds and peak memory of a first load, as one document and as a hundred, and of a load after one changed."""
    size = f"{ROLES} roles and {ROLES * DUTIES_EACH} duties"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for documents in (1, DOCUMENTS):
            file = folder / f"{documents}.jsonl"
            with file.open("wb") as stream:
                write_facts(records(documents, ROLES, DUTIES_EACH), stream, "jsonl")
            sides = _Sides(file)
            ours, bare = in_turn(sides.ours, sides.bare, ROUNDS)
            what = f"seconds to load {size} from JSON Lines as {documents} document(s), beside a loop of UNWIND … MERGE"
            yield figure(
                f"load.{documents}", ours, bare, ratio=bare / ours, better="higher", what=f"{what}; loop by ours"
            )
            what = "MB at the peak of the process, kglite's graph included; ours by loop"
            yield figure(
                f"load.{documents}.memory",
                sides.peaks["ours"],
                sides.peaks["bare"],
                ratio=sides.peaks["ours"] / sides.peaks["bare"],
                better="lower",
                what=what,
            )
        edited = folder / "edited.jsonl"
        with edited.open("wb") as stream:
            every = records(DOCUMENTS, ROLES, DUTIES_EACH, edited=DOCUMENTS // 2)
            only = list(group_by_document(every))[DOCUMENTS // 2]
            write_facts(only.records, stream, "jsonl")
        changed = {name: median(run[name] for run in _again(edited, sides.store)) for name in ("seconds", "opened")}
        what = f"seconds to load again when one of {DOCUMENTS} documents has changed, beside the first load of all"
        yield figure(
            "load.changed",
            changed["seconds"],
            ours,
            ratio=ours / changed["seconds"],
            better="higher",
            what=f"{what}; the graph is open; first by changed",
        )
        yield figure(
            "load.changed.opened",
            changed["seconds"] + changed["opened"],
            ours,
            ratio=ours / (changed["seconds"] + changed["opened"]),
            better="higher",
            what=f"{what}; with opening the graph; first by changed",
        )


def _again(edited: Path, store: Path) -> list[dict[str, Any]]:
    """As many runs of the second load as of the first, each on a copy of its own."""
    runs = []
    for _ in range(ROUNDS):
        copy = store.with_name("again.kgl")
        shutil.copy(store, copy)
        runs.append(_run("again", edited, copy))
    return runs


class _Sides:
    def __init__(self, file: Path) -> None:
        self.file = file
        self.store = file.with_suffix(".ours.kgl")
        self.peaks = {"ours": 0.0, "bare": 0.0}
        self.graphs: dict[str, str] = {}

    def ours(self) -> float:
        return self._measure("ours", self.store)

    def bare(self) -> float:
        return self._measure("bare", self.file.with_suffix(".bare.kgl"))

    def _measure(self, side: str, store: Path) -> float:
        store.unlink(missing_ok=True)
        found = _run(side, self.file, store)
        self.peaks[side] = max(self.peaks[side], found["peak"])
        if side not in self.graphs:
            self.graphs[side] = _run("graph", store, store)["graph"]
        if len(set(self.graphs.values())) > 1:
            raise SystemExit("the two sides wrote different graphs")
        return float(found["seconds"])


def _run(side: str, file: Path, store: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.load", side, str(file), str(store)]
    found: dict[str, Any] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return found


def _side(side: str, file: Path, store: Path) -> dict[str, Any]:
    """One run in this process."""
    from bench import bare
    from dutygraph.graph import store as ours
    from dutygraph.graph.engines import open_engine

    if side == "graph":
        return {"graph": _graph(store)}
    start = time.perf_counter()
    if side == "bare":
        bare.load(file, store)
        opened = 0.0
    else:
        engine = open_engine(str(store), writing=True)
        opened = time.perf_counter() - start if side == "again" else 0.0
        outcome = ours.load(engine, group_by_document(read_facts(file)), holder="bench")
    seconds = time.perf_counter() - start - opened
    if side == "again" and (len(outcome.changed), outcome.facts_removed) != (1, 1):
        raise SystemExit(f"one duty was cut out of one document, but: {outcome}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "opened": opened, "cpu": time.process_time(), "peak": peak}


def _graph(store: Path) -> str:
    """A hash of all stated and derived nodes and relationships, without the archive and the times of loading."""
    import kglite

    kglite.set_query_warning_policy("silent")
    graph = kglite.load(str(store))
    digest = hashlib.sha256()
    evidence = [prop.name for prop in schema.EVIDENCE]
    for node in schema.NODES:
        if node.label in (schema.ARCHIVE, schema.STORE):
            continue
        names = [prop.name for prop in node.properties if prop.name != "loaded_at"] + evidence * node.evidence
        columns = ", ".join(f"n.{name} AS {name}" for name in names)
        _add(digest, graph.cypher(f"MATCH (n:{node.label}) RETURN {columns} ORDER BY n.id"))
    for join in schema.RELATIONSHIPS:
        names = [prop.name for prop in join.properties] + evidence * join.evidence
        columns = ", ".join(f"r.{name} AS {name}" for name in names)
        match = f"MATCH (a)-[r:{join.type}]->(b)"
        _add(digest, graph.cypher(f"{match} RETURN a.id AS a_id, b.id AS b_id, {columns} ORDER BY r.id"))
    return digest.hexdigest()


def _add(digest: Any, rows: Any) -> None:
    for row in rows.to_list():
        digest.update(json.dumps(row, sort_keys=True).encode())


if __name__ == "__main__":
    print(json.dumps(_side(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))))
