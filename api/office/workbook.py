"""report.xlsx: everything an audit found, sheet by sheet, each row with a way to its sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, Final

from dutygraph.api.office import registers, tables
from dutygraph.api.office.book import Book, Table
from dutygraph.api.office.facts import OrganizationFacts
from dutygraph.api.office.tables import Context
from dutygraph.api.words import words

if TYPE_CHECKING:
    from dutygraph.api.audit import AuditView
    from dutygraph.graph.audit import AuditResult
    from dutygraph.graph.engine import Engine

SHEETS: Final = (
    "overview", "actions", "overlaps", "gaps", "authority", "responsibility", "segregation", "escalation", "chart",
    "spans", "raci", "sheets", "facts", "sources", "rules",
)  # fmt: skip
"""The sheets in their order; matrices of single organisations stand behind them."""

MOST_MATRICES: Final = 20


def write_workbook(engine: Engine, view: AuditView, found: AuditResult, stream: BinaryIO, lang: str) -> None:
    """Write report.xlsx in `en` or `zh`; the same graph and findings give the same bytes.

    Raises EngineError where the store fails.
    """
    say = words(lang)
    organizations = [OrganizationFacts(engine, each.id, each.name) for each in view.organizations]
    context = Context(view, found, organizations, say)
    book = Book(stream, say)
    for key in SHEETS:
        book.announce(key, context.title(key))
    # The sources and the fact base first: the others lead to their rows.
    book.write(tables.sources(context))
    book.write(tables.facts(context))
    for make in (
        registers.actions, registers.overlaps, registers.gaps, tables.authority, tables.responsibility,
        registers.segregation, tables.escalation, tables.chart, tables.spans, tables.raci, registers.sheets,
        registers.judged,
    ):  # fmt: skip
        book.write(make(context))
    for table in _matrices(context):
        book.announce(table.key, f"{table.title} {table.key.rpartition('_')[2]}")
        book.write(table)
    titles = {key: context.title(key) for key in SHEETS}
    counts: dict[str, int] = {key: book.rows[key] for key in SHEETS if key in book.rows}
    book.write(registers.overview(context, counts, titles))
    book.close()


def _matrices(context: Context) -> list[Table]:
    """The RACI matrices of the organisations that are not too wide for one."""
    made = [
        tables.raci_matrix(context, organization, f"raci_{number}")
        for number, organization in enumerate(context.organizations[:MOST_MATRICES], 1)
    ]
    return [table for table in made if table is not None]
