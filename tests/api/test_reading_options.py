"""Options that say how documents are read, on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from tests.api.conftest import Run

SHEET = "制图部岗位职责\n\n一、描图员\n大掌柜：总测绘师\n岗位职责：\n1、负责描图；\n2、编制图表。\n"


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    return folder


def facts(run: Run, *arguments: object) -> dict[str, list[dict[str, object]]]:
    done = run("extract", *arguments)
    assert done.exit_code == 0, done.stderr
    found: dict[str, list[dict[str, object]]] = json.loads(done.stdout)
    return found


def test_words_of_a_trade_without_touching_code(run: Run, docs: Path, tmp_path: Path) -> None:
    (docs / "a.txt").write_text(SHEET, encoding="utf-8")
    assert not facts(run, docs)["reports_to"]
    words = tmp_path / "words.toml"
    words.write_text('[labels]\nsuperior = ["大掌柜"]\n', encoding="utf-8")
    found = facts(run, docs, "--vocabulary", words)
    titles = {role["id"]: role["title"] for role in found["roles"]}
    assert [titles[line["superior_id"]] for line in found["reports_to"]] == ["总测绘师"]


def test_words_at_the_heads_of_columns(run: Run, docs: Path, tmp_path: Path) -> None:
    (docs / "a.csv").write_text("Berth,Answers unto\nBosun,Captain\nDeckhand,Bosun\n", encoding="utf-8")
    words = tmp_path / "words.toml"
    words.write_text('[columns]\ntitle = ["berth"]\nsuperior = ["answers unto"]\n', encoding="utf-8")
    assert len(facts(run, docs, "--vocabulary", words)["reports_to"]) == 2
    named = ("--columns", "title=Berth", "--columns", "superior=Answers unto")
    assert len(facts(run, docs, *named)["reports_to"]) == 2


@pytest.mark.parametrize(
    ("option", "says"),
    [("superior", "not of the form"), ("boss=Chef", "there is no meaning 'boss'")],
)
def test_a_faulty_option_is_refused(run: Run, docs: Path, option: str, says: str) -> None:
    (docs / "a.csv").write_text("Berth,Answers unto\nBosun,Captain\n", encoding="utf-8")
    done = run("load", docs, "--columns", option, code=2)
    assert says in done.stderr


def test_columns_named_are_another_reading(run: Run, docs: Path) -> None:
    (docs / "a.csv").write_text("Post,Chef\nBosun,Captain\nDeckhand,Bosun\n", encoding="utf-8")
    run("load", docs, "--graph", "g.kgl")
    assert "unchanged 1" in run("load", docs, "--graph", "g.kgl").stdout
    assert "changed 1" in run("load", docs, "--graph", "g.kgl", "--columns", "superior=Chef").stdout


def test_many_notices_are_counted_or_all_shown(run: Run, docs: Path) -> None:
    rows = "".join(f"P{n},Clerk {n},Z{n}\n" for n in range(2, 40))
    (docs / "a.csv").write_text(f"Post ID,Post,Reports to\nP1,Head,\nP0,Deputy,P1\n{rows}", encoding="utf-8")
    first = run("load", docs, "--graph", "g.kgl").stderr
    assert first.count("[superior_unresolved]") == 6
    assert "33 more like these" in first
    assert run("load", docs, "--graph", "h.kgl", "--notices", "all").stderr.count("[superior_unresolved]") == 38
    report = json.loads(run("load", docs, "--graph", "i.kgl", "--format", "json").stdout)
    assert sum(notice["code"] == "superior_unresolved" for notice in report["notices"]) == 38


def test_a_packed_table_is_read_once(run: Run, docs: Path) -> None:
    import gzip

    (docs / "a.csv.gz").write_bytes(gzip.compress(b"Post,Reports to\nBosun,Captain\nDeckhand,Bosun\n", mtime=0))
    assert "added 1" in run("load", docs, "--graph", "g.kgl").stdout
    assert "unchanged 1" in run("load", docs, "--graph", "g.kgl").stdout


def test_tables_that_name_each_other(run: Run, docs: Path) -> None:
    (docs / "a_junior.csv").write_text(
        "Generic Job Title,Reporting Senior Post\nNurse,S2\nPorter,S2\n", encoding="utf-8"
    )
    alone = run("load", docs, "--graph", "g.kgl")
    assert "[superior_unresolved]" in alone.stderr
    (docs / "b_senior.csv").write_text("Post ID,Job title,Reports to\nS1,Head,\nS2,Matron,S1\n", encoding="utf-8")
    both = run("load", docs, "--graph", "g.kgl")
    assert "[superior_unresolved]" not in both.stderr
    assert "changed 1" in both.stdout
    assert "unchanged 2" in run("load", docs, "--graph", "g.kgl").stdout
    (docs / "a_junior.csv").write_text("Generic Job Title,Reporting Senior Post\nNurse,S2\nCook,S2\n", encoding="utf-8")
    assert "[superior_unresolved]" not in run("load", docs, "--graph", "g.kgl").stderr


def test_a_review_from_extract_to_load(run: Run, docs: Path, tmp_path: Path) -> None:
    (docs / "a.txt").write_text(SHEET, encoding="utf-8")
    file = tmp_path / "review.xlsx"
    run("extract", docs, "--out", file)
    book = openpyxl.load_workbook(file)
    sheet = book.active
    assert sheet is not None
    row = next(cells for cells in sheet.iter_rows(min_row=2) if cells[4].value == "编制图表")
    for column, value in ((8, "correct"), (9, "编制海图"), (10, "王芳"), (11, "2026-01-31")):
        row[column].value = value
    book.save(file)
    decided = file.read_bytes()
    run("load", docs, "--graph", "g.kgl", "--review", file)
    texts = [duty["text"] for duty in json.loads(run("export", "facts", "--graph", "g.kgl").stdout)["duties"]]
    assert texts == ["负责描图", "编制海图"]
    run("extract", docs, "--out", file)
    assert file.with_name("review.xlsx.bak").read_bytes() == decided
    run("load", docs, "--graph", "h.kgl", "--review", file)
    assert "编制海图" in run("export", "facts", "--graph", "h.kgl").stdout


def test_an_audit_proposes_aliases(run: Run, docs: Path, tmp_path: Path) -> None:
    (docs / "a.txt").write_text(SHEET.replace("大掌柜", "直接上级"), encoding="utf-8")
    run("audit", docs, "--out", tmp_path / "report")
    assert "beside" in (tmp_path / "report" / "aliases.toml").read_text(encoding="utf-8")
