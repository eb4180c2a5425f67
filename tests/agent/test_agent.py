"""The tools as an agent has them: `dutygraph mcp` as a process, spoken to by the client of the SDK."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from mcp import StdioServerParameters
from mcp.client.client import Client
from mcp.client.stdio import stdio_client

from dutygraph.api.agent.tools import MOST_BYTES, MOST_QUOTES, MOST_ROWS, call, error_text, input_schema
from dutygraph.graph.ask import ask
from dutygraph.graph.catalog import catalog
from dutygraph.graph.engine import Engine
from dutygraph.graph.engines import open_engine
from dutygraph.graph.errors import AmbiguousName, InputError
from dutygraph.graph.store import load
from tests.conformance.graphs import documents
from tests.conformance.test_http import HOSTILE, required

NAMES = list(catalog().questions)


def needed(name: str) -> dict[str, str]:
    """Values for the parameters a question cannot do without, such that it has rows."""
    return required(name) | ({"role": "销售部/销售经理"} if "role" in required(name) else {})


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("agent") / "graph.kgl"
    with closing(open_engine(str(path), writing=True)) as engine:
        load(engine, documents("sales_office"), holder="test")
    return path


@pytest.fixture(scope="module")
def engine(graph: Path) -> Iterator[Engine]:
    with closing(open_engine(str(graph))) as engine:
        yield engine


def server(graph: Path) -> StdioServerParameters:
    code = "from dutygraph.api.cli import main; main()"
    return StdioServerParameters(command=sys.executable, args=["-c", code, "mcp", "--graph", str(graph)])


def test_a_client_lists_and_calls_every_tool(graph: Path, engine: Engine) -> None:
    wrong = {"nothing": 3}

    async def visit() -> None:
        async with Client(stdio_client(server(graph))) as client:
            listed = {tool.name: tool for tool in (await client.list_tools()).tools}
            assert list(listed) == NAMES
            for name, tool in listed.items():
                assert tool.annotations is not None and tool.annotations.read_only_hint
                assert tool.description is not None and catalog().questions[name].asks in tool.description
                Draft202012Validator.check_schema(tool.input_schema)
                done = await client.call_tool(name, needed(name))
                assert not done.is_error, done
                [content] = done.content
                assert content.type == "text" and len(content.text.encode()) <= MOST_BYTES
                check(json.loads(content.text), name, engine)
            for name in NAMES:
                refused = await client.call_tool(name, {**required(name), **wrong})
                assert refused.is_error and "nothing" in refused.content[0].text  # type: ignore[union-attr]
            assert (await client.call_tool("cypher", {"text": "MATCH (n) RETURN n"})).is_error
            again = await client.call_tool("organizations", {})
            assert not again.is_error, "it lives on after errors"

    asyncio.run(asyncio.wait_for(visit(), 120))


def check(body: Mapping[str, Any], name: str, engine: Engine) -> None:
    """The rows and the quotes are those of `ask`."""
    answer = ask(engine, name, needed(name))
    expected = json.loads(answer.to_json())
    assert body["total"] == len(answer.rows) > 0
    assert body["next_cursor"] is None and not body["notes"]
    assert body["params"] == expected["params"] and body["warnings"] == expected["warnings"]
    for row, told, pieces in zip(body["rows"], expected["rows"], expected["evidence"], strict=True):
        assert {key: value for key, value in row.items() if key in told} == told
        quotes = [{key: piece[key] for key in ("quote", "document", "locator")} for piece in pieces]
        assert row["quotes"] == quotes[:MOST_QUOTES]
        assert row.get("more_quotes", 0) == len(quotes[MOST_QUOTES:])
    assert any(row["quotes"] for row in body["rows"]) == any(expected["evidence"])


def test_pages_give_every_row_once(engine: Engine) -> None:
    whole = [dict(row) for row in ask(engine, "span_of_control", {"min_reports": 0}).to_dicts()]
    rows: list[dict[str, Any]] = []
    asked: dict[str, Any] = {"min_reports": 0, "limit": 3}
    while True:
        page = json.loads(call(engine, "span_of_control", asked))
        rows += page["rows"]
        if page["next_cursor"] is None:
            break
        assert "next_cursor" in page["notes"][0] and f"of {len(whole)}" in page["notes"][0]
        asked["cursor"] = page["next_cursor"]
    assert [{key: row[key] for key in whole[0]} for row in rows] == whole


def test_large_answers_are_cut_and_say_so(tmp_path: Path) -> None:
    """A firm of which one answer, and one row of another, is larger than the cap."""
    from dutygraph.loaders.pipeline import load_paths
    from dutygraph.loaders.project import Project

    duties = "\n".join(f"{number}、负责第{number}类设备{'维护检查' * 60}工作；" for number in range(1, 161))
    (tmp_path / "sheet.txt").write_text(
        f"设备部岗位职责\n\n一、设备经理\n直接上级：总经理\n岗位职责：\n{duties}\n", encoding="utf-8"
    )
    with closing(open_engine(":memory:")) as engine:
        load_paths(engine, [tmp_path / "sheet.txt"], Project())
        asked: dict[str, Any] = {"role": "设备经理", "limit": MOST_ROWS}
        seen = 0
        while True:
            text = call(engine, "role_card", asked)
            page = json.loads(text)
            assert len(text.encode()) <= MOST_BYTES
            assert page["rows"] and all(row["quotes"] for row in page["rows"] if row["part"] == "duty")
            seen += len(page["rows"])
            if page["next_cursor"] is None:
                break
            assert page["notes"]
            asked["cursor"] = page["next_cursor"]
        assert seen == page["total"] > 160


def test_a_row_larger_than_the_cap_is_cut(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dutygraph.api.agent.tools.MOST_BYTES", 8_900)  # 900 bytes are left for a row
    text = call(engine, "overlapping_duties", {"limit": 1})
    page = json.loads(text)
    assert len(text.encode()) <= 8_900
    assert "cut" in page["notes"][0] and "…" in json.dumps(page["rows"], ensure_ascii=False)


def test_a_cursor_of_another_call_or_run_is_refused(graph: Path, engine: Engine) -> None:
    cursor = json.loads(call(engine, "span_of_control", {"limit": 1}))["next_cursor"]
    for given in (3, "", "x", cursor + "x", f"{cursor}9" * 9):
        with pytest.raises(InputError, match=r"cursor|Cursor"):
            call(engine, "span_of_control", {"cursor": given})
    with pytest.raises(InputError, match="not of this call"):
        call(engine, "organizations", {"cursor": cursor})
    with pytest.raises(InputError, match="has changed"):
        call(engine, "span_of_control", {"cursor": "another" + cursor})


@pytest.mark.parametrize("limit", [0, -1, MOST_ROWS + 1, "3", True, 1.5])
def test_a_limit_that_is_none_is_refused(engine: Engine, limit: object) -> None:
    with pytest.raises(InputError, match="whole number of rows"):
        call(engine, "organizations", {"limit": limit})


@pytest.mark.parametrize("name", NAMES)
def test_parameters_stay_data(engine: Engine, name: str) -> None:
    before = ask(engine, "organizations", {}).rows
    texts = [param.name for param in catalog().questions[name].params if param.type not in ("int", "float", "bool")]
    for hostile in HOSTILE:
        for text in texts:
            try:
                json.loads(call(engine, name, {**required(name), text: hostile}))
            except InputError as error:
                assert len(error_text(error)) <= 1000
    assert ask(engine, "organizations", {}).rows == before


def test_the_schema_takes_what_the_question_takes(engine: Engine) -> None:
    """What the schema refuses the question refuses too, and the other way round."""
    values = ["", "x" * 1001, -1, 2, 0.5, 1e300, True, "solid", "approve", [1], {"a": 1}]
    for name, query in catalog().questions.items():
        schema = Draft202012Validator(input_schema(query))
        for param in query.params:
            for value in values:
                given = {**required(name), param.name: value}
                try:
                    ask(engine, name, given)
                    taken = True
                except InputError as error:
                    taken = not ("must be" in str(error) or "are taken" in str(error))
                # Numbers and truths may also come as texts, as on the command line; the schema is the narrower one.
                assert not (schema.is_valid(given) and not taken), (name, given)


def test_long_errors_are_cut() -> None:
    assert error_text(AmbiguousName("x" * 5000)).endswith("…")


def test_without_the_extra_the_command_says_what_is_missing(graph: Path) -> None:
    from tests.api.conftest import process

    done = process("mcp", "--graph", graph, cwd=graph.parent, without="mcp")
    assert done.returncode == 2
    assert "pip install 'dutygraph[agent]'" in done.stderr.decode()
