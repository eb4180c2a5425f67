"""Real documents: loaded twice nothing differs; a duty cut out of one is the one fact that goes."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from dutygraph.graph import store
from dutygraph.graph.engine import Engine
from dutygraph.graph.facts import AnyRecord, Document, DocumentFacts, Duty, Notice, group_by_document
from dutygraph.loaders.pipeline import extract_paths
from dutygraph.loaders.project import Project
from tests.store.snapshot import graph_snapshot

SEEDS = 4


@pytest.fixture
def seeds(shared_dir: Path) -> list[Path]:
    found = sorted((shared_dir / "seeds").glob("*.txt"))
    assert len(found) == SEEDS
    return found


def read(*paths: Path) -> list[DocumentFacts]:
    readings = list(extract_paths(paths, Project()))
    assert not [reading.message for reading in readings if not reading.facts]
    return [facts for reading in readings for facts in reading.facts]


def test_seeds_loaded_twice(engine: Engine, seeds: list[Path]) -> None:
    facts = read(*seeds)
    store.load(engine, facts, holder="test")
    first = graph_snapshot(engine)
    assert len(first["Document"]) == SEEDS
    assert len(first["OWNS_DUTY"]) > 100
    again = store.load(engine, read(*seeds), holder="test")
    assert graph_snapshot(engine) == first
    assert len(again.unchanged) == SEEDS
    assert list(store.export_facts(engine)) == [
        record for each in sorted(facts, key=lambda each: each.document.key) for record in each.records
    ]


def test_one_duty_cut_out_of_a_seed(memory: Engine, seeds: list[Path]) -> None:
    """It alone goes, and what stands behind it counts as moved."""
    [whole] = read(seeds[1])
    duties = [record for record in whole.records if isinstance(record, Duty)]
    for duty in duties[::5]:
        store.load(memory, [whole], holder="test")
        before = graph_snapshot(memory)
        without = cut(whole, duty)
        outcome = store.load(memory, [without], holder="test")
        after = graph_snapshot(memory)
        assert before["OWNS_DUTY"].keys() - after["OWNS_DUTY"].keys() == {duty.id}
        behind = {record.id for record in without.records if not isinstance(record, Document | Notice)
                  and record.source.start is not None and record.source.start >= (duty.source.start or 0)}  # fmt: skip
        assert (outcome.facts_created, outcome.facts_changed, outcome.facts_removed) == (0, 0, 1)
        assert outcome.facts_moved >= len(behind)
        unnamed = ("Duty", "OWNS_DUTY", "Document", "Archive")
        assert all(before[name].keys() == after[name].keys() for name in before if name not in unnamed)


def cut(facts: DocumentFacts, duty: Duty) -> DocumentFacts:
    """The facts of the document without that duty and its sentence."""
    start, end = duty.source.start or 0, duty.source.end or 0
    records: list[AnyRecord] = []
    for record in facts.records:
        if record == duty:
            continue
        source = None if isinstance(record, Document) else record.source
        if source and source.start is not None and source.end is not None and source.start >= end:
            moved = replace(source, start=source.start - (end - start), end=source.end - (end - start))
            records.append(replace(record, source=moved))
        else:
            records.append(record)
    [shorter] = group_by_document(records)
    return shorter
