"""An exported script makes the same graph on every engine, whatever stands in the documents."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from dutygraph.graph.engine import Engine, Statement
from dutygraph.graph.engines import open_engine
from dutygraph.graph.facts import DocumentFacts
from dutygraph.graph.network import script
from dutygraph.graph.store import load
from tests.conformance.graphs import documents, facts

NOW = datetime(2025, 1, 1, tzinfo=timezone.utc)
QUESTIONS = (
    "MATCH (n:Role) RETURN n.id AS id, n.title AS title, n.quotes AS quotes, n.kind AS kind ORDER BY id",
    "MATCH (a)-[r:OWNS_DUTY]->(b) RETURN r.id AS id, a.id AS a, b.text AS b, r.mode AS m, r.spans AS s ORDER BY id",
    "MATCH (a)-[r:REPORTS_TO]->(b) RETURN r.id AS id, a.id AS a, b.id AS b, r.line AS l ORDER BY id",
    "MATCH (a)-[r:HAS_AUTHORITY]->(b) RETURN r.id AS id, b.matter AS b, r.limit_max AS m ORDER BY id",
    "MATCH (a)-[r:DESCRIBED_IN]->(d:Document) RETURN r.id AS id, a.id AS a, d.key AS k ORDER BY id",
)
HOSTILE = (
    'a"] AS row DETACH DELETE n //',
    "a\\u0022] AS row //",
    "a\\\\u0022\\",
    "'; MATCH (n) DETACH DELETE n; '",
    "a;\nb\tc\u2028d\x1f",
    "`$rows` {} ${x}",
    "\U0001f9ed 岗位",
)


def hostile() -> list[DocumentFacts]:
    return [
        facts(
            {
                "key": "hostile.txt",
                "organization": "Firm",
                "roles": ["Clerk"],
                "duties": [["Clerk", text, "own", ""] for text in HOSTILE],
            }
        )
    ]


@pytest.mark.parametrize("name", ["cookbook", "hostile"])
def test_a_script_makes_the_same_graph(engine: Engine, name: str) -> None:
    original = open_engine(":memory:")
    load(original, hostile() if name == "hostile" else documents(name), holder="test", now=NOW)
    for text in script(original):
        if text.startswith("CREATE CONSTRAINT"):
            engine.define([text])
        else:
            engine.write([Statement(text, {})])
    for question in QUESTIONS:
        assert engine.read(question).rows == original.read(question).rows
    original.close()
