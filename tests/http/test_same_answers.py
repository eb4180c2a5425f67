"""Every question has one answer, and one error, on the command line, over HTTP, in a notebook and as a tool."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from dutygraph.api.agent.tools import MOST_QUOTES, call
from dutygraph.api.cli import dutygraph
from dutygraph.api.http import create_app
from dutygraph.api.notebook import connect, open_existing
from dutygraph.graph.catalog import catalog
from dutygraph.graph.engine import Engine
from dutygraph.graph.engines import open_engine
from dutygraph.graph.errors import DutyGraphError
from tests.conformance.test_http import required
from tests.conformance.test_questions import CASES_READ, Case, load
from tests.servers.server import Server

ENGINES = ("kglite", "neo4j5", "neo4j2026")
BY_GRAPH: dict[str, list[Case]] = defaultdict(list)
for each in CASES_READ:
    BY_GRAPH[each.graph].append(each)
BY_GRAPH["sales_office"] += [
    Case(f"{name}-required", name, "sales_office", required(name)) for name in catalog().questions
]


def in_notebook(address: str, case: Case) -> Any:
    with connect(address) as graph:
        try:
            return json.loads(graph.ask(case.question, **case.params).to_json())
        except DutyGraphError as error:
            return str(error)


def over_http(client: TestClient, case: Case) -> Any:
    params = {name: _text(value) for name, value in case.params.items()}
    answer = client.get(f"/api/v1/{case.question.replace('_', '-')}", params=params)
    body = answer.json()
    if answer.status_code != 200:
        return body["detail"]
    assert body.pop("next_cursor") is None
    assert body.pop("total") == len(body["rows"])
    return body


def on_the_command_line(address: str, case: Case) -> Any:
    options = [text for name, value in case.params.items() for text in (f"--{name.replace('_', '-')}", _text(value))]
    done = CliRunner().invoke(dutygraph, ["ask", case.question, *options, "--format", "json", "--graph", address])
    return json.loads(done.stdout) if done.exit_code == 0 else done.stderr


def as_a_tool(engine: Engine, case: Case) -> Any:
    """The answer as its pages give it."""
    given, rows = dict(case.params), []
    while True:
        try:
            page = json.loads(call(engine, case.question, given))
        except DutyGraphError as error:
            return str(error)
        rows += page["rows"]
        if page["next_cursor"] is None:
            assert len(rows) == page["total"]
            return page | {"rows": rows}
        given["cursor"] = page["next_cursor"]


def tool_form(answer: Any) -> Any:
    """An answer of the other faces as a tool gives it."""
    rows = []
    for row, pieces in zip(answer["rows"], answer["evidence"], strict=True):
        quotes = [{key: piece[key] for key in ("quote", "document", "locator")} for piece in pieces]
        more = {"more_quotes": len(quotes) - MOST_QUOTES} if len(quotes) > MOST_QUOTES else {}
        rows.append({**row, "quotes": quotes[:MOST_QUOTES], **more})
    units = {column["name"]: column["unit"] for column in answer["columns"] if column["unit"]}
    same = {key: answer[key] for key in ("question", "params", "warnings", "run_id", "complete")}
    return {**same, "units": units, "rows": rows, "total": len(rows), "notes": [], "next_cursor": None}


def plain(error: str) -> str:
    """An error without line breaks, and without quotes: a number that was sent as a text is told as one."""
    return " ".join(error.replace("'", "").split())


def _text(value: Any) -> str:
    return json.dumps(value) if isinstance(value, bool) else str(value)


@pytest.fixture(params=ENGINES)
def empty(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a graph that holds nothing."""
    monkeypatch.delenv("DUTYGRAPH_LANG", raising=False)
    if request.param == "kglite":
        return str(tmp_path / "graph.kgl")
    server: Server = request.getfixturevalue(request.param)
    server.empty()
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    return server.address


@pytest.mark.parametrize("graph", sorted(BY_GRAPH))
def test_every_face_gives_the_same(empty: str, graph: str) -> None:
    writer = open_engine(empty, writing=True)
    load(writer, graph)
    writer.save()
    writer.close()
    engine = open_existing(empty)
    with TestClient(create_app(engine), base_url="http://localhost") as client:
        for case in BY_GRAPH[graph]:
            expected = in_notebook(empty, case)
            sent, said = over_http(client, case), on_the_command_line(empty, case)
            told = as_a_tool(engine, case)
            if isinstance(expected, str):
                assert plain(sent) == plain(told) == plain(expected), case.id
                # The command line has no option for a parameter that is none.
                assert plain(expected) in plain(said) or "No such option" in said, case.id
            else:
                assert sent == said == expected, case.id
                assert told == tool_form(expected), case.id
    engine.close()


def test_every_question_is_asked() -> None:
    assert {case.question for cases in BY_GRAPH.values() for case in cases} == set(catalog().questions)
