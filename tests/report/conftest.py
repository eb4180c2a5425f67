"""Reports of the examples and of hostile documents, and a real Chromium to open them in."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from dutygraph.api.cli import dutygraph
from tests.conftest import ROOT, absent

HOSTILE = (
    '<script>window.owned="script"</script>',
    '"><img src=x onerror="window.owned=1">',
    "</script><script>window.owned=2</script>",
    '=HYPERLINK("http://example.invalid","x")',
    "'&quot;--><svg onload=window.owned=3>",
    "\u202e\u05d9\u05dc\u05d3\u202c经理\u200f",
    "经" * 5_000,
    "</style><b>",
    "]]><a href='javascript:owned=4'>x</a>",
)
"""Titles that would do harm where they were not taken for text."""


def audited(folder: Path, out: Path) -> Path:
    """The folder of an audit of `folder`."""
    result = CliRunner().invoke(dutygraph, ["audit", str(folder), "--out", str(out)])
    assert result.exit_code == 0, result.output
    return out


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the examples."""
    return audited(ROOT / "examples", tmp_path_factory.mktemp("examples")) / "report.html"


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of job sheets whose every name is hostile, each reporting to the first, all with one duty."""
    folder = tmp_path_factory.mktemp("hostile")
    return audited(hostile_documents(folder), folder / "out") / "report.html"


def hostile_documents(folder: Path) -> Path:
    """A new folder in `folder` with those job sheets."""
    docs = folder / "docs"
    docs.mkdir()
    roles = [f"{title} {number}" for number, title in enumerate(HOSTILE)]
    lines: list[dict[str, Any]] = [{"schema": "dutygraph.facts/1"}]
    lines += _records(roles)
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    (docs / "facts.jsonl").write_text(text, encoding="utf-8")
    (docs / "sheet.txt").write_text(
        f"销售部岗位职责\n\n一、{HOSTILE[0]}经理\n直接上级：总经理\n岗位职责：\n1、负责{HOSTILE[1]}管理\u202e；\n",
        encoding="utf-8",
    )
    return docs


def _records(roles: list[str]) -> Iterator[dict[str, Any]]:
    from dutygraph.graph import identity

    key = "facts/<b>hostile</b>.txt"
    document = identity.document_id(key)
    organization = identity.organization_id("<i>org</i>")
    place = 0

    def source(quote: str) -> dict[str, Any]:
        nonlocal place
        place += len(quote) + 1
        return {"document_id": document, "start": place - len(quote) - 1, "end": place - 1, "quote": quote}

    yield {"list": "documents", "id": document, "key": key, "edition": "0" * 64, "title": "<title>"}
    named = {"id": organization, "document_id": document, "name": "<i>org</i>"}
    yield {"list": "organizations", **named, "source": source("<i>org</i>")}
    ids = [identity.role_id(organization, [], title) for title in roles]
    for id_, title in zip(ids, roles, strict=True):
        yield {"list": "roles", "id": id_, "organization_id": organization, "title": title, "source": source(title)}
        duty = "负责<script>window.owned=5</script>客户档案的建立"
        claim = identity.owns_duty_id(id_, identity.duty_id(organization, duty), "own")
        yield {"list": "duties", "id": claim, "owner_id": id_, "text": duty, "source": source(duty)}
    for id_ in ids[1:]:
        yield {
            "list": "reports_to", "id": identity.reports_to_id(id_, ids[0], "solid", None), "subordinate_id": id_,
            "superior_id": ids[0], "source": source("直接上级"),
        }  # fmt: skip


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A headless Chromium with its driver; one for all tests."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    driver = shutil.which("chromedriver")
    if not browser or not driver:
        absent("chromium", "chromium and chromedriver are not both installed")
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    opened = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    try:
        yield opened
    finally:
        opened.quit()
