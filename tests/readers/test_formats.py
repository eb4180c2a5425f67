"""One content in every format: the same facts, up to the ids of the document and where they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from dutygraph.graph import facts, vocabulary
from dutygraph.loaders.extract import ExtractSettings, extract
from dutygraph.loaders.readers import read_document

Fact = tuple[object, ...]


@pytest.fixture
def files(root: Path) -> Path:
    return root / "tests/cases/documents/formats"


def stated(path: Path) -> set[Fact]:
    """The facts of a file by names."""
    records = extract(read_document(path, "a"), ExtractSettings(vocabulary.default()))
    names = {
        r.id: r.title if isinstance(r, facts.Role) else r.name
        for r in records
        if isinstance(r, facts.Role | facts.Unit)
    }
    found: set[Fact] = set()
    for record in records:
        match record:
            case facts.Role():
                found.add(("role", record.title, names.get(record.unit_id or ""), record.kind))
            case facts.Unit():
                found.add(("unit", record.name, names.get(record.parent_id or "")))
            case facts.Duty():
                found.add(("duty", names[record.owner_id], record.text, record.mode, record.frequency, record.area))
            case facts.ReportsTo():
                found.add(("line", names[record.subordinate_id], names[record.superior_id], record.line))
            case facts.Authority():
                found.add(("authority", names[record.owner_id], record.act, record.matter, record.limit))
            case facts.Notice():
                found.add(("notice", record.code))
    return found


@pytest.mark.parametrize("suffix", ["docx", "doc", "xlsx", "xls", "html", "md", "pdf"])
def test_headed_lists(files: Path, suffix: str) -> None:
    text = stated(files / "list.txt")
    assert ("duty", "护士长", "负责病区护理质量管理,每周组织一次查房", "own", "weekly", None) in text
    assert stated(files / f"list.{suffix}") == text


@pytest.mark.parametrize("suffix", ["doc", "xlsx", "xls", "html", "pdf"])
def test_a_form(files: Path, suffix: str) -> None:
    form = stated(files / "form.docx")
    assert ("line", "护理员", "护士长", "solid") in form
    assert stated(files / f"form.{suffix}") == form
