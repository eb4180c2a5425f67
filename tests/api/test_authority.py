"""Questions about authority with odd requests, by the command and over HTTP: nothing is guessed, nothing converted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from dutygraph.api.http import create_app
from dutygraph.graph.engines import open_engine
from dutygraph.graph.facts import DocumentFacts
from dutygraph.graph.store import load
from tests.api.conftest import Run
from tests.conformance.graphs import documents, facts

RULES = """北岸商贸有限公司费用管理制度

第一章 审批权限
第一条 费用支出：单笔5000元以下由部门经理审批，5000元至{upper}由总经理审批。
第二条 对外投资：100万美元以上由董事会批准。
"""


@pytest.fixture
def firm(run: Run, here: Path) -> Path:
    """A firm whose two rules differ in one limit."""
    (here / "规则").mkdir()
    for name, upper in (("旧.txt", "5万元"), ("新.txt", "8万元")):
        (here / "规则" / name).write_text(RULES.format(upper=upper), encoding="utf-8")
    (here / "dutygraph.toml").write_text('[organizations]\n"." = "北岸商贸"\n', encoding="utf-8")
    run("load", "规则", "--graph", "g.kgl")
    return here


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (["--amount=-1"], "amount is '-1', but must be a number, 0 or more"),
        (["--amount", "nan"], "amount is 'nan', but must be a number"),
        (["--amount", "1e300"], "amount is '1e300', but must be a number"),
        (["--amount", "五千"], "amount is '五千', but must be a number"),
        (["--amount", "100", "--quantity", "XYZ"], "quantity 'XYZ' is no known currency or measure"),
        (["--amount", "100", "--asker", "部门经里"], "There is no role '部门经里'. The nearest: 部门经理"),
        (["--matter", "广告投放审批会"], "There is no matter '广告投放审批会'. The nearest:"),
    ],
    ids=["negative", "nan", "absurd", "words", "currency", "role", "matter"],
)
@pytest.mark.parametrize("question", ["who_approves", "escalation_path"])
def test_a_wrong_request_says_what_to_do(run: Run, firm: Path, question: str, more: list[str], message: str) -> None:
    role = ["--role", "部门经理"] if question == "escalation_path" else []
    result = run("ask", question, *role, "--matter", "费用支出", *more, "--graph", "g.kgl", code=2)
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_what_the_question_leaves_open_is_said(run: Run, firm: Path) -> None:
    result = run("ask", "who_approves", "--matter", "费用", "--graph", "g.kgl")
    assert "depends on the amount" in result.stderr


@pytest.mark.parametrize("quantity", ["USD", "美元"])
def test_another_currency_is_never_converted(run: Run, firm: Path, quantity: str) -> None:
    result = run(
        "ask", "who_approves", "--matter", "费用", "--amount", "100", "--quantity", quantity, "--graph", "g.kgl"
    )
    assert "Nobody decides" in result.stderr
    assert "Limits in CNY were left out: an amount is never converted" in result.stderr


@pytest.mark.parametrize("quantity", ["CNY", "cny", "人民币", "元", "人民幣"])
def test_a_currency_goes_by_any_of_its_names(run: Run, firm: Path, quantity: str) -> None:
    args = ["--matter", "费用", "--amount", "100", "--quantity", quantity, "--graph", "g.kgl", "--format", "json"]
    answer = json.loads(run("ask", "who_approves", *args).stdout)
    assert {row["holder"] for row in answer["rows"]} == {"部门经理"}


def test_documents_that_contradict_each_other_are_both_shown_and_found(run: Run, firm: Path) -> None:
    args = ["--matter", "费用", "--amount", "30000", "--graph", "g.kgl", "--format", "json"]
    rows = json.loads(run("ask", "who_approves", *args).stdout)["rows"]
    assert {(row["holder"], row["amounts"]) for row in rows} == {
        ("总经理", "≥ 5000, ≤ 50000"),
        ("总经理", "≥ 5000, ≤ 80000"),
    }
    run("audit", "规则", "--out", "report")
    findings = json.loads((firm / "report" / "findings.json").read_text(encoding="utf-8"))
    assert "documents_differ_on_limit" in json.dumps(findings)


def crowd() -> DocumentFacts:
    posts = [f"{number}号主管" for number in range(1000)]
    form: dict[str, Any] = {
        "key": "a.txt",
        "organization": "北岸商贸",
        "roles": ["总经理", *posts],
        "lines": [[post, "总经理"] for post in posts],
        "authorities": [[post, "approve", "费用支出", "5000"] for post in posts],
    }
    return facts(form)


@pytest.fixture
def crowded() -> Iterator[TestClient]:
    engine = open_engine(":memory:")
    load(engine, [crowd()], holder="test")
    with TestClient(create_app(engine), base_url="http://localhost") as client:
        yield client
    engine.close()


def test_a_matter_with_a_thousand_holders(crowded: TestClient) -> None:
    asked = {"matter": "费用支出", "amount": 100}
    answer = crowded.get("/api/v1/who-approves", params=asked).json()
    assert len(answer["rows"]) == 1000
    assert any("Several decide" in warning and "and 995 more" in warning for warning in answer["warnings"])
    way = crowded.get("/api/v1/escalation-path", params={**asked, "role": "7号主管", "asker": "7号主管"}).json()
    assert [row["outcome"] for row in way["rows"]] == ["asks", "limit"]
    assert any("nor anybody above" in warning for warning in way["warnings"])


@pytest.mark.parametrize("question", ["who-approves", "escalation-path"])
def test_a_wrong_request_is_a_problem_document(question: str) -> None:
    engine = open_engine(":memory:")
    load(engine, documents("vacancies"), holder="test")
    given = {"role": "施工员"} if question == "escalation-path" else {}
    with TestClient(create_app(engine), base_url="http://localhost") as client:
        for wrong in ({"amount": -1}, {"amount": "x"}, {"quantity": "XYZ", "amount": 1}, {"matter": "月球旅行"}):
            answer = client.get(f"/api/v1/{question}", params={**given, "matter": "费用支出", **wrong})
            assert 400 <= answer.status_code < 500, answer.text
            assert answer.headers["content-type"].startswith("application/problem+json")
    engine.close()
