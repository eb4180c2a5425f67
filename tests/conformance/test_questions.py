"""Every question, asked as its cases say, on every engine: rows, order, sentences, warnings, errors, side effects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

import pytest

from dutygraph.graph import errors, store
from dutygraph.graph.ask import Answer, ask
from dutygraph.graph.catalog import catalog
from dutygraph.graph.engine import Engine
from tests.conformance.graphs import CASES, documents, read_toml

NOW = datetime(2025, 1, 1, tzinfo=timezone.utc)


@dataclass(frozen=True)
class Case:
    """One file of tests/cases/questions/<question>/.

    `graph` names a file of tests/cases/graphs; `columns` are those compared (all of them where it is empty), `rows` the
    rows expected, `ordered` whether their order counts, `quotes` the sentences of each row, `warnings` what a warning
    must hold, each once; `error` and `message` what is raised instead.
    """

    id: str
    question: str
    graph: str
    params: Mapping[str, Any] = field(default_factory=dict)
    columns: list[str] = field(default_factory=list)
    rows: list[list[Any]] = field(default_factory=list)
    ordered: bool = True
    quotes: list[list[str]] | None = None
    warnings: list[str] = field(default_factory=list)
    error: str = ""
    message: list[str] = field(default_factory=list)


def read_cases() -> list[Case]:
    files = sorted((CASES / "questions").glob("*/*.toml"))
    return [Case(id=f"{path.parent.name}-{path.stem}", question=path.parent.name, **read_toml(path)) for path in files]


CASES_READ = read_cases()


def load(engine: Engine, graph: str) -> None:
    if facts := documents(graph):
        store.load(engine, facts, holder="test", now=NOW)


def without_null(value: Any) -> Any:
    """TOML has no null: an empty text stands for it in a case."""
    return "" if value is None else value


@pytest.mark.parametrize("case", CASES_READ, ids=[case.id for case in CASES_READ])
def test_case(engine: Engine, case: Case) -> None:
    load(engine, case.graph)
    before = contents(engine)
    if case.error:
        with pytest.raises(getattr(errors, case.error)) as raised:
            ask(engine, case.question, case.params)
        for part in case.message:
            assert part in str(raised.value)
    else:
        compare(case, ask(engine, case.question, case.params))
    assert contents(engine) == before, "asking changed the graph"


def compare(case: Case, answer: Answer) -> None:
    names = case.columns or [column.name for column in answer.columns]
    found = [[without_null(row[name]) for name in names] for row in answer.to_dicts()]
    expected = case.rows
    if not case.ordered:
        found, expected = sorted(found, key=repr), sorted(expected, key=repr)
    assert found == expected
    if case.quotes is not None:
        assert [[piece.quote for piece in pieces] for pieces in answer.evidence] == case.quotes
    assert all(pieces for pieces in answer.evidence), "a row without a sentence"
    assert len(answer.warnings) == len(case.warnings), answer.warnings
    for warning, part in zip(answer.warnings, case.warnings, strict=True):
        assert part in warning
    assert answer.complete
    assert (answer.run_id is None) == (case.graph == "empty")


def contents(engine: Engine) -> Any:
    """All nodes and relationships with the properties that an answer could have touched."""
    nodes = "MATCH (n) RETURN labels(n)[0] AS label, n.id AS id, n.quotes AS quotes ORDER BY id"
    joined = (
        "MATCH (a)-[r]->(b) RETURN a.id AS a, b.id AS b, type(r) AS type, r.id AS id, r.quotes AS quotes ORDER BY id"
    )
    return store.state(engine), engine.read(nodes).rows, engine.read(joined).rows


@pytest.mark.parametrize("question", list(catalog().questions))
def test_every_question_has_cases(question: str) -> None:
    assert sum(case.question == question for case in CASES_READ) >= 2


def test_every_case_belongs_to_a_question() -> None:
    assert {case.question for case in CASES_READ} <= set(catalog().questions)


@pytest.mark.parametrize("question", list(catalog().questions))
def test_values_are_of_the_types_the_head_tells(engine: Engine, question: str) -> None:
    types = {"str": str, "int": int, "float": float, "bool": bool, "list[str]": list}
    for case in CASES_READ:
        if case.question == question and not case.error:
            load(engine, case.graph)
            answer = ask(engine, question, case.params)
            for row in answer.rows:
                assert len(row) == len(answer.columns)
                for value, column in zip(row, answer.columns, strict=True):
                    assert value is None or type(value) is types[column.type], (column, value)
            break
