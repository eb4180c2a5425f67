"""The report in a real Chromium, as its reader uses it."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.report.conftest import HOSTILE

Open = Callable[..., Any]

SHOWN = """return [...document.querySelectorAll(arguments[0])]
    .filter(node => node.checkVisibility()).map(node => (node.innerText ?? node.textContent).trim())"""


@pytest.fixture
def page(chromium: Any) -> Iterator[Open]:
    """Open a file at a width; whatever the console says against the page fails the test."""

    def opened(file: Path, width: int = 1440, *, scripts: bool = True) -> Any:
        size = {"width": width, "height": 1000, "deviceScaleFactor": 1, "mobile": width < 500}
        chromium.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        chromium.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not scripts})
        chromium.get("about:blank")
        chromium.get(file.as_uri())
        return chromium

    yield opened
    chromium.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert [entry["message"] for entry in chromium.get_log("browser")] == []


def shown(browser: Any, selector: str) -> list[str]:
    texts: list[str] = browser.execute_script(SHOWN, selector)
    return texts


def until(browser: Any, condition: Callable[[], Any]) -> Any:
    from selenium.webdriver.support.wait import WebDriverWait

    return WebDriverWait(browser, 20, poll_frequency=0.05).until(lambda _: condition())


def find(browser: Any, selector: str) -> Any:
    return browser.find_element("css selector", selector)


def click(browser: Any, selector: str) -> None:
    browser.execute_script("document.querySelector(arguments[0]).scrollIntoView({block: 'center'})", selector)
    find(browser, selector).click()


def test_findings_are_filtered_by_severity_group_and_words(page: Open, report: Path) -> None:
    browser = page(report)
    everything = len(shown(browser, ".finding"))
    click(browser, "[name=severity][value=warning]")
    until(browser, lambda: len(shown(browser, ".finding")) < everything)
    warnings = shown(browser, ".finding")
    assert all(text.startswith("warning") for text in warnings)
    assert find(browser, "form[data-for=findings] output").text == f"{len(warnings)} / {everything}"
    find(browser, "form[data-for=findings] [name=q]").send_keys("客户 档案")
    until(browser, lambda: len(shown(browser, ".finding")) < len(warnings))
    assert all("客户档案" in text for text in shown(browser, ".finding"))
    click(browser, "form[data-for=findings] [type=reset]")
    until(browser, lambda: len(shown(browser, ".finding")) == everything)


def test_a_figure_of_the_summary_leads_to_its_findings(page: Open, report: Path) -> None:
    browser = page(report)
    link = "a[data-group=bands][data-severity=warning]"
    count = int(find(browser, link).text)
    click(browser, link)
    until(browser, lambda: len(shown(browser, ".finding")) == count)


def test_a_cell_of_the_heat_map_opens_the_two_sentences(page: Open, report: Path) -> None:
    browser = page(report)
    click(browser, ".hot")
    until(browser, lambda: shown(browser, "dialog .pairing"))
    sides = shown(browser, "dialog .pairing:first-child .pair > div")
    owners = shown(browser, "dialog h2")[0].split(":")[0].split(" × ")
    assert len(sides) == 2
    assert all(any(owner in side for side in sides) for owner in owners)
    assert all("line " in side for side in sides)
    find(browser, "dialog button").click()
    assert not shown(browser, "dialog")


def test_a_quote_opens_at_its_place_in_the_document(page: Open, report: Path) -> None:
    browser = page(report)
    quote = shown(browser, ".finding blockquote")[0].split("\n")[0]
    click(browser, ".finding .place")
    until(browser, lambda: shown(browser, "dialog mark"))
    assert shown(browser, "dialog mark") == [quote]
    assert len(shown(browser, "dialog .body > div")) > 3
    click(browser, "#viewed > a")
    until(browser, lambda: shown(browser, ".document .found"))
    assert quote in shown(browser, ".document .found")[0]


def test_the_language_is_switched(page: Open, report: Path) -> None:
    browser = page(report)
    assert shown(browser, "h1") == ["Responsibility audit"]
    click(browser, "#zh")
    assert shown(browser, "h1") == ["职责审计报告"]
    assert find(browser, "html").get_attribute("lang") == "zh-Hans"
    assert find(browser, "select[name=group] option").text == "全部"
    assert not shown(browser, ".en")


def test_branches_fold_by_mouse_and_by_keyboard(page: Open, report: Path) -> None:
    from selenium.webdriver.common.keys import Keys

    browser = page(report)
    height = int(find(browser, ".drawing .scroll > svg").get_attribute("height"))
    boxes = len(shown_boxes(browser))
    fold = browser.find_elements("css selector", ".fold")[1]
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", fold)
    fold.click()
    assert fold.get_attribute("aria-expanded") == "false"
    assert len(shown_boxes(browser)) < boxes
    assert int(find(browser, ".drawing .scroll > svg").get_attribute("height")) < height
    fold.send_keys(Keys.ENTER)
    assert len(shown_boxes(browser)) == boxes


def shown_boxes(browser: Any) -> list[str]:
    boxes: list[str] = browser.execute_script(
        "return [...document.querySelectorAll('.scroll .node')].filter(n => getComputedStyle(n).display != 'none')"
        ".map(n => n.dataset.role)"
    )
    return boxes


def test_a_box_of_the_chart_opens_the_card(page: Open, report: Path) -> None:
    browser = page(report)
    click(browser, ".node a")
    until(browser, lambda: shown(browser, "details.role[open]"))
    assert "Direct reports" in shown(browser, "details.role[open]")[0]


def test_all_controls_are_reached_by_keyboard(page: Open, report: Path) -> None:
    from selenium.webdriver.common.keys import Keys

    browser = page(report)
    reached = set()
    for _ in range(60):
        browser.switch_to.active_element.send_keys(Keys.TAB)
        reached.add(browser.execute_script("const n = document.activeElement; return n.id || n.name || n.tagName"))
    assert {"en", "print", "q", "severity", "state", "group"} <= reached


def test_printing_shows_everything_and_no_controls(page: Open, report: Path) -> None:
    browser = page(report)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert not shown(browser, "nav, .filter, .language")
    assert shown(browser, ".strips svg")
    pdf = base64.b64decode(
        browser.execute_cdp_cmd("Page.printToPDF", {"paperWidth": 8.27, "paperHeight": 11.69})["data"]
    )
    assert pdf.startswith(b"%PDF")


def test_without_scripts_everything_is_there_and_both_languages(page: Open, report: Path) -> None:
    browser = page(report, scripts=False)
    text = find(browser, "body").text
    assert "One duty, several owners" in text
    assert "收集、整理客户资料，建立客户档案" in text
    assert "Search" not in text
    find(browser, "#zh").click()
    assert "同一职责多个主责" in find(browser, "body").text


def test_a_phone_needs_no_sideways_scrolling(page: Open, report: Path) -> None:
    browser = page(report, 390)
    assert browser.execute_script("return document.documentElement.scrollWidth") == 390


def test_hostile_names_stay_text(page: Open, hostile: Path) -> None:
    browser = page(hostile)
    assert browser.execute_script("return window.owned === undefined")
    programs = "return document.querySelectorAll('script:not([type]), img, main b, main i').length"
    assert browser.execute_script(programs) == 1
    text = browser.execute_script("return document.body.textContent")
    for title in (HOSTILE[0], HOSTILE[1], HOSTILE[3], "<i>org</i>", "facts/<b>hostile</b>.txt"):
        assert title in text
    assert "\u202e" not in text
    assert HOSTILE[6] in text
    click(browser, ".node a")
    until(browser, lambda: shown(browser, "details.role[open]"))
    assert browser.execute_script("return window.owned === undefined")


def test_a_long_name_breaks_no_line(page: Open, hostile: Path) -> None:
    browser = page(hostile, 390)
    assert browser.execute_script("return document.documentElement.scrollWidth") == 390


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory, report: Path) -> Path:
    """The report of the examples as if the organisation were large."""
    from dutygraph.api.report import html
    from tests.conftest import ROOT
    from tests.report.conftest import audited

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(html, "READABLE_ROLES", 0)
        return audited(ROOT / "examples", tmp_path_factory.mktemp("packed")) / "report.html"


def test_packed_lists_are_unpacked_searched_and_opened(page: Open, packed: Path, report: Path) -> None:
    browser = page(packed)
    assert "收集、整理客户资料" not in packed.read_text(encoding="utf-8").split("<dialog")[0].split("packed")[0]
    click(browser, "form[data-for=findings] [name=q]")
    until(browser, lambda: shown(browser, ".finding"))
    find(browser, "form[data-for=findings] [name=q]").send_keys("客户档案")
    until(
        browser, lambda: shown(browser, ".finding") and all("客户档案" in text for text in shown(browser, ".finding"))
    )
    click(browser, ".finding .place")
    until(browser, lambda: shown(browser, "dialog mark"))
    find(browser, "dialog button").click()
    click(browser, ".hot")
    until(browser, lambda: len(shown(browser, "dialog blockquote")) == 2)
