"""report.xlsx: what a reader finds in it, and what it never does."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest

from dutygraph.api.office import book as books
from dutygraph.api.office.book import Book, Link, Table
from dutygraph.api.office.text import readable, shortened
from dutygraph.api.words import words
from tests.api.conftest import EXAMPLES, Run
from tests.office.conftest import FAULTS, cells, rows, sheet

Audited = Callable[..., Path]

SHEETS = [
    "Overview", "Action list", "Overlap register", "Gap register", "Authority matrix", "Responsibility and authority",
    "Segregation of duties", "Escalation matrix", "Organisation chart", "Spans and layers", "RACI", "Job-sheet quality",
    "Fact base", "Sources", "Rules",
]  # fmt: skip


def test_every_register_stands_on_a_sheet_that_can_be_filtered(audited: Audited) -> None:
    book = sheet(audited(FAULTS) / "report.xlsx")
    assert book.sheetnames[: len(SHEETS)] == SHEETS
    for each in book.worksheets:
        assert each.freeze_panes, each.title
        assert each.auto_filter.ref, each.title
        assert each.max_row > 1, f"{each.title} is empty"
        assert all(4 <= each.column_dimensions[name].width <= 64 for name in each.column_dimensions), each.title


def test_findings_and_figures_are_those_of_the_other_files(audited: Audited, run: Run) -> None:
    out = audited(FAULTS)
    book = sheet(out / "report.xlsx")
    found = json.loads((out / "findings.json").read_text(encoding="utf-8"))
    actions = rows(book, "Action list")
    assert [row["identity"] for row in actions] == [finding["id"] for finding in found["findings"]]
    assert [row["message"] for row in actions] == [finding["message"]["en"] for finding in found["findings"]]
    checks = [(check["count"], check["population"]) for check in found["checks"]]
    assert [(row["count"], row["population"]) for row in rows(book, "Rules")] == checks
    name = "嘉禾厨具有限公司"
    given = ("--organization", name, "--graph", out / "graph.kgl", "--format", "json")
    asked = json.loads(run("ask", "span_of_control", *given).stdout)["rows"]
    spans = [row for row in rows(book, "Spans and layers") if row["organization"] == name]
    assert [(row["role"], row["direct reports"], row["total reports"]) for row in spans] == [
        (row["title"], row["direct_reports"], row["total_reports"]) for row in asked
    ]
    asked = json.loads(
        run(
            "ask", "overlapping_duties", "--organization", name, "--graph", out / "graph.kgl", "--format", "json"
        ).stdout
    )["rows"]
    overlaps = [row for row in rows(book, "Overlap register") if row["organization"] == name]
    assert [(row["duty A"], row["duty B"]) for row in overlaps] == [(row["a_text"], row["b_text"]) for row in asked]


def test_a_row_leads_to_its_sentence_and_that_to_its_document(audited: Audited) -> None:
    book = sheet(audited(EXAMPLES) / "report.xlsx")
    overlaps, facts = book["Overlap register"], book["Fact base"]
    heads = [cell.value for cell in overlaps[1]]
    row = overlaps[2]
    for side in "AB":
        target = row[heads.index(f"source {side}")].hyperlink.location
        assert target.startswith("'Fact base'!A")
        quote = facts[int(target.rpartition("A")[2])][[cell.value for cell in facts[1]].index("quote")].value
        assert quote == row[heads.index(f"sentence {side}")].value
    document = facts[2][[cell.value for cell in facts[1]].index("document")]
    assert document.hyperlink.location == "'Sources'!A2"
    assert document.value.endswith(".txt")


def test_every_fact_of_facts_json_stands_in_the_fact_base(audited: Audited) -> None:
    out = audited(FAULTS)
    facts = json.loads((out / "facts.json").read_text(encoding="utf-8"))
    told = {row["fact"] for row in rows(sheet(out / "report.xlsx"), "Fact base")}
    for kind in ("units", "roles", "reports_to", "duties", "authorities", "holdings", "deputies"):
        assert {fact["id"] for fact in facts[kind]} <= told, kind


def test_a_hostile_document_stays_text(audited: Audited, hostile: Path) -> None:
    book = sheet(audited(hostile) / "report.xlsx")
    assert not [cell.coordinate for cell in cells(book) if cell.data_type == "f"]
    said = {str(cell.value) for cell in cells(book)}
    assert any(text.startswith("=1+1") for text in said)
    assert any("<script>alert(1)</script>" in text for text in said)
    assert any("很长的职责" * 900 in text for text in said)
    assert any(text.startswith('=HYPERLINK("http://evil.example"') and "超长名称" * 1_250 in text for text in said)
    assert any("审核合同" in text for text in said), "marks that reverse text are gone, the text is not"
    inert = [cell for cell in cells(book) if str(cell.value).startswith(("=", "+", "-", "@"))]
    assert inert
    assert all(cell.quotePrefix for cell in inert)
    targets = {cell.hyperlink.target for cell in cells(book) if cell.hyperlink}
    assert targets <= {None}, "links lead nowhere outside"


def test_the_same_documents_give_the_same_bytes(audited: Audited) -> None:
    first = (audited(FAULTS) / "report.xlsx").read_bytes()
    assert (audited(FAULTS) / "report.xlsx").read_bytes() == first


def test_headings_are_chinese_where_asked(audited: Audited) -> None:
    book = sheet(audited(FAULTS, "--lang", "zh") / "report.xlsx")
    assert {"行动清单", "权限表", "事实库", "来源"} <= set(book.sheetnames)
    for each in book.worksheets:
        for cell in each[1]:
            assert not str(cell.value or "").isascii() or cell.value in (*"RASCIV",), (each.title, cell.value)


def test_a_long_table_goes_on_on_another_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(books, "MOST_ROWS", 11)
    monkeypatch.setattr(books, "MOST_LINKS", 3)
    stream = io.BytesIO()
    book = Book(stream, words("en"))
    book.announce("facts", "Fact base")
    book.announce("more", "More")
    book.write(Table("facts", "Fact base", ["n"], [(number,) for number in range(25)]))
    book.write(Table("more", "More", ["n"], [(Link("x", "facts", row),) for row in (0, 10, 24, 24)]))
    book.close()
    stream.seek(0)
    made = openpyxl.load_workbook(stream)
    assert [made[name].max_row for name in ("Fact base", "Fact base (2)", "Fact base (3)")] == [11, 11, 6]
    links = [row[0].hyperlink and row[0].hyperlink.location for row in made["More"].iter_rows(min_row=2)]
    assert links == ["'Fact base'!A2", "'Fact base (2)'!A2", "'Fact base (3)'!A6", None]


def test_a_text_longer_than_a_cell_is_cut_where_excel_counts() -> None:
    assert len(shortened("𠮷" * 40_000, 32_767).encode("utf-16-le")) // 2 <= 32_767
    assert shortened("岗" * 32_767, 32_767) == "岗" * 32_767
    assert readable("a\x00\x1b\ud800\u2066b") == "ab"


def test_libreoffice_shows_it(audited: Audited, pages: Callable[[Path], Sequence[str]]) -> None:
    texts = "".join(pages(audited(EXAMPLES, "--lang", "zh") / "report.xlsx"))
    assert "收集、整理客户资料" in texts.replace("\r\n", "")
    assert "Err:" not in texts
