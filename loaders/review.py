"""What people decided about single facts: corrections of what was read, and facts from interviews.

They stand in a workbook (`reviewsheet`), one row a fact. A correction holds for the sentence it was made on: where that
sentence is gone from a new edition, it is a notice and the fact is read as the document has it now.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from dutygraph.graph.errors import DocumentError, InputError
from dutygraph.graph.facts import LISTS, AnyRecord, Notice, Source
from dutygraph.loaders.document import SourceDocument
from dutygraph.loaders.renaming import Names, converted, with_ids, without_dangling

COLUMNS = (
    "document", "list", "id", "owner", "fact", "details", "quote", "place", "verdict", "correction", "author", "date",
)  # fmt: skip
MARK = "dutygraph review"
"""Author of the workbooks for review, by which they are told from documents."""

VERDICTS = ("accept", "correct", "reject")
MAIN_FIELDS = {
    "organizations": "name", "units": "name", "roles": "title", "reports_to": "superior", "duties": "text",
    "authorities": "matter", "metrics": "text", "persons": "name", "holdings": "person", "deputies": "deputy",
}  # fmt: skip
"""What the column `fact` shows of a record, by list, and what a plain correction replaces."""

ADDED = frozenset(("units", "roles", "reports_to", "duties", "authorities", "metrics"))
"""Lists to which a row without an id adds a fact."""

_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T].*)?")
_FULL = 10_000
_REFERENCES = {"superior": "superior_id", "person": "person_id", "deputy": "deputy_id"}
_FIXED = frozenset(("id", "source", "list", "limit", "organization_id", "document_id"))


@dataclass(frozen=True, slots=True)
class Correction:
    """One row that changes something. `changes` are fields with their new values; an added fact has no `id`."""

    document: str
    kind: str
    """The list of the facts form in which it stands."""

    id: str
    verdict: str
    owner: str
    quote: str
    changes: tuple[tuple[str, str], ...]
    author: str
    date: str
    where: str

    @property
    def fingerprint(self) -> list[object]:
        """Everything of it that facts depend on."""
        return [self.kind, self.id, self.verdict, self.owner, self.quote, [*self.changes], self.author, self.date]


def read_review(file: Path) -> tuple[Correction, ...]:
    """The rows of a review workbook that correct, reject or add a fact.

    Raises InputError that names the row: no such list, verdict or field, no author, no date.
    """
    return tuple(_corrections(file, rows_of(file)))


def is_review(file: Path) -> bool:
    """Whether a workbook was written for review, and is no document."""
    try:
        with zipfile.ZipFile(file) as archive, archive.open("docProps/core.xml") as stream:
            return f">{MARK}<".encode() in stream.read(4096)
    except (OSError, KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, zlib.error):
        return False


def rows_of(file: Path) -> list[tuple[str, dict[str, str]]]:
    """The rows of a review workbook by the heads of its columns, each with its place.

    Raises InputError where the file cannot be read or is no review.
    """
    from dutygraph.loaders.readers.xlsx import grids

    try:
        sheets = [(name, grid) for name, grid in grids(file.read_bytes(), file) if grid.rows]
    except OSError as error:
        raise InputError(f"the review {file} cannot be opened: {error.strerror}.") from error
    except DocumentError as error:
        raise InputError(f"the review {file} cannot be read: {error}") from error
    found: list[tuple[str, dict[str, str]]] = []
    for name, grid in sheets:
        head, *rows = grid.rows.items()
        heads = {place: text.strip().lower() for place, text in head[1].items()}
        if not {"list", "verdict"} <= {*heads.values()}:
            continue
        for number, cells in rows:
            row = {heads[place]: text.strip() for place, text in cells.items() if place in heads}
            found.append((f"{file}, sheet {name}, row {number + 1}", row))
    if not found and sheets:
        raise InputError(f"{file} is no review: it has no columns {', '.join(COLUMNS)}. `extract --out` writes one.")
    return found


def _corrections(file: Path, rows: Sequence[tuple[str, Mapping[str, str]]]) -> Iterator[Correction]:
    document = ""
    for where, row in rows:
        document = row.get("document") or document
        verdict, name = row.get("verdict", "").lower(), row.get("id", "")
        if name and verdict in ("", "accept"):
            continue
        kind = row.get("list", "")
        if not name and not row.get("fact"):
            continue
        if kind not in MAIN_FIELDS or (not name and kind not in ADDED):
            raise InputError(f"{where}: there is no list {kind!r} here; it is one of {', '.join(sorted(ADDED))}.")
        if name and verdict not in VERDICTS:
            raise InputError(f"{where}: there is no verdict {verdict!r}; it is one of {', '.join(VERDICTS)}.")
        said = row.get("correction", "") if name else row.get("details", "")
        changes = _changes(kind, said, where)
        if not name:
            changes = ((MAIN_FIELDS[kind], row["fact"]), *changes)
        elif verdict == "correct" and not changes:
            raise InputError(f"{where}: it is to be corrected, but the column correction is empty.")
        author, day = row.get("author", ""), _day(row.get("date", ""))
        if not author or not day:
            raise InputError(f"{where}: who says so, and when? Fill in author, and date as 2026-01-31.")
        if not document:
            raise InputError(f"{where}: of which document is it? Fill in the column document.")
        yield Correction(
            document, kind, name, verdict or "add", row.get("owner", ""), row.get("quote", ""), changes, author, day,
            where,
        )  # fmt: skip


def _changes(kind: str, said: str, where: str) -> tuple[tuple[str, str], ...]:
    """`field: value` by line or `;`, where each names a field; else the whole is the main one."""
    fields = {*LISTS[kind].__struct_fields__} - _FIXED | {MAIN_FIELDS[kind]}
    parts = [part.strip() for part in said.replace("\n", ";").split(";") if part.strip()]
    pairs = [(name.strip(), value.strip()) for name, colon, value in (part.partition(":") for part in parts) if colon]
    if pairs and len(pairs) == len(parts) and all(name in fields for name, _ in pairs):
        return tuple(pairs)
    if pairs and all(name.isidentifier() for name, _ in pairs) and len(pairs) == len(parts) and said.isascii():
        raise InputError(f"{where}: {kind} have the fields {', '.join(sorted(fields))}, not {pairs[0][0]}.")
    return ((MAIN_FIELDS[kind], said),) if said else ()


def _day(text: str) -> str:
    """A date as 2026-01-31, also where a spreadsheet program shows it as 2026/1/31; empty where it is none."""
    match = _DATE.fullmatch(text)
    try:
        return date(*map(int, match.groups())).isoformat() if match else ""
    except ValueError:
        return ""


def without_space(text: str) -> str:
    """A sentence as it is compared: a workbook does not keep all white space."""
    return "".join(text.split())


def corrected(
    document: SourceDocument, records: Sequence[AnyRecord], corrections: Sequence[Correction]
) -> list[AnyRecord]:
    """The records of a document as people corrected them, with what they added; in the order of the form.

    Raises InputError where a correction names a post that the document does not have, or gives a field a value that
    it cannot have.
    """
    work = _Applying(document, list(records))
    for correction in corrections:
        work.apply(correction)
    order = {kind: at for at, kind in enumerate(LISTS.values())}
    return sorted(work.finished(), key=lambda record: order[type(record)])


class _Applying:
    def __init__(self, document: SourceDocument, records: list[AnyRecord]) -> None:
        self._document, self._before = document, records
        self._records: list[AnyRecord] = list(records)
        self._added: list[Correction] = []
        self._notices: list[Notice] = []

    def apply(self, correction: Correction) -> None:
        """Reject or correct what a row names; additions wait until all corrections are made."""
        if not correction.id:
            self._added.append(correction)
            return
        kind = LISTS[correction.kind]
        held = [
            at for at, record in enumerate(self._before)
            if isinstance(record, kind) and record.id == correction.id and _same(record.source.quote, correction.quote)  # type: ignore[union-attr]
        ]  # fmt: skip
        if not held:
            self._lapsed(correction)
            return
        for at in held:
            record = self._records[at]
            self._records[at] = self._changed(record, correction) if correction.verdict == "correct" else _GONE

    def finished(self) -> list[AnyRecord]:
        """All records with identifiers that fit their fields, without what hung on rejected ones."""
        kept = [(old, new) for old, new in zip(self._before, self._records, strict=True) if new is not _GONE]
        records = without_dangling(with_ids([old for old, _ in kept], [new for _, new in kept]))
        for correction in self._added:
            source, values = _source(self._document, correction), dict(correction.changes)
            records += Names(records).added(correction.kind, correction.owner, values, source, correction.where)
        return [*records, *self._notices]

    def _lapsed(self, correction: Correction) -> None:
        gone = without_space(correction.quote) not in without_space(self._document.text)
        code = "correction_lapsed" if gone else "correction_unmatched"
        what = "the sentence it was made on is gone" if gone else "what was read of its sentence is another fact now"
        message = (
            f"a correction by {correction.author} was not applied: {what} ({correction.where.rpartition(', ')[2]})."
        )
        source = _source(self._document, correction)
        self._notices.append(Notice(code=code, severity="warning", message=message, source=source))

    def _changed(self, record: AnyRecord, correction: Correction) -> AnyRecord:
        names = Names(self._records)
        values: dict[str, Any] = msgspec.to_builtins(record)
        for name, value in correction.changes:
            reference = _REFERENCES.get(name)
            values[reference or name] = names.id_of(name, value, correction.where) if reference else value or None
        values["source"] = msgspec.to_builtins(_source(self._document, correction))
        return converted(values, type(record), correction.where)


def _same(quote: str, shown: str) -> bool:
    """Whether a quote is the one a workbook shows, which is cut where a cell is full."""
    own, other = without_space(quote), without_space(shown)
    return own == other or (len(other) > _FULL and own.startswith(other))


_GONE: Any = object()


def _source(document: SourceDocument, correction: Correction) -> Source:
    said = correction.quote or next((value for _, value in correction.changes), "")
    return Source(document.id, quote=said, author=correction.author, date=correction.date)
