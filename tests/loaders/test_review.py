"""What people decide about facts, in a workbook: taken over on the next load of the same document."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from dutygraph.graph import facts
from dutygraph.graph.engine import Engine
from dutygraph.graph.engines import open_engine
from dutygraph.graph.errors import InputError
from dutygraph.graph.facts import AnyRecord
from dutygraph.loaders.pipeline import extract_paths, load_paths
from dutygraph.loaders.project import Project
from dutygraph.loaders.review import COLUMNS, read_review
from dutygraph.loaders.reviewsheet import write_review

SHEET = (
    "仓储部岗位职责\n\n一、仓库主管\n直接上级：物流经理\n岗位职责：\n1、负责仓库的安全；\n2、编制库存报表。\n\n"
    "二、叉车司机\n直接上级：仓库主管\n岗位职责：\n1、负责货物装卸。\n"
)

Row = dict[str, str]
Decide = Callable[[list[Row]], None]


@pytest.fixture
def engine() -> Iterator[Engine]:
    opened = open_engine(":memory:")
    yield opened
    opened.close()


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "a.txt").write_text(SHEET, encoding="utf-8")
    return folder


def groups(docs: Path, project: Project | None = None) -> list[facts.DocumentFacts]:
    return [group for each in extract_paths([docs], project or Project()) for group in each.facts]


def review(docs: Path, decide: Decide, former: Path | None = None) -> Path:
    """A review of the documents as a person fills it in."""
    file = docs.parent / "review.xlsx"
    stream = BytesIO()
    write_review(groups(docs), stream, former)
    book = openpyxl.load_workbook(stream)
    sheet = book.active
    assert sheet is not None
    rows = [
        {name: str(value or "") for name, value in zip(COLUMNS, row, strict=True)}
        for row in sheet.iter_rows(min_row=2, max_col=len(COLUMNS), values_only=True)
    ]
    decide(rows)
    for number, row in enumerate(rows, 2):
        for column, name in enumerate(COLUMNS, 1):
            sheet.cell(number, column, row.get(name, "") or None)
    book.save(file)
    return file


def about(kind: str, fact: str, **decision: str) -> Decide:
    def decide(rows: list[Row]) -> None:
        [row] = [row for row in rows if (row["list"], row["fact"]) == (kind, fact)]
        row.update({"author": "王芳", "date": "2026-03-02", **decision})

    return decide


def added(**row: str) -> Decide:
    return lambda rows: rows.append({"author": "王芳", "date": "2026-03-02", **row})


def reviewed(docs: Path, file: Path) -> list[AnyRecord]:
    [group] = groups(docs, Project(review=file))
    facts.check(group)
    return list(group.records)


def of(records: list[AnyRecord], kind: type) -> list:  # type: ignore[type-arg]
    return [record for record in records if isinstance(record, kind)]


def test_a_workbook_has_one_row_a_fact_with_its_sentence(docs: Path) -> None:
    stream = BytesIO()
    write_review(groups(docs), stream)
    sheet = openpyxl.load_workbook(stream).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == COLUMNS
    assert len(rows) - 1 == sum(not isinstance(r, (facts.Document, facts.Notice)) for r in groups(docs)[0].records)
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref
    duty = next(row for row in rows if row[4] == "编制库存报表")
    assert duty[6] == "编制库存报表"
    assert "mode: own" in str(duty[5])


def test_a_sentence_never_becomes_a_formula(docs: Path) -> None:
    (docs / "a.txt").write_text(SHEET.replace("负责仓库的安全", "=1+1的核对"), encoding="utf-8")
    stream = BytesIO()
    write_review(groups(docs), stream)
    sheet = openpyxl.load_workbook(stream).active
    assert sheet is not None
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}


def test_a_corrected_duty(docs: Path) -> None:
    file = review(
        docs, about("duties", "编制库存报表", verdict="correct", correction="mode: assist; frequency: weekly")
    )
    [duty] = [d for d in of(reviewed(docs, file), facts.Duty) if d.text == "编制库存报表"]
    assert (duty.mode, duty.frequency) == ("assist", "weekly")
    assert (duty.source.author, duty.source.date) == ("王芳", "2026-03-02")
    assert duty.source.quote == "编制库存报表"


def test_a_corrected_title_takes_its_facts_along(docs: Path) -> None:
    file = review(docs, about("roles", "仓库主管", verdict="correct", correction="仓储主管"))
    records = reviewed(docs, file)
    [role] = [r for r in of(records, facts.Role) if r.title == "仓储主管"]
    assert sum(d.owner_id == role.id for d in of(records, facts.Duty)) == 2
    assert sum(role.id in (r.subordinate_id, r.superior_id) for r in of(records, facts.ReportsTo)) == 2


def test_a_rejected_post_takes_its_facts_along(docs: Path) -> None:
    file = review(docs, about("roles", "叉车司机", verdict="reject"))
    records = reviewed(docs, file)
    assert "叉车司机" not in {r.title for r in of(records, facts.Role)}
    assert "负责货物装卸" not in {d.text for d in of(records, facts.Duty)}


def test_another_superior(docs: Path) -> None:
    def decide(rows: list[Row]) -> None:
        [row] = [row for row in rows if row["list"] == "reports_to" and row["owner"].endswith("叉车司机")]
        row.update(verdict="correct", correction="物流经理", author="王芳", date="2026/3/2")

    records = reviewed(docs, review(docs, decide))
    titles = {r.id: r.title for r in of(records, facts.Role)}
    assert {titles[r.superior_id] for r in of(records, facts.ReportsTo)} == {"物流经理"}


def test_facts_from_an_interview(docs: Path) -> None:
    def decide(rows: list[Row]) -> None:
        for row in (
            {"list": "duties", "owner": "叉车司机", "fact": "每日检查叉车"},
            {"list": "reports_to", "owner": "夜班组长", "fact": "仓库主管", "details": "line: dotted"},
            {"list": "authorities", "owner": "仓库主管", "fact": "报废", "details": "act: propose"},
        ):
            added(**row)(rows)

    records = reviewed(docs, review(docs, decide))
    duty = next(d for d in of(records, facts.Duty) if d.text == "每日检查叉车")
    assert duty.frequency == "daily"
    assert (duty.source.author, duty.source.date, duty.source.start) == ("王芳", "2026-03-02", None)
    titles = {r.id: r.title for r in of(records, facts.Role)}
    assert ("夜班组长", "dotted") in {(titles[r.subordinate_id], r.line) for r in of(records, facts.ReportsTo)}
    assert [(titles[a.owner_id], a.act) for a in of(records, facts.Authority) if a.matter == "报废"] == [
        ("仓库主管", "propose")
    ]


def test_a_correction_whose_sentence_is_gone_is_a_notice(docs: Path) -> None:
    file = review(docs, about("duties", "编制库存报表", verdict="correct", correction="编制盘点报表"))
    (docs / "a.txt").write_text(SHEET.replace("编制库存报表", "编制月度报表"), encoding="utf-8")
    records = reviewed(docs, file)
    [notice] = [n for n in of(records, facts.Notice) if n.code == "correction_lapsed"]
    assert notice.source.quote == "编制库存报表"
    assert "编制月度报表" in {d.text for d in of(records, facts.Duty)}


def test_a_review_takes_effect_on_the_next_load(docs: Path, engine: Engine) -> None:
    load_paths(engine, [docs], Project())
    file = review(docs, about("duties", "编制库存报表", verdict="reject"))
    report = load_paths(engine, [docs], Project(review=file))
    assert [d.status for d in report.documents] == ["changed"]
    assert report.facts_removed > 0
    assert load_paths(engine, [docs], Project(review=file)).count("unchanged") == 1


def test_decisions_are_taken_over_into_a_new_workbook(docs: Path) -> None:
    def decide(rows: list[Row]) -> None:
        about("duties", "编制库存报表", verdict="reject")(rows)
        about("duties", "负责货物装卸", verdict="accept")(rows)
        added(list="duties", owner="叉车司机", fact="检查叉车", document="docs/a.txt")(rows)

    former = review(docs, decide)
    (docs / "a.txt").write_text("\n" + SHEET.replace("编制库存报表", "编制月度报表"), encoding="utf-8")
    before = [each.fingerprint for each in read_review(former)]
    renewed = review(docs, lambda rows: None, former)
    assert [each.fingerprint for each in read_review(renewed)] == before
    assert "accept" in {cell.value for row in openpyxl.load_workbook(renewed).active.iter_rows() for cell in row}  # type: ignore[union-attr]


def test_a_workbook_among_the_documents_is_no_document(docs: Path) -> None:
    file = review(docs, about("duties", "编制库存报表", verdict="reject"))
    write_review(groups(docs), (docs / "review.xlsx").open("wb"))
    assert [each.file.key for each in extract_paths([docs], Project(review=file))] == ["docs/a.txt"]


@pytest.mark.parametrize(
    ("decide", "says"),
    [
        (about("duties", "编制库存报表", verdict="maybe"), "no verdict 'maybe'"),
        (about("duties", "编制库存报表", verdict="reject", author=""), "who says so"),
        (about("duties", "编制库存报表", verdict="reject", date="spring"), "who says so"),
        (about("duties", "编制库存报表", verdict="correct"), "correction is empty"),
        (about("duties", "编制库存报表", verdict="correct", correction="mood: own"), "not mood"),
        (added(list="dutys", fact="检查"), "no list 'dutys'"),
    ],
)
def test_a_faulty_row_is_named(docs: Path, decide: Decide, says: str) -> None:
    file = review(docs, decide)
    with pytest.raises(InputError, match=rf"sheet review, row \d+: .*{says}"):
        read_review(file)


@pytest.mark.parametrize(
    ("decide", "says"),
    [
        (about("duties", "编制库存报表", verdict="correct", correction="mode: boss"), "Invalid enum value"),
        (added(list="duties", fact="检查"), "whose is it"),
    ],
)
def test_a_row_that_does_not_fit_its_document_is_named(docs: Path, decide: Decide, says: str) -> None:
    [reading] = extract_paths([docs], Project(review=review(docs, decide)))
    assert reading.status == "failed"
    assert says in reading.message
