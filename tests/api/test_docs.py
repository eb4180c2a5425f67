"""No page of the documentation is lost: each is reached from docs/index.md, and links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.api.conftest import ROOT

PAGES = sorted((ROOT / "docs").glob("*.md"))


def test_every_page_is_reached_from_the_index() -> None:
    linked = set(re.findall(r"\]\(([a-z0-9_]+\.md)", (ROOT / "docs/index.md").read_text(encoding="utf-8")))
    assert {page.name for page in PAGES} - {"index.md"} == linked


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target
