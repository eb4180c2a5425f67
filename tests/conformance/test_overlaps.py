"""The register as relationships in the graph."""

from __future__ import annotations

from dutygraph.graph import store
from dutygraph.graph.ask import ask
from dutygraph.graph.engine import Engine
from dutygraph.graph.overlaps import write_overlaps
from tests.conformance.graphs import documents

HELD = (
    "MATCH (a)-[r:OVERLAPS_WITH]->(b) RETURN r.id AS id, a.title AS a, b.title AS b, r.kind AS kind, r.score AS score, "
    "r.duty_ids AS duties, r.reason AS reason, r.arbiter_id AS arbiter ORDER BY id"
)


def test_the_register_stands_between_the_owners_and_is_written_once(engine: Engine) -> None:
    store.load(engine, documents("sales_office"), holder="test")
    facts = list(store.export_facts(engine))
    count = write_overlaps(engine, holder="test")
    rows = engine.read(HELD).rows
    pairs = [row for row in ask(engine, "overlapping_duties").to_dicts() if row["by_design"] is None]
    assert count == len(rows) == len({frozenset((row["a_id"], row["b_id"])) for row in pairs})
    best = pairs[0]
    assert (best["a"], best["b"], "duplicate", best["score"]) in {row[1:5] for row in rows}
    assert sum(len(row[5]) for row in rows) == 2 * len(pairs)
    known = {id_ for (id_,) in engine.read("MATCH (d:Duty) RETURN d.id AS id").rows}
    assert {duty for row in rows for duty in row[5]} <= known
    state = store.state(engine)
    assert state.state == "ready"
    assert write_overlaps(engine, holder="test") == count
    assert store.state(engine).run_id == state.run_id
    assert engine.read(HELD).rows == rows
    assert list(store.export_facts(engine)) == facts


def test_what_no_longer_overlaps_goes(engine: Engine) -> None:
    papers = documents("sales_office")
    store.load(engine, papers, holder="test")
    write_overlaps(engine, holder="test")
    store.remove(engine, [paper.document.key for paper in papers], holder="test")
    assert write_overlaps(engine, holder="test") == 0
    assert engine.read(HELD).rows == []
