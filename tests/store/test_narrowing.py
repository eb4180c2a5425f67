"""Matters stand under the next wider one that the organisation decides, whatever is loaded, changed or removed."""

from __future__ import annotations

from itertools import permutations

from dutygraph.graph import schema, store
from dutygraph.graph.engine import Engine
from dutygraph.graph.engines import open_engine
from tests.store.papers import Paper
from tests.store.snapshot import graph_snapshot


def paper(key: str, *matters: str) -> Paper:
    written = Paper(key).role("总经理")
    for matter in matters:
        written.authority("总经理", matter)
    return written


def load(engine: Engine, *papers: Paper) -> None:
    store.load(engine, [each.facts() for each in papers], holder="test")


def narrows(engine: Engine) -> set[tuple[str, str]]:
    graph = graph_snapshot(engine)
    matters = {id_: node["matter"] for id_, node in graph[schema.AUTHORITY].items()}
    edges = graph[schema.NARROWS].values()
    return {(matters[edge["from_end"].split()[1]], matters[edge["to_end"].split()[1]]) for edge in edges}


def test_a_matter_stands_under_the_next_wider_one(engine: Engine) -> None:
    load(engine, paper("a.txt", "广告费用支出", "费用支出", "合同签订", "采购合同签订"))
    assert narrows(engine) == {("广告费用支出", "费用支出"), ("采购合同签订", "合同签订")}
    load(engine, paper("b.txt", "营销费用支出"))
    assert ("广告费用支出", "营销费用支出") in narrows(engine)
    assert ("广告费用支出", "费用支出") not in narrows(engine)
    store.remove(engine, ["b.txt"], holder="test")
    assert narrows(engine) == {("广告费用支出", "费用支出"), ("采购合同签订", "合同签订")}
    load(engine, paper("a.txt", "广告费用支出"))
    assert narrows(engine) == set()


def test_the_order_of_loading_makes_no_difference() -> None:
    papers = [paper("a.txt", "广告费用支出"), paper("b.txt", "费用支出"), paper("c.txt", "营销费用支出")]
    found = []
    for ordered in permutations(papers):
        engine = open_engine(":memory:")
        for each in ordered:
            load(engine, each)
        found.append(graph_snapshot(engine)[schema.NARROWS])
    assert all(each == found[0] for each in found)
    assert len(found[0]) == 2
