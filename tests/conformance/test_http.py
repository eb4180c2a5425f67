"""The HTTP face on every engine: the catalogue's questions as routes, errors as problem documents."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from dutygraph.api.http import create_app
from dutygraph.api.http.access import Access
from dutygraph.graph.ask import ask
from dutygraph.graph.catalog import catalog
from dutygraph.graph.engine import Engine
from dutygraph.graph.store import load
from tests.conformance.graphs import documents

ROLE = "销售部/华东区/业务员"
GIVEN = {"role": ROLE, "other": "市场部/市场经理", "unit": "销售部", "words": "销售合同", "matter": "合同签订"}
HOSTILE = (
    "' OR 1=1 //",
    '"} ) RETURN 1 //',
    "`) DETACH DELETE n //",
    "LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row",
    "CALL dbms.listConfig()",
    "\u202e\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
)


def required(name: str) -> dict[str, str]:
    """Values for the parameters a question cannot do without."""
    return {param.name: GIVEN[param.name] for param in catalog().questions[name].params if param.required}


@pytest.fixture
def client(engine: Engine) -> Iterator[TestClient]:
    load(engine, documents("sales_office"), holder="test")
    with TestClient(create_app(engine), base_url="http://localhost", raise_server_exceptions=False) as client:
        yield client


def test_the_catalogue_lists_every_question_and_its_address(client: TestClient) -> None:
    listed = client.get("/api/v1/questions").json()
    assert [question["name"] for question in listed] == list(catalog().questions)
    for question in listed:
        answer = client.get(question["path"], params=required(question["name"]))
        assert answer.status_code == 200, answer.text


def test_an_answer_is_that_of_ask(client: TestClient, engine: Engine) -> None:
    for name in catalog().questions:
        body = client.get(f"/api/v1/{name.replace('_', '-')}", params=required(name)).json()
        expected = json.loads(ask(engine, name, required(name)).to_json())
        assert body == expected | {"total": len(expected["rows"]), "next_cursor": None}
        assert body["complete"] is True
        assert body["run_id"]


def test_rows_come_as_csv_where_they_are_asked_for(client: TestClient) -> None:
    answer = client.get("/api/v1/span-of-control", headers={"Accept": "text/csv"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert rows[0]["title"]
    assert any("直接上级" in row["quotes"] for row in rows)


def test_openapi_shows_every_parameter_with_its_type_unit_and_example(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    for question in catalog().questions.values():
        shown = {p["name"]: p for p in paths[f"/api/v1/{question.name.replace('_', '-')}"]["get"].get("parameters", [])}
        assert set(shown) == {*(param.name for param in question.params), "cursor", "limit"}
        for param in question.params:
            assert shown[param.name]["required"] is param.required
            assert param.expected in shown[param.name]["description"]
            if param.example and not param.choices:
                assert param.example in json.dumps(shown[param.name], ensure_ascii=False)


@pytest.mark.parametrize(
    ("path", "params", "status", "said"),
    [
        ("/api/v1/no-such-question", {}, 404, "no-such-question"),
        ("/api/v1/role-card", {}, 422, "role"),
        ("/api/v1/role-card", {"role": "没有这个岗位"}, 404, "没有这个岗位"),
        ("/api/v1/role-card", {"role": "业务员"}, 422, "市场部/业务员"),
        ("/api/v1/role-card", {"role": "业务员", "colour": "red"}, 422, "colour"),
        ("/api/v1/role-card", {"role": "x" * 10_000}, 422, "1000"),
        ("/api/v1/overlapping-duties", {"min_score": "much"}, 422, "min_score"),
        ("/api/v1/overlapping-duties", {"min_score": "7"}, 422, "min_score"),
        ("/api/v1/overlapping-duties", {"max_rows": "3 kg"}, 422, "max_rows"),
        ("/api/v1/overlapping-duties", {"max_rows": "-1"}, 422, "max_rows"),
        ("/api/v1/overlapping-duties", {"max_rows": "9" * 40}, 422, "max_rows"),
        ("/api/v1/span-of-control", {"organization": "某某集团"}, 404, "某某集团"),
    ],
    ids=["question", "missing", "unknown", "ambiguous", "no-such-parameter", "long", "not-a-number", "out-of-range",
         "unit", "negative", "huge", "organisation"],
)  # fmt: skip
def test_a_wrong_call_is_a_problem_document(
    client: TestClient, path: str, params: dict[str, str], status: int, said: str
) -> None:
    answer = client.get(path, params=params)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == status
    assert body["type"].startswith("urn:dutygraph:error:")
    assert said in json.dumps(body, ensure_ascii=False)


def test_an_ambiguous_name_lists_what_it_may_mean(client: TestClient) -> None:
    body = client.get("/api/v1/role-card", params={"role": "业务员"}).json()
    assert {candidate["name"] for candidate in body["candidates"]} == {"销售部/华东区/业务员", "市场部/业务员"}
    first = client.get("/api/v1/role-card", params={"role": body["candidates"][0]["id"]})
    assert first.status_code == 200


@pytest.mark.parametrize("value", HOSTILE, ids=["quote", "brace", "backtick", "load-csv", "call", "marks"])
def test_values_stay_data(client: TestClient, engine: Engine, value: str) -> None:
    before = client.get("/api/v1/organizations").json()["rows"]
    for question in catalog().questions.values():
        for param in question.params:
            params = {**required(question.name), param.name: value}
            answer = client.get(f"/api/v1/{question.name.replace('_', '-')}", params=params)
            assert answer.status_code in (200, 404, 422), answer.text
            assert "root:" not in answer.text
    assert client.get("/api/v1/organizations").json()["rows"] == before


def test_health_says_whether_the_store_answers(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert ready.json()["state"] == "ready"


def test_a_token_guards_everything_but_health(engine: Engine) -> None:
    client = TestClient(create_app(engine, access=Access(read_token="s3cret")), base_url="http://localhost")
    assert client.get("/healthz").status_code == 200
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic s3cret"}):
        for path in ("/api/v1/questions", "/api/v1/organizations", "/openapi.json"):
            refused = client.get(path, headers=headers)
            assert refused.status_code == 401
            assert refused.headers["content-type"] == "application/problem+json"
    assert client.get("/api/v1/questions", headers={"Authorization": "Bearer s3cret"}).status_code == 200
