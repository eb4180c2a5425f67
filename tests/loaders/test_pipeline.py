"""What becomes of files: order, keys, settings, defects; on a real graph in memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dutygraph.graph.engine import Engine
from dutygraph.graph.engines import open_engine
from dutygraph.graph.errors import HouseError, InputError
from dutygraph.graph.facts import Duty, Organization
from dutygraph.graph.store import documents, readings
from dutygraph.loaders import job
from dutygraph.loaders.extract import ExtractSettings, extract
from dutygraph.loaders.job import check_quotes, reading_hash
from dutygraph.loaders.pipeline import extract_paths, find_files, load_paths
from dutygraph.loaders.project import Project, find_project
from dutygraph.loaders.readers import read_document

SHEET = "采购部岗位职责\n\n一、{0}\n直接上级：总经理\n岗位职责：\n1、负责{0}的工作；\n2、编制{0}的报表。\n"


@pytest.fixture
def engine() -> Iterator[Engine]:
    opened = open_engine(":memory:")
    yield opened
    opened.close()


def write(folder: Path, **sheets: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, title in sheets.items():
        (folder / f"{name}.txt").write_text(SHEET.format(title), encoding="utf-8")
    return folder


def test_files_come_in_sorted_order_with_subfolders(tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", b="乙", a="甲")
    write(docs / "sub", c="丙")
    files, _ = find_files([docs], Project())
    assert [file.key for file in files] == ["docs/a.txt", "docs/b.txt", "docs/sub/c.txt"]


def test_a_file_given_twice_is_read_once(tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", a="甲")
    files, _ = find_files([docs, docs / "a.txt", docs / ".." / "docs"], Project())
    assert len(files) == 1


def test_two_files_with_one_key_are_refused(tmp_path: Path) -> None:
    one, two = write(tmp_path / "x" / "docs", a="甲"), write(tmp_path / "y" / "docs", a="乙")
    with pytest.raises(InputError, match=r"would both be the document docs/a\.txt"):
        find_files([one, two], Project())
    (tmp_path / "dutygraph.toml").touch()
    files, _ = find_files([one, two], find_project([one, two]))
    assert [file.key for file in files] == ["x/docs/a.txt", "y/docs/a.txt"]


def test_a_folder_without_documents_is_an_error_that_names_the_formats(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no document to read in .*\.txt"):
        find_files([tmp_path], Project())


def test_an_unchanged_reading_is_not_extracted_again(
    tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    docs = write(tmp_path / "docs", a="甲", b="乙")
    load_paths(engine, [docs], Project())

    def refuse(*_: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr(job, "read_document", refuse)
    monkeypatch.setattr(job, "extract", refuse)
    report = load_paths(engine, [docs], Project())
    assert [document.status for document in report.documents] == ["unchanged", "unchanged"]


@pytest.mark.parametrize(
    "changed",
    [
        Project(organizations={".": "华东贸易"}),
        Project(aliases={"采购员": ("买手",)}),
    ],
    ids=["organization", "aliases"],
)
def test_a_changed_setting_is_another_reading(tmp_path: Path, engine: Engine, changed: Project) -> None:
    docs = write(tmp_path / "docs", a="甲")
    load_paths(engine, [docs], Project())
    before = readings(engine)
    report = load_paths(engine, [docs], changed)
    assert [document.status for document in report.documents] == ["changed"]
    assert readings(engine) != before


def test_words_of_the_project_are_another_reading(tmp_path: Path, engine: Engine) -> None:
    docs = write(tmp_path / "docs", a="甲")
    load_paths(engine, [docs], Project())
    words = tmp_path / "words.toml"
    words.write_text('[labels]\nsuperior = ["老板"]\n', encoding="utf-8")
    report = load_paths(engine, [docs], Project(vocabulary=words))
    assert report.count("changed") == 1


def test_a_document_moved_to_another_edition_moves_its_facts(tmp_path: Path, engine: Engine) -> None:
    docs = write(tmp_path / "docs", a="甲")
    load_paths(engine, [docs], Project())
    file = docs / "a.txt"
    file.write_text("\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    report = load_paths(engine, [docs], Project())
    assert report.facts_moved > 0
    assert (report.facts_created, report.facts_changed, report.facts_removed) == (0, 0, 0)


def test_editions_of_one_document(tmp_path: Path, engine: Engine) -> None:
    docs = write(tmp_path / "docs", y2024="甲", y2025="乙")
    project = Project(documents={"制度": (docs / "y2024.txt", docs / "y2025.txt")})
    assert [file.key for file in find_files([docs], project)[0]] == ["制度", "制度"]


def test_a_defect_costs_one_document_only(tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    docs = write(tmp_path / "docs", a="甲", b="乙")

    def trips(document: object, settings: object) -> object:
        if getattr(document, "key", "") == "docs/a.txt":
            raise KeyError("a table nobody thought of")
        return extract(document, settings)  # type: ignore[arg-type]

    monkeypatch.setattr(job, "extract", trips)
    report = load_paths(engine, [docs], Project())
    assert [(d.key, d.status) for d in report.documents] == [("docs/a.txt", "failed"), ("docs/b.txt", "added")]
    assert report.exit_code == 5
    assert "KeyError" in report.notices[0].message
    assert [row.key for row in documents(engine)] == ["docs/b.txt"]


def test_a_quote_that_does_not_stand_in_the_text_is_a_defect(tmp_path: Path) -> None:
    file = write(tmp_path, a="甲") / "a.txt"
    document = read_document(file, "a.txt")
    records = extract(document, ExtractSettings())
    check_quotes(document, records)
    moved = read_document(write(tmp_path, a="甲乙") / "a.txt", "a.txt")
    with pytest.raises(HouseError, match="does not stand at"):
        check_quotes(moved, records)


def test_a_table_that_says_nothing_of_posts_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("BusinessEntityID,ShiftID,StartDate\n25,1,2009-02-03\n27,1,2008-02-27\n", "utf-8")
    [reading] = extract_paths([tmp_path], Project())
    assert [notice.code for notice in reading.notices] == ["nothing_found"]


def test_extraction_needs_no_store(tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", a="甲")
    [reading] = extract_paths([docs], Project())
    kinds = {type(record) for record in reading.facts[0].records}
    assert {Organization, Duty} <= kinds
    assert reading.facts[0].reading == reading_hash(reading.facts[0].document.edition, ExtractSettings())
