"""Loading and asking on a Neo4j server, beside what somebody would write with the driver alone.

The load: the same JSON Lines with the same reader and checks, the same statements, batches and constraints, one managed
transaction a batch. Ours also keeps the archive, the lease and the full-text index, and folds what several documents
say. Each side is a process of its own on an emptied database; importing and connecting is not counted.

The span of control: the whole answer with titles and sentences, beside one columnar fetch of the same lines and
rustworkx, and beside the same figures as a Cypher path query. The server is that of the tests (tests/servers).
"""

from __future__ import annotations

import hashlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import neo4j

from bench.bare import BATCH, JOINS, NODES, gather
from bench.figures import Figure, figure, in_turn
from bench.organization import records
from bench.span import plain_spans, seconds
from dutygraph.graph import schema, store
from dutygraph.graph.ask import ask
from dutygraph.graph.engine import Engine
from dutygraph.graph.engines import open_engine
from dutygraph.graph.facts import check, group_by_document, read_facts, write_facts
from dutygraph.graph.store.statements import constraints, cypher
from tests.servers import LINES, Server, obtain

ROLES = int(os.environ.get("DUTYGRAPH_BENCH_ROLES", "50000"))
DUTIES_EACH = 5
DOCUMENTS = 100
ROUNDS = 3
LINE = os.environ.get("DUTYGRAPH_BENCH_LINE", "neo4j5")

PATHS = """MATCH (m:Role) WHERE m.organization_id = $organization
MATCH p = (m)<-[:REPORTS_TO*1..15]-(s:Role)
WITH m, s, p WHERE all(r IN relationships(p) WHERE r.line = 'solid')
WITH m, s, min(length(p)) AS depth
RETURN m.id AS role_id, sum(CASE depth WHEN 1 THEN 1 ELSE 0 END) AS direct_reports, count(s) AS total_reports,
       max(depth) AS levels_below
ORDER BY role_id"""


def figures() -> Iterator[Figure]:
    """Seconds and peak memory of a load as one document and as a hundred, and seconds of the span of control."""
    server = obtain(LINES[LINE])
    try:
        with tempfile.TemporaryDirectory() as folder:
            for documents in (1, DOCUMENTS):
                file = Path(folder) / f"{documents}.jsonl"
                with file.open("wb") as stream:
                    write_facts(records(documents, ROLES, DUTIES_EACH), stream, "jsonl")
                yield from _Loads(server, file, documents).figures()
        yield from _spans(server)
    finally:
        server.empty()
        server.stop()


class _Loads:
    def __init__(self, server: Server, file: Path, documents: int) -> None:
        self.server = server
        self.file = file
        self.documents = documents
        self.peaks: dict[str, float] = {}
        self.graphs: dict[str, str] = {}

    def figures(self) -> Iterator[Figure]:
        for side in ("ours", "bare"):  # the server's first statements are slow, whoever sends them
            self._measure(side)
            self.graphs[side] = _graph(self.server.engine("neo4j"))
        if len(set(self.graphs.values())) > 1:
            raise SystemExit("the two sides wrote different graphs")
        ours, bare = in_turn(lambda: self._measure("ours"), lambda: self._measure("bare"), ROUNDS)
        size = f"{ROLES} roles and {ROLES * DUTIES_EACH} duties into {self.server.line.version}"
        yield figure(
            f"neo4j.load.{self.documents}", ours, bare, ratio=bare / ours, better="higher",
            what=f"seconds to load {size} as {self.documents} document(s), beside a bare driver loop; loop by ours",
        )  # fmt: skip
        yield figure(
            f"neo4j.load.{self.documents}.memory", self.peaks["ours"], self.peaks["bare"],
            ratio=self.peaks["ours"] / self.peaks["bare"], better="lower",
            what="MB at the peak of the loading process; ours by loop",
        )  # fmt: skip

    def _measure(self, side: str) -> float:
        self.server.empty()
        self.server.run("DROP INDEX duty_words IF EXISTS")  # the bare loop keeps none
        command = [sys.executable, "-m", "bench.neo4j", side, str(self.file), self.server.address]
        environment = {**os.environ, **self.server.environment}
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=environment)
        found: dict[str, float] = json.loads(done.stdout)
        self.peaks[side] = max(self.peaks.get(side, 0), found["peak"])
        return found["seconds"]


def _side(side: str, file: Path, address: str) -> dict[str, float]:
    """One load in this process."""
    engine = open_engine(address)
    load = _bare if side == "bare" else _ours
    start = time.perf_counter()
    load(engine, file)
    taken = time.perf_counter() - start
    return {"seconds": taken, "peak": _peak()}


def _peak() -> float:
    """MB at the peak of this process."""
    status = Path("/proc/self/status")
    if status.exists():  # ru_maxrss counts what the parent had when it forked
        [line] = [line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM")]
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _ours(engine: Engine, file: Path) -> None:
    store.load(engine, group_by_document(read_facts(file)), holder="bench")


def _bare(engine: Engine, file: Path) -> None:
    login = os.environ["NEO4J_USERNAME"], os.environ["NEO4J_PASSWORD"]
    with (
        neo4j.GraphDatabase.driver(engine.address, auth=login, notifications_min_severity="OFF") as driver,
        driver.session(database="neo4j") as session,
    ):
        for text in constraints():
            session.run(text).consume()
        rows: dict[str, dict[str, dict[str, Any]]] = {name: {} for name in (*NODES, *JOINS)}
        for facts in group_by_document(read_facts(file)):
            check(facts)
            gather(facts.document, facts.reading, facts.records, rows)
        for name in (*NODES, *JOINS):
            pending = list(rows[name].values())
            for first in range(0, len(pending), BATCH):
                session.execute_write(_write_batch, cypher(name), pending[first : first + BATCH])


def _write_batch(transaction: neo4j.ManagedTransaction, text: str, rows: list[dict[str, Any]]) -> None:
    transaction.run(text, rows=rows).consume()


def _graph(engine: Engine) -> str:
    """A hash of all stated and derived nodes and relationships, without the archive and the times of loading."""
    digest = hashlib.sha256()
    evidence = [prop.name for prop in schema.EVIDENCE]
    for node in schema.NODES:
        if node.label not in (schema.ARCHIVE, schema.STORE):
            names = [prop.name for prop in node.properties if prop.name != "loaded_at"] + evidence * node.evidence
            columns = ", ".join(f"n.{name} AS {name}" for name in names)
            _add(digest, engine, f"MATCH (n:{node.label}) RETURN {columns} ORDER BY n.id")
    for join in schema.RELATIONSHIPS:
        names = [prop.name for prop in join.properties] + evidence * join.evidence
        columns = ", ".join(f"r.{name} AS {name}" for name in names)
        match = f"MATCH (a)-[r:{join.type}]->(b)"
        _add(digest, engine, f"{match} RETURN a.id AS a_id, b.id AS b_id, {columns} ORDER BY r.id")
    return digest.hexdigest()


def _add(digest: Any, engine: Engine, cypher: str) -> None:
    for row in engine.read(cypher).rows:
        digest.update(json.dumps(row).encode())


def _spans(server: Server) -> Iterator[Figure]:
    server.empty()
    engine = server.engine("neo4j")
    store.load(engine, group_by_document(records(1, ROLES, 1)), holder="bench")
    answer = ask(engine, "span_of_control")
    organization = answer.params["organization"]
    spans = plain_spans(engine, organization, "lines")
    paths = engine.read(PATHS, {"organization": organization}).rows
    if not {row[0]: row[3:] for row in answer.rows} == spans or {row[0]: row[1:] for row in paths} != {
        role: span[:3] for role, span in spans.items()
    }:
        raise SystemExit("the sides differ")
    told = f"seconds for the span of control of {ROLES} roles on {server.line.version}, with titles and sentences"
    sides = {
        "neo4j.span": (lambda: plain_spans(engine, organization, "span_of_control"),
                       "beside one columnar fetch of the same lines and sentences + rustworkx; ours by other"),
        "neo4j.span.bare": (lambda: plain_spans(engine, organization, "lines"),
                            "beside one columnar fetch of the bare lines + rustworkx; ours by other"),
        "neo4j.span.paths": (lambda: engine.read(PATHS, {"organization": organization}),
                             "beside a Cypher path query without titles and sentences; ours by other"),
    }  # fmt: skip
    for name, (other, what) in sides.items():
        mine, theirs = in_turn(
            lambda: seconds(lambda: ask(engine, "span_of_control")),
            lambda other=other: seconds(other),  # type: ignore[misc]
            ROUNDS + 2,
        )
        yield figure(name, mine, theirs, ratio=mine / theirs, better="lower", what=f"{told}, {what}")


if __name__ == "__main__":
    print(json.dumps(_side(sys.argv[1], Path(sys.argv[2]), sys.argv[3])))
