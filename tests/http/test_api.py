"""The routes beside the questions: documents, jobs, findings, decisions, exports, what-if; pages, tags and CSV."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from dutygraph.api.http.workspace import Workspace
from dutygraph.graph.ask import ask
from dutygraph.graph.catalog import catalog
from dutygraph.graph.facts import read_facts
from tests.http.conftest import PAPER, PAPER_2

CSV = {"Accept": "text/csv"}


def send(client: TestClient, workspace: Workspace, *files: tuple[str, str | bytes]) -> dict[str, Any]:
    """The job that files became, once it has ended."""
    sent = client.post("/api/v1/documents", files=[("files", file) for file in files])
    assert sent.status_code == 202, sent.text
    workspace.wait(sent.json()["id"])
    job = client.get(sent.headers["Location"])
    assert job.status_code == 200
    found: dict[str, Any] = job.json()
    return found


def pages(client: TestClient, path: str, name: str, limit: int, **params: str) -> list[dict[str, Any]]:
    """The bodies of all pages."""
    found: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        given = {**params, "limit": str(limit), **({"cursor": cursor} if cursor else {})}
        answer = client.get(path, params=given)
        assert answer.status_code == 200, answer.text
        found.append(answer.json())
        assert len(found[-1][name]) <= limit
        cursor = found[-1]["next_cursor"]
    return found


def test_documents_are_sent_listed_and_removed(client: TestClient, workspace: Workspace, folder: Path) -> None:
    job = send(client, workspace, ("客服/职责.txt", PAPER.encode()), ("行政.txt", PAPER_2.encode()))
    assert job["state"] == "done"
    assert {each["key"]: each["status"] for each in job["documents"]} == {
        "upload/客服/职责.txt": "added", "upload/行政.txt": "added",
    }  # fmt: skip
    assert job["facts"]["created"] > 0
    listed = client.get("/api/v1/documents").json()
    assert listed["run_id"] == job["run_id"]
    ids = {each["key"]: each["id"] for each in listed["documents"]}
    assert listed["total"] == len(ids)
    removed = client.delete(f"/api/v1/documents/{ids['upload/行政.txt']}")
    assert removed.status_code == 202
    workspace.wait(removed.json()["id"])
    assert "upload/行政.txt" not in {each["key"] for each in client.get("/api/v1/documents").json()["documents"]}
    assert not (folder / "upload/行政.txt").exists()
    assert client.delete("/api/v1/documents/document_none").status_code == 404
    assert client.get("/api/v1/jobs/job_none").status_code == 404


def test_one_file_may_come_as_plain_bytes(client: TestClient, workspace: Workspace) -> None:
    sent = client.post("/api/v1/documents", params={"name": "职责.txt"}, content=PAPER.encode())
    assert sent.status_code == 202
    assert workspace.wait(sent.json()["id"]).documents[0].key == "upload/职责.txt"


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"files": [("files", ("../x.txt", b"x"))]}, 422),
        ({"files": [("files", ("nul.txt", b"x"))]}, 422),
        ({"params": {"name": "a\0.txt"}, "content": b"x"}, 422),
        ({"content": b"x"}, 422),
        ({"files": [("files", ("x.exe", b"MZ"))]}, 422),
        ({"data": {"a": "b"}}, 422),
        ({"headers": {"Content-Type": "multipart/form-data"}, "content": b"x"}, 422),
        ({"headers": {"Content-Type": "multipart/form-data; boundary=b"}, "content": b"no part"}, 422),
    ],
    ids=["out", "device", "nul", "no-name", "program", "form", "no-boundary", "no-parts"],
)
def test_what_cannot_be_loaded_is_refused(client: TestClient, folder: Path, given: dict[str, Any], status: int) -> None:
    before = {path for path in folder.rglob("*") if path.is_file()}
    answer = client.post("/api/v1/documents", **given)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert str(folder) not in answer.text
    assert {path for path in folder.rglob("*") if path.is_file()} == before


def test_pages_make_up_the_whole(client: TestClient) -> None:
    whole = client.get("/api/v1/span-of-control", params={"min_reports": 0}).json()
    assert whole["next_cursor"] is None
    found = pages(client, "/api/v1/span-of-control", "rows", 2, min_reports="0")
    assert len(found) > 2
    assert [row for page in found for row in page["rows"]] == whole["rows"]
    assert [piece for page in found for piece in page["evidence"]] == whole["evidence"]
    assert {page["total"] for page in found} == {whole["total"]} == {len(whole["rows"])}
    for path, name in (("/api/v1/documents", "documents"), ("/api/v1/findings", "findings")):
        rows = client.get(path).json()[name]
        assert [row for page in pages(client, path, name, 3) for row in page[name]] == rows


def test_further_pages_are_of_the_run_of_the_first(client: TestClient, workspace: Workspace) -> None:
    path, asked = "/api/v1/span-of-control", {"min_reports": 0, "limit": 2, "organization": _organization(client)}
    first = client.get(path, params=asked).json()
    whole = client.get(path, params={**asked, "limit": 1000}).json()
    send(client, workspace, ("职责.txt", PAPER.encode()))
    second = client.get(path, params={**asked, "cursor": first["next_cursor"]})
    assert second.json()["run_id"] == first["run_id"]
    assert first["rows"] + second.json()["rows"] == whole["rows"][:4]
    stale = client.get("/api/v1/documents", params={"limit": 1, "cursor": _stale_cursor(client, workspace)})
    assert stale.status_code == 410
    foreign = client.get(path, params={**asked, "min_reports": 1, "cursor": first["next_cursor"]})
    assert foreign.status_code == 422
    assert client.get(path, params={"cursor": "bm90aGluZw=="}).status_code == 422


def _organization(client: TestClient) -> str:
    return str(client.get("/api/v1/organizations").json()["rows"][0]["organization_id"])


def _stale_cursor(client: TestClient, workspace: Workspace) -> str:
    cursor = client.get("/api/v1/documents", params={"limit": 1}).json()["next_cursor"]
    send(client, workspace, ("行政.txt", PAPER_2.encode()))
    return str(cursor)


def test_who_has_the_answer_is_told_so(client: TestClient, workspace: Workspace) -> None:
    paths = ["/api/v1/span-of-control", "/api/v1/documents", "/api/v1/findings", "/api/v1/exports/facts",
             "/api/v1/report"]  # fmt: skip
    tags = {}
    for path in paths:
        answer = client.get(path, params={"organization": _organization(client)} if "span" in path else {})
        tags[path] = answer.headers["etag"]
        again = client.get(answer.request.url, headers={"If-None-Match": f'W/{tags[path]}, "x"'})
        assert (again.status_code, again.content) == (304, b""), path
        assert again.headers["etag"] == tags[path]
    csv_tag = client.get("/api/v1/documents", headers=CSV).headers["etag"]
    assert csv_tag != tags["/api/v1/documents"]
    send(client, workspace, ("职责.txt", PAPER.encode()))
    for path in paths[1:]:
        answer = client.get(path, headers={"If-None-Match": tags[path]})
        assert answer.status_code == 200, path
        assert answer.headers["etag"] != tags[path]


def test_a_decision_changes_the_tag_of_findings(client: TestClient) -> None:
    first = client.get("/api/v1/findings")
    id_ = first.json()["findings"][0]["id"]
    written = client.put(f"/api/v1/decisions/{id_}", json={"reason": "小团队", "by": "李"})
    assert written.json() == {"finding": id_, "reason": "小团队", "by": "李", "until": ""}
    assert client.get("/api/v1/decisions").json() == [written.json()]
    second = client.get("/api/v1/findings", headers={"If-None-Match": first.headers["etag"]})
    assert second.status_code == 200
    assert client.get(f"/api/v1/findings/{id_}").json()["state"] == "accepted"
    accepted = client.get("/api/v1/findings", params={"state": "accepted"}).json()
    assert [each["id"] for each in accepted["findings"]] == [id_]
    assert client.delete(f"/api/v1/decisions/{id_}").status_code == 204
    assert client.get("/api/v1/findings").headers["etag"] == first.headers["etag"]
    assert client.delete(f"/api/v1/decisions/{id_}").status_code == 404
    assert client.put("/api/v1/decisions/finding_none", json={"reason": "a", "by": "b"}).status_code == 404
    for wrong in ({}, {"reason": "a"}, {"reason": " ", "by": "b"}, {"reason": "a", "by": "b", "until": "soon"}):
        assert client.put(f"/api/v1/decisions/{id_}", json=wrong).status_code == 422


def test_findings_are_filtered(client: TestClient) -> None:
    every = client.get("/api/v1/findings").json()["findings"]
    for name in ("rule", "severity", "group"):
        value = every[0][name]
        found = client.get("/api/v1/findings", params={name: value}).json()
        assert found["findings"] == [each for each in every if each[name] == value]
    rows = list(csv.DictReader(io.StringIO(client.get("/api/v1/findings", headers=CSV).text)))
    assert [row["id"] for row in rows] == [each["id"] for each in every]


def test_no_cell_is_run_as_a_formula(client: TestClient, workspace: Workspace) -> None:
    paper = PAPER.replace("处理客户投诉", '=HYPERLINK("http://example.com";"x")').replace("编制", "\uff1d编制")
    send(client, workspace, ("=职责.txt", paper.encode()))
    for path in ("/api/v1/documents", "/api/v1/findings", *(f"/api/v1/{name}" for name in ("organizations",))):
        for row in csv.reader(io.StringIO(client.get(path, headers=CSV).text)):
            assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    given = {"words": "HYPERLINK", "organization": _named(client, "客服")}
    answer = client.get("/api/v1/who-owns", params=given, headers=CSV)
    assert "'=HYPERLINK" in answer.text
    given["words"] = "客服月报"
    assert "'\uff1d编制" in client.get("/api/v1/who-owns", params=given, headers=CSV).text


def _named(client: TestClient, start: str) -> str:
    rows = client.get("/api/v1/organizations").json()["rows"]
    return str(next(row["organization_id"] for row in rows if row["title"].startswith(start)))


def test_exports_hold_the_graph(client: TestClient) -> None:
    facts = client.get("/api/v1/exports/facts")
    assert "facts.json" in facts.headers["content-disposition"]
    assert len(list(read_facts(io.BytesIO(facts.content)))) > 20
    packed = zipfile.ZipFile(io.BytesIO(client.get("/api/v1/exports/csv").content))
    assert packed.namelist() == ["nodes.csv", "relationships.csv"]
    assert b"<graphml" in client.get("/api/v1/exports/graphml").content
    assert client.get("/api/v1/report", params={"lang": "zh"}).text.lower().startswith("<!doctype html>")


def test_a_scenario_is_answered_and_nothing_changed(client: TestClient, workspace: Workspace) -> None:
    run = workspace.run_id()
    role = ask(workspace.engine, "span_of_control", {}).to_dicts()[0]
    scenario = f'title = "空缺"\nchanges = [ {{ vacate = "{role["role_id"]}" }} ]\n'
    toml = {"Content-Type": "application/toml"}
    answer = client.post("/api/v1/whatif", content=scenario.encode(), headers=toml)
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert (body["title"], body["run_id"], workspace.run_id()) == ("空缺", run, run)
    assert body["new"]
    assert body["measures"]["before"] != body["measures"]["after"]
    for wrong, status in ((b"changes = 3", 422), (b"\xff", 422), (b'changes = [{vacate = "x"}]', 404)):
        assert client.post("/api/v1/whatif", content=wrong, headers=toml).status_code == status
    assert client.post("/api/v1/whatif", json={}).status_code == 415
    assert client.post("/api/v1/whatif", content=b"#" * 300_000, headers=toml).status_code == 413


def test_openapi_says_all_that_can_be_answered(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    assert len(described["paths"]) > len(catalog().questions)
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            where = f"{method} {path}"
            assert operation["summary"], where
            assert {"401", "421", "503"} <= set(operation["responses"]), where
            for status, answer in operation["responses"].items():
                for kind, content in answer.get("content", {}).items():
                    shown = "example" in content or kind not in ("application/json", "application/problem+json")
                    assert shown or "exports" in path, f"{where} {status}"
    for question in catalog().questions.values():
        assert not {param.name for param in question.params} & {"cursor", "limit"}


def test_every_answer_names_its_request_and_brings_its_policy(client: TestClient) -> None:
    for answer in (client.get("/api/v1/questions"), client.get("/nowhere"), client.get("/healthz")):
        assert answer.headers["x-request-id"]
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert json.loads(client.get("/nowhere").text)["status"] == 404
