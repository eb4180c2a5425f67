"""Who may ask and change, what is too large or too slow, what the log tells: behind a real server."""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from unittest.mock import patch
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from dutygraph.api.http import create_app
from dutygraph.api.http.access import LOOPBACK_NAMES, Access
from dutygraph.api.http.guard import Limits
from dutygraph.api.http.workspace import Workspace
from tests.http.conftest import PAPER
from tests.http.serving import call, received, serving
from tests.http.test_workspace import bomb

QUESTION = "/api/v1/organizations"
SEND = f"/api/v1/documents?name={quote('职责.txt')}"
BOTH = Access("r3ad", "wr1te")
READ_ONLY = Access("r3ad")


def bearer(token: str) -> str:
    return f"Bearer {token}"


def login(token: str) -> str:
    return "Basic " + base64.b64encode(f"somebody:{token}".encode()).decode()


TOKENS: tuple[tuple[Access, tuple[tuple[str, int, int], ...]], ...] = (
    (Access(), (("", 200, 202),)),
    (
        BOTH,
        (
            ("", 401, 401),
            (bearer("wrong"), 401, 401),
            (bearer(""), 401, 401),
            ("Basic r3ad", 401, 401),
            (bearer("r3ad"), 200, 401),
            (login("r3ad"), 200, 401),
            (bearer("wr1te"), 200, 202),
            (login("wr1te"), 200, 202),
        ),
    ),
    (READ_ONLY, ((bearer("r3ad"), 200, 403), ("", 401, 403))),
    (Access(write_token="wr1te"), (("", 200, 401), (bearer("wr1te"), 200, 202))),
)
"""What is set, and for each way to identify oneself the status of asking and of sending."""


@pytest.mark.parametrize(("access", "cases"), TOKENS, ids=["open", "both", "read-only", "write-only"])
def test_tokens(workspace: Workspace, access: Access, cases: tuple[tuple[str, int, int], ...]) -> None:
    with serving(create_app(workspace, access=access)) as port:
        assert call(port, "GET", "/readyz").status == 200
        for given, asks, sends in cases:
            headers = {"Authorization": given} if given else {}
            asked = call(port, "GET", QUESTION, **headers)
            sent = call(port, "POST", SEND, PAPER.encode(), **headers)
            assert (asked.status, sent.status) == (asks, sends), given
            assert call(port, "GET", "/openapi.json", **headers).status == asks
            assert call(port, "POST", "/api/v1/whatif", b"x", **headers).status == (415 if asks == 200 else asks)
            for said in (asked, sent):
                if said.status >= 400:
                    assert said.problem["type"].startswith("urn:dutygraph:error:")
                assert ("www-authenticate" in said.headers) is (said.status == 401)


@pytest.fixture
def port(workspace: Workspace) -> Iterator[int]:
    access = Access(hosts=LOOPBACK_NAMES | {"org.example"})
    limits = Limits(bodies=(("/api/v1/documents", 200_000),), grace=1.0, rate=1_000_000)
    with serving(create_app(workspace, access=access, limits=limits)) as port:
        yield port


@pytest.mark.parametrize(
    ("host", "status"),
    [("127.0.0.1", 200), ("LOCALHOST:8000", 200), ("[::1]:8000", 200), ("org.example:443", 200), ("evil.example", 421),
     ("127.0.0.1.evil.example", 421), ("evil.example:127.0.0.1", 421), ("[::1", 421), ("", 421), ("a@localhost", 200)],
)  # fmt: skip
def test_only_its_own_names_are_answered(port: int, host: str, status: int) -> None:
    said = call(port, "GET", QUESTION, Host=host)
    assert said.status == status
    if status != 200:
        assert said.problem["type"] == "urn:dutygraph:error:Host"
        assert call(port, "GET", "/healthz", Host=host).status == status


def test_a_page_of_another_site_changes_nothing(port: int, folder: Path) -> None:
    own = f"http://127.0.0.1:{port}"
    for headers in (
        {"Origin": "http://evil.example"}, {"Origin": "null"}, {"Origin": f"{own}.evil.example"},
        {"Origin": "http://["}, {"Sec_Fetch_Site": "cross-site"}, {"Sec_Fetch_Site": "same-site"},
    ):  # fmt: skip
        for method, path in (("POST", SEND), ("DELETE", "/api/v1/documents/x"), ("PUT", "/api/v1/decisions/x")):
            assert call(port, method, path, PAPER.encode(), **headers).problem["type"] == "urn:dutygraph:error:Origin"
    assert not (folder / "upload").exists()
    assert call(port, "POST", SEND, PAPER.encode(), Origin=own, Sec_Fetch_Site="same-origin").status == 202


def kept(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_two_gigabytes_are_refused_before_they_come(port: int, folder: Path) -> None:
    before = kept(folder)
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.putrequest("POST", SEND)
    connection.putheader("Content-Length", str(2_000_000_000))
    connection.endheaders()
    said = received(connection)
    connection.close()
    assert (said.status, said.headers["connection"]) == (413, "close")
    assert said.problem["type"] == "urn:dutygraph:error:TooLarge"
    assert kept(folder) == before


@pytest.mark.parametrize("form", [False, True], ids=["bytes", "form"])
def test_what_does_not_end_is_refused_while_it_comes(port: int, folder: Path, form: bool) -> None:
    before = kept(folder)
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.putrequest("POST", SEND)
    connection.putheader("Transfer-Encoding", "chunked")
    if form:
        connection.putheader("Content-Type", "multipart/form-data; boundary=b")
    connection.endheaders()
    head = b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n' if form else b""
    for block in (head or b"x", *[b"x" * 50_000] * 5):
        connection.send(b"%x\r\n%s\r\n" % (len(block), block))
    said = received(connection)
    connection.close()
    assert said.problem["type"] == "urn:dutygraph:error:TooLarge"
    assert kept(folder) == before


def test_what_comes_too_slowly_is_refused(port: int, folder: Path) -> None:
    before = kept(folder)
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.putrequest("POST", SEND)
    connection.putheader("Content-Length", "1000")
    connection.endheaders()
    connection.send(b"x")
    said = received(connection)  # nothing more is sent: the server must speak first
    connection.close()
    assert (said.status, said.headers["connection"]) == (408, "close")
    assert said.problem["type"] == "urn:dutygraph:error:TooSlow"
    assert kept(folder) == before


def test_a_bomb_is_refused(port: int, folder: Path) -> None:
    before = kept(folder)
    said = call(port, "POST", "/api/v1/documents?name=a.docx", bomb())
    assert said.status == 422
    assert "unpack" in said.problem["detail"]
    assert kept(folder) == before


@pytest.mark.parametrize("name", ["../a.txt", "/etc/a.txt", "C:\\a.txt", "a%00.txt", "CON", "%ff.txt", "x" * 999])
def test_a_name_that_leads_elsewhere_is_refused(port: int, folder: Path, name: str) -> None:
    before = kept(folder)
    said = [call(port, "POST", f"/api/v1/documents?name={quote(name, safe='%')}", b"x")]
    if name not in ("C:\\a.txt", "%ff.txt"):  # of the first, forms give the last part only
        form = '--b\r\nContent-Disposition: form-data; name="files"; filename="{}"\r\n\r\nx\r\n--b--\r\n'
        sent = form.format(name.replace("%00", "\0")).encode()
        said.append(call(port, "POST", "/api/v1/documents", sent, Content_Type="multipart/form-data; boundary=b"))
    for each in said:
        assert each.status == 422
        assert each.problem
    assert kept(folder) == before


def test_one_line_a_request_and_no_words_of_documents(
    client: TestClient, workspace: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "dutygraph.http"):
        asked = client.get("/api/v1/who-owns", params={"words": "销售合同"})
        sent = client.post("/api/v1/documents", params={"name": "职责.txt"}, content=PAPER.encode())
        assert workspace.wait(sent.json()["id"]).state == "done"
        workspace.close()
    said = [json.loads(record.getMessage()) for record in caplog.records if record.name == "dutygraph.http"]
    lines = [line for line in said if "request_id" in line]
    assert [line["state"] for line in said if line.get("job") == sent.json()["id"]] == ["done"]
    assert lines[0]["request_id"] == asked.headers["x-request-id"]
    assert (lines[0]["method"], lines[0]["path"], lines[0]["status"]) == ("GET", "/api/v1/who-owns", 200)
    assert lines[0]["bytes"] == len(asked.content)
    assert lines[1]["status"] == 202
    assert "销售" not in caplog.text
    assert "客服" not in caplog.text


def test_a_defect_is_told_without_its_message(
    client: TestClient, workspace: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    with patch.object(workspace, "findings", side_effect=ValueError("处理客户投诉")):
        said = client.get("/api/v1/findings")
    assert said.status_code == 500
    assert said.headers["content-type"] == "application/problem+json"
    assert said.headers["x-request-id"] in said.json()["detail"]
    assert "投诉" not in said.text + caplog.text
    assert "ValueError" in caplog.text
