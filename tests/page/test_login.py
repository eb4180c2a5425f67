"""Off the loopback a browser hands over the token as the password of a login; the page then works as without one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dutygraph.api.http.access import Access
from tests.conftest import ROOT
from tests.page.conftest import Reader, site

READ, WRITE = "r" * 24, "w" * 24


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[str]:
    with site(tmp_path, Access(READ, WRITE)) as address:
        yield address


def test_whoever_logs_in_with_the_token_reads_and_sends(reader: Reader, guarded: str) -> None:
    reader.open(guarded.replace("//", f"//team:{WRITE}@") + "/?lang=en")
    assert reader.run("return getComputedStyle(document.querySelector('.bar')).display") == "flex"
    reader.open(guarded + "/documents")
    reader.find("form:not([data-folder]) input[type=file]").send_keys(str(ROOT / "examples/sales_job_sheets.txt"))
    reader.until(lambda: reader.shown("#job .ways"))
    reader.click("#job a", "chart")
    assert len(reader.shown(".node")) > 5


def test_the_reading_token_changes_nothing(reader: Reader, guarded: str) -> None:
    reader.open(guarded.replace("//", f"//team:{READ}@") + "/?lang=en")
    reader.open(guarded + "/documents")
    assert reader.shown("h1") == ["Documents"]
    status = reader.browser.execute_async_script(
        "const done = arguments[0], form = new FormData(); form.append('files', new Blob(['x']), 'a.txt');"
        "fetch(location.pathname, {method: 'POST', body: form, credentials: 'omit'}).then(a => done(a.status))"
    )
    assert status == 401
