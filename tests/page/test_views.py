"""What the views answer, seen as a browser without scripts gets it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from markupsafe import escape

from dutygraph.api import page
from dutygraph.api.http import create_app
from dutygraph.api.http.access import Access
from dutygraph.api.http.workspace import Workspace
from dutygraph.api.words import words
from dutygraph.graph.ask import ask
from dutygraph.graph.catalog import catalog
from dutygraph.graph.engines import open_engine
from dutygraph.graph.errors import AmbiguousName
from dutygraph.graph.store import load
from tests.conformance.graphs import documents

BASE = "http://127.0.0.1"


@pytest.fixture(scope="module")
def workspace(examples_folder: Path) -> Iterator[Workspace]:
    """The examples with their graph; nobody changes them."""
    with opened(examples_folder) as held:
        yield held


@pytest.fixture
def own(examples_folder: Path, tmp_path: Path) -> Iterator[Workspace]:
    """A copy of them to change."""
    with opened(Path(shutil.copytree(examples_folder, tmp_path / "copy"))) as held:
        yield held


@contextmanager
def opened(folder: Path) -> Iterator[Workspace]:
    engine = open_engine(str(folder / "graph.kgl"))
    held = Workspace(engine, folder)
    yield held
    held.close()
    engine.close()


@pytest.fixture
def client(workspace: Workspace) -> TestClient:
    """Somebody who reads English."""
    return served(workspace)


def served(workspace: Workspace, access: Access | None = None, **given: bool) -> TestClient:
    app = create_app(workspace, access=access)
    page.add(app, workspace, **given)
    return TestClient(app, base_url=BASE, headers={"Accept-Language": "en"}, follow_redirects=False)


def role(workspace: Workspace, title: str) -> str:
    rows = ask(workspace.engine, "span_of_control", {"min_reports": 0}).to_dicts()
    return str(next(row["role_id"] for row in rows if row["title"] == title))


PATHS = (
    "/", "/chart", "/search?q=%E5%AE%A2%E6%88%B7", "/questions", "/who-approves", "/overlaps", "/findings",
    "/documents", "/what-if", "/report",
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_a_page_holds_nothing_that_runs_and_asks_nobody_else(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert re.findall(r"<script(?![^>]* src=\"/page/)|<style|\son[a-z]+=|\sstyle=|javascript:", answer.text) == []
    assert re.findall(r'(?:src|href|action)="(?!/|#)[^"]*"', answer.text) == []
    for asset in set(re.findall(r'(?:src|href)="(/page/[^"]+)"', answer.text)):
        assert client.get(asset).status_code == 200


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("path", PATHS)
def test_every_view_speaks_both_languages(client: TestClient, path: str, lang: str) -> None:
    answer = client.get(path, params={**dict(client.get(path).url.params), "lang": lang})
    heading = re.search(r"<h1>(.*?)</h1>", answer.text)
    assert heading is not None
    assert bool(re.search(r"[一-鿿]", heading[1])) == (lang == "zh")
    assert f'lang="{"zh-Hans" if lang == "zh" else "en"}"' in answer.text.split("<head>")[0]
    # It is spoken from now on.
    assert re.search(r"<h1>(.*?)</h1>", client.get(path).text)[1] == heading[1]  # type: ignore[index]


def test_both_languages_say_the_same_things() -> None:
    texts = {lang: words(lang)._texts["page"] for lang in ("en", "zh")}
    assert texts["en"].keys() == texts["zh"].keys()


@pytest.mark.parametrize("name", list(catalog().questions))
def test_a_question_has_a_form_of_its_parameters_and_shows_its_answer(
    client: TestClient, workspace: Workspace, name: str
) -> None:
    query = catalog().questions[name]
    form = client.get(f"/questions/{name}").text
    for param in query.params:
        assert f'name="{param.name}"' in form
    examples = {"role": "销售总监", "other": "区域经理", "unit": "销售部", "matter": "合同签订", "words": "客户"}
    given = {param.name: examples[param.name] for param in query.params if param.required}
    answer = ask(workspace.engine, name, given)
    organization = ask(workspace.engine, "organizations", {}).to_dicts()[0]["organization_id"]
    text = client.get(f"/questions/{name}", params={**given, "organization": organization}).text
    assert f"{len(answer.rows)} rows" in text
    assert str(answer.run_id) in text
    assert "complete" in text
    for pieces in answer.evidence[:100]:
        for piece in pieces[:1]:
            assert escape(piece.quote) in text
    csv = client.get(f"/questions/{name}/answer.csv", params=given)
    assert csv.content.decode("utf-8-sig") == answer.to_csv()
    json = client.get(f"/questions/{name}/answer.json", params=given)
    assert json.text == answer.to_json()
    assert "attachment" in json.headers["content-disposition"]


def test_a_wrong_name_keeps_the_form_and_offers_the_nearest(client: TestClient) -> None:
    answer = client.get("/questions/role_card?role=" + quote("区域经"))
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert "销售部/区域经理" in answer.text
    assert 'value="区域经"' in answer.text


def test_a_name_that_fits_several_leads_to_each_of_them(tmp_path: Path) -> None:
    engine = open_engine(":memory:")
    load(engine, documents("same_title"), holder="test")
    client = served(Workspace(engine))
    with pytest.raises(AmbiguousName) as several:
        ask(engine, "role_card", {"organization": "甲公司", "role": "业务员"})
    home = next(r["organization_id"] for r in ask(engine, "organizations").to_dicts() if r["title"] == "甲公司")
    answer = client.get(f"/questions/role_card?organization={home}&role=" + quote("业务员"))
    links = re.findall(r'<li><a href="(/questions/role_card\?[^"]+)">', answer.text)
    assert len(links) == len(several.value.candidates) > 1
    for link in links:
        assert 'id="answer"' in client.get(link.replace("&amp;", "&")).text
    engine.close()


def test_part_of_a_chinese_phrase_finds_roles_units_and_duties(client: TestClient) -> None:
    roles = client.get("/search?q=" + quote("主管")).text
    assert "售后主管" in roles
    assert "品牌主管" in roles
    assert "市场部" in client.get("/search?q=" + quote("市场")).text
    duties = client.get("/search?q=" + quote("客户 投诉")).text
    assert "处理客户投诉，跟踪处理结果" in duties
    assert "每季度组织客户满意度调查" not in duties
    assert "“" in client.get("/search?q=" + quote("无此词")).text


def first_quote(client: TestClient) -> tuple[str, str]:
    """The first quote of the overlap register, and the address of its place."""
    found = re.search(
        r'<blockquote>(.*?)<cite>\s*<a class="place" href="(/documents/[^"]+)#at"', client.get("/overlaps").text
    )
    assert found is not None
    return found[1], found[2]


def test_a_quote_is_marked_at_its_place(client: TestClient) -> None:
    said, place = first_quote(client)
    text = client.get(place).text
    assert re.findall(r"<mark[^>]*>(.*?)</mark>", text) == [said]
    assert len(re.findall(r"<div>", text)) > 10
    assert client.get(place.split("?")[0] + "?at=9:1").status_code == 200


def test_a_document_whose_file_is_gone_shows_its_sentences(own: Workspace) -> None:
    assert own.folder is not None
    client = served(own)
    said, place = first_quote(client)
    for file in own.folder.glob("*.txt"):
        file.unlink()
    text = client.get(place).text
    assert "not at hand" in text
    assert re.findall(r"<mark[^>]*>(.*?)</mark>", text) == [said]


def test_a_scenario_is_tried_and_a_wrong_one_says_why(client: TestClient) -> None:
    good = 'title = "投诉归口"\nchanges = [{ move = "处理客户投诉", from = "区域经理", to = "售后主管" }]'
    text = client.get("/what-if", params={"scenario": good}).text
    assert "投诉归口" in text
    assert "no longer found" in text
    wrong = client.get("/what-if", params={"scenario": good.replace("售后主管", "售后主")})
    assert wrong.status_code == 422
    assert "售后主管" in wrong.text  # the nearest is offered
    assert good.split("\n")[0].replace('"', "&#34;") in wrong.text  # what was written is still there


def test_decisions_lead_back_to_this_server_only(own: Workspace) -> None:
    client = served(own)
    finding = own.findings().findings[0].id
    path = f"/findings/{finding}/accept"
    sent = {"reason": "so it is", "by": "Li", "back": "/overlaps?kind=duplicate#x"}
    assert client.post(path, data=sent).headers["location"] == "/overlaps?kind=duplicate#x"
    for back in ("https://example.invalid/", "//example.invalid", "/\\example.invalid", "javascript:1", ""):
        assert client.post(path, data={**sent, "back": back}).headers["location"] == "/"
    assert client.post(path, data={**sent, "reason": " "}).status_code == 422
    assert client.post(path, data=sent, headers={"Origin": "https://example.invalid"}).status_code == 403
    assert [each.finding for each in own.accepted()] == [finding]
    assert client.post(f"/findings/{finding}/withdraw", data=sent).status_code == 303
    assert own.accepted() == []


def test_a_pair_of_the_register_stands_beside_the_finding_that_tells_of_it(
    client: TestClient, workspace: Workspace
) -> None:
    rules = ("overlap_duplicate", "overlap_shared_scope", "duty_two_owners")
    findings = {each.id for each in workspace.findings().findings if each.rule in rules}
    text = client.get("/overlaps").text
    assert len(findings) > 3
    assert findings == set(re.findall(r'href="/findings/(finding_[0-9a-f]+)"', text))
    assert findings <= set(re.findall(r'action="/findings/(finding_[0-9a-f]+)/accept"', text))
    # An address of a finding leads to the first of its pairs.
    assert findings == set(re.findall(r'<article [^>]*id="(finding_[0-9a-f]+)"', text))


def test_what_is_not_there_is_a_page_that_says_so(client: TestClient) -> None:
    for path in ("/cards/role_none", "/findings/finding_none", "/documents/document_none", "/jobs/job_none",
                 "/questions/none", "/chart?organization=organization_none"):  # fmt: skip
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert 'class="lead problem"' in answer.text
    assert client.get("/page/none.css").status_code == 404


def test_a_read_only_server_offers_no_changes(workspace: Workspace) -> None:
    access = Access(read_token="r" * 20)
    client = served(workspace, access, changes=not access.read_only)
    assert client.get("/").status_code == 401
    client.headers["Authorization"] = "Bearer " + "r" * 20
    for path in ("/", "/documents", "/findings", "/overlaps"):
        text = client.get(path).text
        assert 'method="post"' not in text
    assert client.post("/documents", files={"files": ("a.txt", b"x")}).status_code == 403


def test_a_large_organization_is_drawn_in_parts_that_lead_to_each_other(
    client: TestClient, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dutygraph.api.page import charts

    monkeypatch.setattr(charts, "WHOLE_ROLES", 3)
    monkeypatch.setattr(charts, "PART_ROLES", 4)
    first = client.get("/chart").text
    assert "Part 1 of" in first
    onward = re.search(r'href="(/chart\?organization=[^"]+part=role_[0-9a-f]+)"><text', first)
    assert onward is not None
    part = client.get(onward[1].replace("&amp;", "&")).text
    assert onward[1][-21:] in part
    manager = role(workspace, "业务员")
    assert f'id="here" data-role="{manager}"' in client.get(f"/chart?role={manager}").text
