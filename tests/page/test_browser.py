"""The live page in a real Chromium, as people use it."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.common.keys import Keys

from tests.conftest import ROOT
from tests.page.conftest import Reader
from tests.page.views import views
from tests.report.conftest import HOSTILE

EXAMPLES = sorted((ROOT / "examples").glob("*.txt"))
GRAVE = ("serious", "critical")
COLOURED = ("start", "chart", "answer", "approval", "overlaps", "finding", "document", "what if", "error")
"""The views that together show every colour."""


def test_the_first_time_takes_fewer_than_fifteen_clicks(reader: Reader, empty_site: str, tmp_path: Path) -> None:
    reader.open(empty_site + "/?lang=zh")
    assert reader.shown("h1") == ["谁负责什么，哪里不合理"]
    reader.find("form:not([data-folder]) input[type=file]").send_keys("\n".join(map(str, EXAMPLES)))
    reader.clicks += 1
    reader.until(lambda: reader.shown("#job .ways"))
    assert len(reader.shown(".files > li")) == len(EXAMPLES)
    assert all("新增" in text for text in reader.shown(".files > li > p"))
    reader.click("#job a", "架构图")
    assert len(reader.shown(".chart .node")) > 10
    reader.click(".chart .node a", "区域经理")
    assert reader.shown("h1") == ["区域经理"]
    reader.click("nav a", "职责重叠")
    first = reader.shown(".pairing")[0]
    assert "区域经理" in first
    assert "售后主管" in first
    assert first.count("处理客户投诉，跟踪处理结果") == 2
    reader.click(".pairing .place")
    assert reader.shown("mark") == ["处理客户投诉，跟踪处理结果"]
    reader.click("nav a", "谁审批")
    reader.click(".chips a", "合同签订")
    reader.find("[name=amount]").send_keys("30000")
    reader.click(".sentence button")
    decides = reader.shown(".way .decides")
    assert len(decides) == 1
    assert "销售总监" in decides[0]
    assert "20万元以下" in decides[0]
    reader.click("nav a", "报告")
    reader.command("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path / "down"))
    reader.click("#report")
    file = tmp_path / "down" / "report.html"
    reader.until(file.exists)
    assert "销售总监" in file.read_text(encoding="utf-8")
    assert reader.clicks < 15


def test_a_folder_is_dropped(reader: Reader, empty_site: str, tmp_path: Path) -> None:
    folder = tmp_path / "职责"
    (folder / "sales").mkdir(parents=True)
    (folder / "sales" / "sheets.txt").write_bytes((ROOT / "examples/sales_job_sheets.txt").read_bytes())
    (folder / "picture.png").write_bytes(b"\x89PNG no document")
    reader.open(empty_site + "/?lang=en")
    box = reader.find("[data-drop]").rect
    at = {"x": box["x"] + 20, "y": box["y"] + 20}
    data = {"items": [], "files": [str(folder)], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        reader.command("Input.dispatchDragEvent", type=kind, data=data, **at)
    reader.until(lambda: reader.shown("#job .ways"))
    told = reader.shown(".files > li")
    assert any("职责/sales/sheets.txt" in text and "added" in text for text in told)
    assert any("picture.png" in text and "skipped" in text for text in told), told


def test_a_decision_is_taken_and_withdrawn_by_keyboard_alone(reader: Reader, examples: str) -> None:
    reader.open(examples + "/?lang=en")
    reader.tab_to(".skip")
    reader.press(Keys.ENTER)
    assert reader.run("return document.activeElement.id") == "main"
    reader.open(examples)
    reader.tab_to("nav a[href='/overlaps']")
    reader.press(Keys.ENTER)
    reader.until(lambda: reader.shown(".pairing"))
    reader.tab_to(".pairing .decide summary")
    reader.press(Keys.ENTER)
    reader.tab_to(".pairing [name=reason]")
    reader.press("two desks, two regions")
    reader.tab_to(".pairing [name=by]")
    reader.press("Li", Keys.ENTER)
    reader.until(lambda: any("two desks" in text for text in reader.shown(".pairing")))
    accepted = next(text for text in reader.shown(".pairing") if "two desks" in text)
    assert "Accepted by Li" in accepted
    reader.open(examples + "/findings?state=accepted")
    assert len(reader.shown(".finding")) == 1
    reader.tab_to("form[action$=withdraw] button")
    reader.press(Keys.ENTER)
    reader.until(lambda: not reader.shown(".finding"))


def test_branches_of_the_chart_fold(reader: Reader, examples: str) -> None:
    reader.open(examples + "/chart?lang=en")
    boxes = "return [...document.querySelectorAll('.node')].filter(n => getComputedStyle(n).display != 'none').length"
    everybody = reader.run(boxes)
    reader.click("[data-fold=all]")
    assert reader.run(boxes) < everybody
    while reader.run("return document.querySelectorAll('.fold[aria-expanded=false]').length"):
        reader.tab_to(".fold[aria-expanded=false]")
        reader.press(Keys.ENTER)
    assert reader.run(boxes) == everybody


def test_the_cypher_is_copied(reader: Reader, examples: str) -> None:
    reader.command("Browser.grantPermissions", permissions=["clipboardReadWrite", "clipboardSanitizedWrite"])
    reader.open(examples + "/questions/span_of_control?min_reports=3&lang=en")
    reader.click(".cypher summary")
    reader.click("[data-copy]")
    reader.until(lambda: "Copied" in reader.shown("[data-copy]"))
    assert "MATCH" in reader.shown(".cypher code")[0]


def test_filters_have_an_address_and_so_has_the_other_language(reader: Reader, examples: str) -> None:
    reader.open(examples + "/findings?lang=en")
    everything = len(reader.shown(".finding"))
    reader.click("[name=severity][value=warning]")
    reader.find("[name=q]").send_keys("客户")
    reader.click("form.filter button")
    reader.until(lambda: "severity=warning" in reader.browser.current_url)
    found = reader.shown(".finding .meta")
    assert 0 < len(found) < everything
    address = reader.browser.current_url
    assert "rule=" not in address  # what was left empty is no part of it
    reader.open(address)
    assert reader.shown(".finding .meta") == found
    reader.click(".tongues a")
    assert "severity=warning" in reader.browser.current_url
    assert len(reader.shown(".finding")) == len(found)
    assert reader.shown("h1") == ["审计发现"]
    reader.click("nav a", "文件")
    assert reader.shown("h1") == ["文件"]
    assert reader.run("return document.documentElement.lang") == "zh-Hans"


def test_everything_but_progress_and_copying_works_without_scripts(
    reader: Reader, empty_site: str, tmp_path: Path
) -> None:
    reader.open(empty_site + "/?lang=en", scripts=False)
    reader.find("input[type=file]").send_keys(str(EXAMPLES[-1]))
    reader.click(".drop button")
    reader.refresh_until(lambda: reader.browser.find_elements("css selector", "#job .ways"))
    reader.open(empty_site + "/overlaps", scripts=False)
    reader.click(".decide summary")
    reader.find(".decide [name=reason]").send_keys("so it is meant")
    reader.find(".decide [name=by]").send_keys("Wang")
    reader.click(".decide button")
    assert "so it is meant" in reader.find(".pairing").text
    assert "so it is meant" in (tmp_path / "accepted.toml").read_text(encoding="utf-8")
    reader.click(".pairing .place")
    assert reader.find("mark").text == "处理客户投诉，跟踪处理结果"
    reader.open(empty_site + "/documents", scripts=False)
    reader.click(".decide summary")
    reader.click(".decide button.grave")
    reader.refresh_until(lambda: "Done" in reader.find("#job").text)
    reader.open(empty_site + "/documents", scripts=False)
    assert "no documents" in reader.find("main").text


@pytest.mark.parametrize("name", ["examples", "hostile_site"])
def test_a_phone_needs_no_sideways_scrolling(reader: Reader, name: str, request: pytest.FixtureRequest) -> None:
    site = request.getfixturevalue(name)
    wide = {}
    for view, address in views(site).items():
        reader.open(site + address, 390)
        wide[view] = reader.run("return document.documentElement.scrollWidth")
    assert set(wide.values()) == {390}, wide


def test_hostile_names_stay_text(reader: Reader, hostile_site: str) -> None:
    said = ""
    for address in views(hostile_site).values():
        reader.open(hostile_site + address)
        assert reader.run("return window.owned === undefined")
        foreign = "main script, main img, main i, main b, main style, main a[href^='javascript']"
        assert reader.run("return document.querySelectorAll(arguments[0]).length", foreign) == 0
        said += reader.run("return document.body.textContent")
    for title in HOSTILE[:5]:
        assert title in said
    assert "\u202e" not in said
    assert HOSTILE[6] in said


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_checker_of_accessibility_finds_no_serious_fault(reader: Reader, examples: str, scheme: str) -> None:
    checker = resources.files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    # What is dark differs from what is light in colours alone.
    wanted = {"resultTypes": ["violations"], **({"runOnly": ["color-contrast"]} if scheme == "dark" else {})}
    found = {}
    for number, (view, address) in enumerate(views(examples).items()):
        if scheme == "dark" and view not in COLOURED:
            continue
        joint = "&" if "?" in address else "?"
        path, _, place = address.partition("#")
        reader.open(f"{examples}{path}{joint}lang={('en', 'zh')[number % 2]}#{place}", scheme=scheme)
        reader.run("[...document.querySelectorAll('main details')].slice(0, 5).forEach(each => { each.open = true; })")
        reader.run(checker)
        result = reader.browser.execute_async_script(
            "const done = arguments[arguments.length - 1]; axe.run(document, arguments[0]).then(done)", wanted
        )
        found[view] = [_fault(each) for each in result["violations"] if each["impact"] in GRAVE]
    assert not any(found.values()), found


def _fault(each: dict[str, Any]) -> str:
    return f"{each['id']}: {[node['html'][:150] for node in each['nodes'][:3]]}"
