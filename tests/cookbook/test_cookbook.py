"""Every query of docs/cookbook.md on every engine: the rows of the embedded engine in the same order, at least one."""

from __future__ import annotations

import json
import re
from datetime import datetime, timezone
from functools import cache
from pathlib import Path

import pytest

from dutygraph.graph import store
from dutygraph.graph.engine import Engine, Result
from dutygraph.graph.engines import open_engine
from tests.conformance.graphs import documents
from tests.servers.fixtures import SERVER_ENGINES, empty_engine

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "cookbook.md").read_text(encoding="utf-8")
QUERIES = dict(re.findall(r"^## (.+?)$.*?^```cypher\n(.*?)^```$", TEXT, re.M | re.S))
NEO4J_ONLY = {title for title in QUERIES if title.startswith("On Neo4j only")}
EVERYWHERE = [title for title in QUERIES if title not in NEO4J_ONLY]


def run(engine: Engine, cypher: str) -> Result:
    given = {name: json.loads(value) for name, value in re.findall(r"^// \$(\w+) = (.+)$", cypher, re.M)}
    return engine.read(cypher, given)


def load(engine: Engine) -> Engine:
    store.load(engine, documents("cookbook"), holder="test", now=datetime(2025, 1, 1, tzinfo=timezone.utc))
    return engine


@cache
def embedded() -> Engine:
    return load(open_engine(":memory:"))


@pytest.fixture(scope="module", params=SERVER_ENGINES)
def engine(request: pytest.FixtureRequest) -> Engine:
    return load(empty_engine(request, request.param))


def test_there_are_twenty_queries() -> None:
    assert len(EVERYWHERE) == 20
    assert [title.split(" ")[0] for title in EVERYWHERE] == [str(number) for number in range(1, 21)]


@pytest.mark.parametrize("title", EVERYWHERE, ids=lambda title: title.split(" ")[0])
def test_a_query_answers_on_the_embedded_engine(title: str) -> None:
    assert run(embedded(), QUERIES[title]).rows


@pytest.mark.parametrize("title", EVERYWHERE, ids=lambda title: title.split(" ")[0])
def test_a_query_gives_the_same_rows_on_a_server(engine: Engine, title: str) -> None:
    assert run(engine, QUERIES[title]) == run(embedded(), QUERIES[title])


@pytest.mark.parametrize("title", NEO4J_ONLY)
def test_a_query_for_neo4j_only_answers_there(engine: Engine, title: str) -> None:
    assert [row[1] for row in run(engine, QUERIES[title]).rows] == ["起草销售合同", "审核销售合同"]
