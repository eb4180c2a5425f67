"""The workbook in which people review facts: one row a fact, its sentence beside it, and what they decide about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter
from msgspec import structs

from dutygraph.graph import facts
from dutygraph.graph.facts import LISTS, AnyRecord, DocumentFacts
from dutygraph.loaders.review import COLUMNS, MAIN_FIELDS, MARK, VERDICTS, rows_of, without_space

_LONG_AGO = datetime(2000, 1, 1)  # same facts, same bytes
_WIDTHS = (24, 12, 10, 24, 44, 26, 60, 18, 10, 36, 14, 12)
_LONGEST = 32_000
"""Characters that a cell can hold, nearly."""

_MOST_ROWS = 1_000_000
_FILLED_IN = ("verdict", "correction", "author", "date")
_ROWS_TO_ADD = 200
_HIDDEN = frozenset(("id", "organization_id", "document_id", "source", "aliases", "verb", "object", "basis"))

Row = dict[str, str]


def write_review(groups: Iterable[DocumentFacts], stream: BinaryIO, former: Path | None = None) -> None:
    """Write the facts of documents as a review; what stands in `former`, a review of before, is taken over.

    Decisions on facts that are no longer read come last, with the rows that people added.
    """
    kept = [row for _, row in rows_of(former)] if former else []
    decided = {_key(row): row for row in kept if row.get("id") and row.get("verdict")}
    rows: list[Row] = []
    for group in groups:
        for row in _rows(group):
            before = decided.pop(_key(row), {})
            rows.append(row | {name: before[name] for name in _FILLED_IN if name in before})
    rows += [row for row in kept if not row.get("id") or _key(row) in decided]
    _write(rows[:_MOST_ROWS], stream)


def _key(row: Mapping[str, str]) -> tuple[str, ...]:
    return (*(row.get(name, "") for name in ("document", "list", "id")), without_space(row.get("quote", ""))[:_LONGEST])


def _rows(group: DocumentFacts) -> Iterator[Row]:
    names = _names(group.records)
    for record in group.records:
        if isinstance(record, facts.Document | facts.Notice):
            continue
        kind = str(record.__struct_config__.tag)
        main = MAIN_FIELDS[kind]
        source = record.source
        yield {
            "document": group.document.key,
            "list": kind,
            "id": record.id,
            "owner": names.get(_owner(record), ""),
            "fact": names.get(getattr(record, f"{main}_id"), "")
            if hasattr(record, f"{main}_id")
            else getattr(record, main),
            "details": _details(record, main),
            "quote": source.quote,
            "place": source.locator or "",
        }


def _names(records: Sequence[AnyRecord]) -> dict[str, str]:
    """What posts, units and persons are called, a post with its unit."""
    units = {record.id: record.name for record in records if isinstance(record, facts.Unit)}
    names = dict(units)
    for record in records:
        if isinstance(record, facts.Role):
            unit = units.get(record.unit_id or "")
            names[record.id] = f"{unit}/{record.title}" if unit else record.title
        elif isinstance(record, facts.Person):
            names[record.id] = record.name
    return names


def _owner(record: AnyRecord) -> str:
    """The identifier of what a fact belongs to."""
    for name in ("owner_id", "subordinate_id", "role_id", "unit_id", "parent_id"):
        if value := getattr(record, name, None):
            return str(value)
    return ""


def _details(record: AnyRecord, main: str) -> str:
    """The other fields that say something, as they are corrected: `mode: lead; frequency: weekly`."""
    found: list[str] = []
    for name, value in structs.asdict(record).items():
        if name in _HIDDEN or name == main or name.endswith("_id") or value in (None, ""):
            continue
        shown = value.text or "" if isinstance(value, facts.Limit) else str(value)
        found.append(f"{name}: {shown}")
    return "; ".join(found)


def _write(rows: Sequence[Row], stream: BinaryIO) -> None:
    # Cells are texts, whatever they look like: a document's sentence must not become a formula or a link.
    book = xlsxwriter.Workbook(stream, {"constant_memory": True})
    book.set_properties({"created": _LONG_AGO, "author": MARK})
    plain: dict[str, Any] = {"valign": "top", "text_wrap": True, "num_format": "@"}
    text = book.add_format({**plain, "quote_prefix": True})
    open_to_all = book.add_format({**plain, "bg_color": "#FFF8E1"})
    head = book.add_format({"bold": True, "bg_color": "#DCE6F1", "bottom": 1})
    sheet = book.add_worksheet("review")
    sheet.freeze_panes(1, 0)
    for column, (name, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width, open_to_all if name in _FILLED_IN else None)
        sheet.write_string(0, column, name, head)
    last = len(rows) + _ROWS_TO_ADD
    sheet.autofilter(0, 0, max(len(rows), 1), len(COLUMNS) - 1)
    place = COLUMNS.index("verdict")
    sheet.data_validation(1, place, last, place, {"validate": "list", "source": list(VERDICTS)})
    lists = COLUMNS.index("list")
    sheet.data_validation(len(rows) + 1, lists, last, lists, {"validate": "list", "source": list(LISTS)[1:]})
    for number, row in enumerate(rows, 1):
        for column, name in enumerate(COLUMNS):
            if said := row.get(name, "")[:_LONGEST]:
                sheet.write_string(number, column, said, open_to_all if name in _FILLED_IN else text)
    book.close()
