"""The full-text index finds every part of a duty's text that stands in it, as `who_owns` and CONTAINS do."""

from __future__ import annotations

import random

from dutygraph.graph.ask import ask
from dutygraph.graph.engine import Engine
from tests.conformance.graphs import documents as of_case
from tests.neo4j.firm import documents, load

INDEXED = """CALL db.index.fulltext.queryNodes('duty_words', $phrase) YIELD node
RETURN node.id AS duty_id ORDER BY duty_id"""
CONTAINED = "MATCH (d:Duty) WHERE d.text CONTAINS $part RETURN d.id AS duty_id ORDER BY duty_id"


def found(engine: Engine, part: str) -> list[str]:
    return [row[0] for row in engine.read(INDEXED, {"phrase": f'"{part}"'}).rows]


def test_every_part_of_two_characters_or_more_is_found(engine: Engine) -> None:
    load(engine, [*documents(0, count=3, duties=80), *of_case("sales_office")])
    texts = [row[0] for row in engine.read("MATCH (d:Duty) RETURN d.text AS text ORDER BY text").rows]
    pick = random.Random(3)
    for text in [pick.choice([each for each in texts if not each.isascii()]) for _ in range(60)]:
        start = pick.randrange(len(text) - 1)
        part = text[start : pick.randint(start + 2, len(text))]
        assert found(engine, part) == [row[0] for row in engine.read(CONTAINED, {"part": part}).rows], part


def test_it_finds_what_who_owns_finds(engine: Engine) -> None:
    load(engine, of_case("sales_office"))
    for words in ("合同", "销售合同", "年度销售", "市场", "归档"):
        owned = ask(engine, "who_owns", {"words": words}).to_dicts()
        assert owned
        assert found(engine, words) == sorted({str(row["duty_id"]) for row in owned})
