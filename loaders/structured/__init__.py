"""Org-chart tables (CSV, Excel) to facts: rows that say what a post is, who fills it and to whom it reports.

Which table is one is told by the heads of its columns (`columns.chart_columns`); tables of duties and of authority are
read by `loaders.extract`, also where they stand in one workbook with a chart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dutygraph.graph import facts
from dutygraph.graph.errors import InputError
from dutygraph.graph.facts import AnyRecord
from dutygraph.graph.facts import Severity as Grade
from dutygraph.graph.text.folding import fold
from dutygraph.loaders.document import Block, SourceDocument, Table
from dutygraph.loaders.extract import ExtractSettings, extract
from dutygraph.loaders.structured.columns import Given
from dutygraph.loaders.structured.directory import Directory, Link, best_link
from dutygraph.loaders.structured.keys import Keys, value_under
from dutygraph.loaders.structured.posts import Posts, Problem, posts_of
from dutygraph.loaders.structured.recording import Recorder, organizations_of, source_of
from dutygraph.loaders.structured.rows import Reading, Row, Said, Sheet, Words, read_rows, sheets_of

_PROBLEMS: dict[Problem, tuple[Grade, str]] = {
    "superior_unresolved": ("warning", "the superior {name} is in no row; the post has no line for it."),
    "superior_placeholder": ("info", "{name} stands for a superior who is not named; the post has no line for it."),
    "superior_ambiguous": ("warning", "the superior {name} fits several posts; the post has no line for it."),
    "superior_self": ("warning", "the post is said to report to itself ({name}); it has no line for that."),
    "id_repeated": ("warning", "the key {name} has been met before; who names it means the first row."),
}


@dataclass(frozen=True, slots=True)
class Structured:
    """The facts of a document's org-chart tables and of what else it holds. `open`: superiors are named by keys of
    another table, which no directory given has; `linked`: the key of the document in which they were found."""

    records: list[AnyRecord]
    directory: Directory
    open: bool
    linked: str = ""


def read_structured(
    document: SourceDocument,
    settings: ExtractSettings,
    columns: Given | None = None,
    directories: Sequence[Directory] = (),
) -> Structured | None:
    """The facts of a document that holds org-chart tables; None where it holds none.

    `columns`: heads that the user names by what they hold. `directories`: posts of other documents, among which
    superiors are looked up that no row here has.

    Raises InputError where one organisation is named for a document that names several.
    """
    sheets = [] if _has_prose(document) else sheets_of(document, settings.vocabulary, columns or {})
    if not sheets:
        return None
    words = Words(settings.vocabulary)
    readings = [read_rows(sheet, words) for sheet in sheets]
    rows = [row for reading in readings for row in reading.rows]
    if not rows:
        return None
    keys = Keys(sheets, rows, words)
    link = _link(keys, directories)
    if link is not None:
        keys.look_in(link.scope)
    found = posts_of(keys, rows, words, link)
    given = _given(document, rows, settings.organization)
    linked = link.directory.organizations if link else {}
    taken = frozenset(entry.role_id for entry in link.directory.posts.values()) if link else frozenset()
    recorder = Recorder(document, found, organizations_of(document, rows, given, linked), taken)
    records = [*recorder.records(), *_notices(document, sheets, readings, found)]
    directory = recorder.directory()
    rest = _rest(document, [sheet.table for sheet in sheets], settings)
    return Structured(
        _together(document, records, rest), directory, found.open, link.directory.document_key if link else ""
    )


def _has_prose(document: SourceDocument) -> bool:
    """Whether there is text beside the tables, but for titles and notes: such a document is read as a whole."""
    blocks = [block for block in document.blocks if isinstance(block, Block) and block.kind in ("paragraph", "item")]
    tables = [block for block in document.blocks if isinstance(block, Table)]
    return document.wrapped != "nowhere" or len(blocks) > 4 + 2 * len(tables)


def _link(keys: Keys, directories: Sequence[Directory]) -> Link | None:
    """Where to look for superiors that no row has. A table with keys of its own is continued only by one that shares
    none of them: a table that has the same keys is another edition of it."""
    if keys.by == "key":
        own = {key for row, _ in keys.sought if (key := keys.own(row))}
        directories = [each for each in directories if own.isdisjoint(key for _, key in each.posts)]
        sought = [(row, key) for row, key in keys.sought if key not in own]
    elif keys.by == "other":
        sought = keys.sought
    else:
        return None
    scopes = {directory.scope for directory in directories}
    return best_link(directories, [({s: value_under(row, s) for s in scopes}, key) for row, key in sought])


def _given(document: SourceDocument, rows: Sequence[Row], given: str | Mapping[str, str] | None) -> dict[int, str]:
    """The names that the user gives to organisations, by ordinal."""
    names = list(dict.fromkeys(row.organization.text if row.organization else "" for row in rows))
    companies = {fold(name) for name in names}
    if given is None:
        return {}
    if isinstance(given, Mapping):
        return {int(ordinal): name for ordinal, name in given.items() if ordinal.isdigit()}
    if len(companies) > 1:
        listed = "; ".join(f"{document.key}#{at}: {name}" for at, name in enumerate(names[:9], 1))
        raise InputError(
            f"{document.key} is given the organisation {given}, but its table names {len(companies)}: {listed}. Name "
            "them one by one."
        )
    return {1: given}


def _notices(
    document: SourceDocument, sheets: Sequence[Sheet], readings: Sequence[Reading], found: Posts
) -> list[AnyRecord]:
    """What was read of each table, and every cell that could not be resolved."""
    notices: list[AnyRecord] = []

    def notice(code: str, grade: Grade, message: str, said: Said) -> None:
        notices.append(facts.Notice(code=code, severity=grade, message=message, source=source_of(document, said)))

    for sheet, reading in zip(sheets, readings, strict=True):
        if reading.rows:
            notice("chart_read", "info", _told(sheet, reading, found), reading.rows[0].title)
        for said in reading.untitled:
            notice("title_missing", "warning", "the row has no title; it was left out.", said)
        for said in reading.unread:
            notice("headcount_unread", "info", f"{said.text} is no number of people; it was left out.", said)
    for problem, said, name in found.problems:
        grade, message = _PROBLEMS[problem]
        notice(problem, grade, message.format(name=name), said)
    return notices


def _told(sheet: Sheet, reading: Reading, found: Posts) -> str:
    """How a table was understood, and what became of its rows."""
    columns = sheet.columns
    key = found.keys.column(sheet)
    places = {
        "title": (columns.title,), "person": columns.person, "key": () if key is None else (key,),
        "superior": columns.superior, "dotted": columns.dotted, "unit": columns.unit,
        "organization": () if columns.organization is None else (columns.organization,),
        "headcount": () if columns.headcount is None else (columns.headcount,),
    }  # fmt: skip
    told = "; ".join(f"{what} = {', '.join(sheet.heads[p] for p in at)}" for what, at in places.items() if at)
    lost = len(reading.untitled)
    posts = sum(post.rows[0].sheet is sheet for post in found.posts)
    scope = f" The key is unique within {found.keys.scope}." if found.keys.scope else ""
    return (
        f"{len(reading.rows) + lost} rows read as an organisation chart: {len(reading.rows)} loaded as {posts} posts, "
        f"{lost} left out. Columns: {told}.{scope} Other columns were not read."
    )


def _rest(document: SourceDocument, charts: Sequence[Table], settings: ExtractSettings) -> list[AnyRecord]:
    """The facts of a workbook's other tables; none where it holds nothing but charts."""
    known = {id(table) for table in charts}
    blocks = tuple(block for block in document.blocks if id(block) not in known)
    if not any(isinstance(block, Table) for block in blocks):
        return []
    return extract(replace(document, blocks=blocks), settings)


def _together(document: SourceDocument, charts: Sequence[AnyRecord], rest: Sequence[AnyRecord]) -> list[AnyRecord]:
    """All records in the order of the form, the document first, each organisation once."""
    head = facts.Document(
        id=document.id, key=document.key, edition=document.edition, title=document.title, version=document.version,
        effective_date=document.effective_date, language=document.language,
    )  # fmt: skip
    own = {record.id for record in charts if isinstance(record, facts.Organization)}
    others = [
        record for record in rest
        if not isinstance(record, facts.Document) and not (isinstance(record, facts.Organization) and record.id in own)
    ]  # fmt: skip
    notices = [
        facts.Notice(
            code=notice.code, severity=notice.severity, message=notice.message,
            source=facts.Source(
                document.id, notice.start, notice.end, document.text[notice.start : notice.end],
                document.locator(notice.start),
            ),
        )
        for notice in document.notices if not rest
    ]  # fmt: skip
    order = {kind: at for at, kind in enumerate(facts.LISTS.values())}
    return sorted([head, *charts, *others, *notices], key=lambda record: order[type(record)])
