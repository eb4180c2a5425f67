"""The pages about rules and profiles are written from them, with an example for every rule."""

from __future__ import annotations

from pathlib import Path

from dutygraph.api import findings_page
from dutygraph.graph import profiles
from dutygraph.graph.audit import rules

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_of_findings_is_written_from_the_rules() -> None:
    text = (ROOT / "docs/findings.md").read_text(encoding="utf-8")
    assert text == findings_page.as_markdown(ROOT / "docs/faults")
    assert text.count("- *Example*: ") == len(rules())


def test_the_page_of_profiles_is_written_from_them() -> None:
    assert (ROOT / "docs/profiles.md").read_text(encoding="utf-8") == profiles.as_markdown()
