"""Reports of runs, and that every code is explained."""

from __future__ import annotations

import json
import re
from pathlib import Path

from dutygraph.loaders.report import NOTICES, DocumentStatus, LoadNotice, LoadReport


def test_every_code_of_the_pipeline_is_explained_with_its_severity(root: Path) -> None:
    text = (root / "docs/notices.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| `(\w+)` \| (\w+) \|", text, re.M))
    assert {code: told.get(code) for code in NOTICES} == NOTICES


def test_a_report_prints_and_travels_as_json() -> None:
    notice = LoadNotice.of_pipeline("document_unreadable", "a.txt", "a.txt is empty.")
    report = LoadReport((DocumentStatus("a.txt", "failed", "a.txt is empty."),), (notice,), facts_created=3)
    assert str(report).splitlines() == [
        "documents: 1 failed",
        "facts: 3 created, 0 changed, 0 moved, 0 removed",
        "error document_unreadable: a.txt: a.txt is empty.",
    ]
    assert report.exit_code == 3
    assert json.loads(json.dumps(report.as_dict()))["documents"][0]["key"] == "a.txt"
    assert LoadReport((), ()).exit_code == 0
