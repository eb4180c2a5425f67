"""Facts into kglite, out, into Neo4j, out, into kglite: the same bytes and equal graphs. Any order gives one graph.

How much comes from the environment: DUTYGRAPH_ORGANIZATIONS generated organisations, DUTYGRAPH_ORDERS orders.
"""

from __future__ import annotations

import io
import os
import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import Literal

import pytest

from bench.organization import records
from dutygraph.graph import store
from dutygraph.graph.check import check
from dutygraph.graph.engine import Engine
from dutygraph.graph.engines import open_engine
from dutygraph.graph.facts import DocumentFacts, group_by_document, read_facts, write_facts
from dutygraph.loaders.pipeline import extract_paths
from dutygraph.loaders.project import find_project
from tests.neo4j.firm import documents
from tests.servers import Server
from tests.store.papers import full_paper
from tests.store.snapshot import Snapshot, facts_only, graph_snapshot

ORGANIZATIONS = int(os.environ.get("DUTYGRAPH_ORGANIZATIONS", "1"))
ORDERS = int(os.environ.get("DUTYGRAPH_ORDERS", "3"))
NOW = datetime(2026, 1, 1, tzinfo=timezone.utc)


def generated(number: int) -> list[DocumentFacts]:
    """Organisations of several documents that share roles, with grants, cycles of lines and repeated duties."""
    pick = random.Random(number)
    if number % 2:
        return documents(pick.randrange(2), count=pick.randint(2, 8), duties=pick.randint(20, 200))
    size = pick.randint(1, 5)
    return list(group_by_document(records(size, size * 20 * pick.randint(1, 4), pick.randint(1, 8), grants=20)))


def sources(root: Path, shared: Path) -> Iterator[tuple[str, list[DocumentFacts]]]:
    chart = shared / "data" / "orgcharts" / "uk_gov_organogram_2011-03-31_senior.csv"
    paths = {"examples": root / "examples", "faults": root / "docs" / "faults", "seeds": shared / "seeds"}
    if ORGANIZATIONS > 1:
        paths["UK 2011"] = chart
    for name, path in paths.items():
        yield name, [each for reading in extract_paths([path], find_project([path])) for each in reading.facts]
    yield "everything", [full_paper("a.txt").facts(), full_paper("b.txt").facts()]
    for number in range(ORGANIZATIONS):
        yield f"organisation {number}", generated(number)


def exported(engine: Engine, form: Literal["json", "jsonl"] = "jsonl") -> bytes:
    stream = io.BytesIO()
    write_facts(store.export_facts(engine), stream, form)
    return stream.getvalue()


def through(engine: Engine, facts: bytes) -> tuple[bytes, Snapshot]:
    """Load exported facts; what the engine then exports, and its graph without the readings, which name the file."""
    store.load(engine, group_by_document(read_facts(io.BytesIO(facts))), holder="test", now=NOW)
    assert check(engine).differences == ()
    return exported(engine), graph_snapshot(engine)


def test_there_and_back_again(server: Server, root: Path, shared_dir: Path) -> None:
    for name, given in sources(root, shared_dir):
        first = open_engine(":memory:")
        store.load(first, given, holder="test", now=NOW)
        facts = exported(first)
        server.empty()
        embedded = through(open_engine(":memory:"), facts)
        on_server = through(server.engine("neo4j"), facts)
        again = through(open_engine(":memory:"), on_server[0])
        assert embedded[0] == on_server[0] == again[0] == facts, name
        assert embedded[1] == on_server[1] == again[1], name


def in_order(given: Sequence[DocumentFacts], pick: random.Random) -> Engine:
    """The documents in several loads of any sizes; some are loaded, removed and loaded again."""
    engine, left = open_engine(":memory:"), list(given)
    pick.shuffle(left)
    while left:
        some, left = left[: (size := pick.randint(1, len(left)))], left[size:]
        gone = pick.choice(some).document.key if pick.random() < 0.3 else None
        store.load(engine, some, holder="test", now=NOW)
        if gone:
            store.remove(engine, [gone], holder="test")
            left += [each for each in some if each.document.key == gone]
    return engine


def test_ten_documents_in_any_order_give_one_graph() -> None:
    for seed, given in enumerate(
        (documents(0, count=10, duties=40), [full_paper(f"{n}.txt").facts() for n in range(10)])
    ):
        expected = open_engine(":memory:")
        store.load(expected, given, holder="test", now=NOW)
        graph, facts = graph_snapshot(expected), exported(expected)
        for number in range(ORDERS):
            engine = in_order(given, random.Random(f"{seed} {number}"))
            assert _undated(graph_snapshot(engine)) == _undated(graph), f"order {number}"
            assert exported(engine) == facts
            assert check(engine).differences == ()


def _undated(graph: Snapshot) -> Snapshot:
    """Without the archive, which says on which day an edition without a date was loaded."""
    return {label: rows for label, rows in graph.items() if label != "Archive"}


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_a_facts_file_gives_the_same_graph_in_either_form(form: Literal["json", "jsonl"]) -> None:
    engine, other = open_engine(":memory:"), open_engine(":memory:")
    store.load(engine, generated(0), holder="test", now=NOW)
    written = exported(engine, form)
    store.load(other, group_by_document(read_facts(io.BytesIO(written))), holder="test", now=NOW)
    assert exported(other, form) == written
    assert facts_only(graph_snapshot(other)) == facts_only(graph_snapshot(engine))
