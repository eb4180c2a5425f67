"""The whole audit of 50,000 roles beside the least that could put the same on a sheet.

Ours: the rules, the answers, and every file of `dutygraph audit` but the graph, which stands. The other side fetches
the same facts column by column, and writes the rows of report.xlsx, which it is given, to a bare workbook. Both in CPU
seconds.
"""

from __future__ import annotations

import io
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from bench.figures import Figure, figure
from bench.organization import records
from dutygraph.api import report
from dutygraph.api.audit import AuditView, NoticesOf, collect
from dutygraph.api.office import workbook
from dutygraph.api.office.book import Table
from dutygraph.api.office.document import write_document
from dutygraph.graph import store
from dutygraph.graph.audit import audit, to_json
from dutygraph.graph.catalog import catalog
from dutygraph.graph.engine import Engine
from dutygraph.graph.engines import open_engine
from dutygraph.graph.facts import group_by_document, write_facts
from dutygraph.loaders.report import LoadReport

ROLES, DOCUMENTS, DUTIES = 50_000, 50, 4

Sheets = list[tuple[list[str], list[list[Any]]]]


def figures() -> Iterator[Figure]:
    """Seconds of an audit, and of fetching and writing the same."""
    yield measured(ROLES)


def measured(roles: int) -> Figure:
    """The figure of an organisation of so many roles."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(str(Path(folder) / "audit.kgl"), writing=True)
        store.load(engine, group_by_document(records(DOCUMENTS, roles, DUTIES)), holder="bench")
        ours = seconds(lambda: whole_audit(engine, Path(folder)))
        sheets = rows_of(engine)
        other = seconds(lambda: bare(engine, sheets, Path(folder) / "bare.xlsx"))
        engine.close()
    rows = sum(len(rows) for _, rows in sheets)
    return figure(
        "audit",
        ours,
        other,
        ratio=ours / other,
        better="lower",
        what=f"CPU seconds for the audit of {roles} roles with all its files, beside one columnar fetch and the same "
        f"{rows} rows in a bare workbook; ours by other",
    )


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds of one call."""
    start = time.process_time()
    work()
    return time.process_time() - start


def whole_audit(engine: Engine, folder: Path) -> None:
    """What `dutygraph audit` does once the graph stands."""
    view = viewed(engine, folder)
    with (folder / "report.xlsx").open("wb") as stream:
        workbook.write_workbook(engine, view, view.found, stream, "zh")
    with (folder / "report.docx").open("wb") as stream:
        write_document(engine, view, view.found, stream, "zh")
    (folder / "report.html").write_text(report.page(view, "zh"), encoding="utf-8")


def viewed(engine: Engine, folder: Path) -> AuditView:
    """The rules and the answers, facts.json and findings.json."""
    records = NoticesOf(store.export_facts(engine))
    with (folder / "facts.json").open("wb") as stream:
        write_facts(records, stream)
    found = audit(engine, profile=None)
    (folder / "findings.json").write_text(to_json(found), encoding="utf-8")
    return collect(engine, LoadReport((), ()), records.notices, found, {})


def rows_of(engine: Engine) -> Sheets:
    """The rows of report.xlsx as plain values."""
    taken: Sheets = []

    class Taker(workbook.Book):
        """A book that keeps what it is given."""

        def write(self, table: Table) -> None:
            plain = [[getattr(value, "text", value) for value in row] for row in table.rows]
            taken.append((list(table.columns), plain))
            self.rows[table.key] = len(plain)

    kept, workbook.Book = workbook.Book, Taker  # type: ignore[misc]
    try:
        with tempfile.TemporaryDirectory() as folder:
            view = viewed(engine, Path(folder))
            workbook.write_workbook(engine, view, view.found, io.BytesIO(), "zh")
    finally:
        workbook.Book = kept  # type: ignore[misc]
    return taken


def bare(engine: Engine, sheets: Sheets, file: Path) -> None:
    """One fetch of every column that rules and sheets read, then the rows as somebody would write them."""
    organizations: Sequence[Any] = engine.read(catalog().columns["organizations"].cypher, {}).rows[0][0]
    for organization in organizations:
        for name, statement in catalog().columns.items():
            if name.startswith("audit_"):
                engine.read(statement.cypher, {"organization": organization})
    book = xlsxwriter.Workbook(str(file), {"constant_memory": True, "strings_to_formulas": False})
    for columns, rows in sheets:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, columns)
        for at, row in enumerate(rows, 1):
            sheet.write_row(at, 0, row)
    book.close()
