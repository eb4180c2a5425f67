"""Whatever is loaded and removed in whatever order: the graph is the fold of the documents that are there."""

from __future__ import annotations

import os
from collections import defaultdict
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as some

from dutygraph.graph import store
from dutygraph.graph.engines import open_engine
from dutygraph.graph.facts import DocumentFacts, ReportsTo, Role
from tests.store.papers import Paper
from tests.store.snapshot import Snapshot, graph_snapshot

KEYS = ("a.txt", "b.txt", "c.txt", "d.txt")
TITLES = ("经理", "主管", "销售部/专员")
TEXTS = ("审核合同", "审核 合同", "归档合同", "1.5万元以上报批", "15万元以上报批")
EXAMPLES = int(os.environ.get("DUTYGRAPH_EXAMPLES", "60"))

numbers = some.sampled_from([None, 1, 2])
words = some.sampled_from([None, "", "甲", "乙"])


@some.composite
def papers(draw: Any) -> DocumentFacts:
    """A document that says little, in much the same words as the others."""
    paper = Paper(draw(some.sampled_from(KEYS)))
    if draw(some.booleans()):
        paper.source("前言")
    paper.unit("销售部", headcount_min=draw(numbers), goal=draw(words))
    present = draw(some.lists(some.sampled_from(TITLES), min_size=1, max_size=4))
    for title in present:
        paper.role(
            title,
            kind=draw(some.sampled_from(["post", "body", "external"])),
            headcount_max=draw(numbers),
            summary=draw(words),
            vacant=draw(some.sampled_from([None, True, False])),
            aliases=draw(some.sampled_from([(), ("别名",), ("别名", "又名")])),
        )
    for _ in range(draw(some.integers(0, 4))):
        low, high = draw(some.sampled_from(present)), draw(some.sampled_from(present))
        line, basis = draw(some.sampled_from(["solid", "acting"])), draw(some.sampled_from(["stated", "inferred"]))
        paper.line(low, high, line, said=draw(some.sampled_from(["对其负责", "受其领导"])), basis=basis)
    for _ in range(draw(some.integers(0, 6))):
        owner = draw(some.sampled_from([*present, "销售部"]))
        paper.duty(owner, draw(some.sampled_from(TEXTS)), area=draw(words), verb=draw(words))
    if draw(some.booleans()):
        paper.authority(present[0], draw(some.sampled_from(["费用", "费 用"])), basis="stated")
        paper.metric(present[0], draw(some.sampled_from(["回款率", "回款 率"])))
    return paper.facts()


steps = some.lists(
    some.one_of(
        some.lists(papers(), min_size=1, max_size=3, unique_by=lambda facts: facts.document.key),
        some.sets(some.sampled_from(KEYS), min_size=1, max_size=2),
    ),
    min_size=1,
    max_size=6,
)


def fresh(present: dict[str, DocumentFacts]) -> Snapshot:
    engine = open_engine(":memory:")
    store.load(engine, present.values(), holder="test")
    return graph_snapshot(engine)


@settings(max_examples=EXAMPLES, deadline=None)
@given(steps)
def test_any_history_ends_in_the_graph_of_what_is_there(history: list[Any]) -> None:
    engine, present = open_engine(":memory:"), dict[str, DocumentFacts]()
    for step in history:
        if isinstance(step, set):
            gone = step & present.keys()
            store.remove(engine, gone, holder="test")
            present = {key: facts for key, facts in present.items() if key not in gone}
        else:
            store.load(engine, step, holder="test")
            present.update({facts.document.key: facts for facts in step})
        assert graph_snapshot(engine) == fresh(present)


@settings(max_examples=EXAMPLES, deadline=None)
@given(some.lists(papers(), min_size=1, max_size=4, unique_by=lambda facts: facts.document.key))
def test_the_fold_is_as_the_model_says(given_papers: list[DocumentFacts]) -> None:
    """A second, plain way to fold roles and lines, from docs/model.md alone."""
    graph = fresh({facts.document.key: facts for facts in given_papers})
    said: dict[str, list[Any]] = defaultdict(list)
    for facts in sorted(given_papers, key=lambda each: each.document.key):
        for record in sorted(facts.records[1:], key=lambda each: each.source.start or 0):
            if isinstance(record, Role | ReportsTo):
                said[record.id].append(record)
    assert graph["Role"].keys() | graph["REPORTS_TO"].keys() == said.keys()
    for id_, records in said.items():
        row = graph["Role"].get(id_) or graph["REPORTS_TO"][id_]
        assert row["quotes"] == [record.source.quote for record in records]
        assert row["spans"] == [record.source.span for record in records]
        assert row["document_ids"] == [record.source.document_id for record in records]
        if isinstance(records[0], Role):
            kinds = [record.kind for record in records]
            assert row["kind"] == next(kind for kind in ("post", "body", "external") if kind in kinds)
            for name in ("headcount_max", "summary", "vacant"):
                values = [getattr(record, name) for record in records]
                assert row.get(name) == next((value for value in values if value not in (None, "")), row.get(name))
            assert tuple(row["aliases"]) == next((each.aliases for each in records if each.aliases), ())
        else:
            assert row["basis"] == records[0].basis
