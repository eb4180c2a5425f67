"""Documents: which there are, new ones, where quotes stand in their texts, and the jobs that change them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator

from anyio import to_thread
from fastapi import Response
from markupsafe import Markup, escape

from dutygraph.api.http.documents import received
from dutygraph.api.page.look import Look, Parts
from dutygraph.api.report.plain import plain
from dutygraph.graph import store
from dutygraph.graph.errors import UnknownName
from dutygraph.graph.facts import DocumentFacts, Notice, Source
from dutygraph.graph.store.archive import editions, unpack
from dutygraph.loaders.report import LoadNotice

MOST_SENTENCES = 2_000
"""Sentences shown of a document whose text is not at hand."""

_SPAN = re.compile(r"(\d{1,9}):(\d{1,9})")


def documents(look: Look) -> Response:
    """`/documents`."""
    rows = look.held.documents()
    told = [name for name in ("title", "version", "effective_date") if any(getattr(row, name) for row in rows)]
    return look.render("documents.html.j2", documents=rows, told=told)


def document(look: Look) -> Response:
    """`/documents/{id}`: its text, what was noticed about it; `at` = start:end of a quote to mark."""
    row = _row(look)
    text = look.workspace.texts([row]).get(row.key)
    facts = _facts(look, row)
    notices = [record for record in facts.records if isinstance(record, Notice)] if facts else []
    span = _SPAN.fullmatch(look.text("at"))
    at = (int(span[1]), int(span[2])) if span else (0, 0)
    return look.render(
        "document.html.j2",
        page=Parts(look),
        document=row,
        body=None if text is None else _lines(text, at),
        sentences=_sentences(facts, at) if text is None and facts else [],
        notices=[LoadNotice.of_record(notice, row.key) for notice in notices],
        most=MOST_SENTENCES,
    )


async def upload(look: Look) -> Response:
    """Take what a form sends, and show the job that reads it."""
    batch = await to_thread.run_sync(look.workspace.staging)
    try:
        async with received(look.request, None, batch) as files:
            job = await to_thread.run_sync(look.workspace.submit, files)
    finally:
        await to_thread.run_sync(lambda: shutil.rmtree(batch, ignore_errors=True))
    return look.go(f"/jobs/{job.id}")


def remove(look: Look, given: dict[str, str]) -> Response:
    """Take a document out of the graph, and show the job that does it."""
    return look.go(f"/jobs/{look.workspace.remove(look.request.path_params['id']).id}")


def job(look: Look) -> Response:
    """`/jobs/{id}`: how far it is, then what came of each file."""
    found = look.workspace.job(look.request.path_params["id"])
    ids = {row.key: row.id for row in look.held.documents()}
    by_document: dict[str, list[LoadNotice]] = {}
    for notice in found.notices:
        by_document.setdefault(notice.document, []).append(notice)
    return look.render("job.html.j2", job=found, ids=ids, notices=by_document)


def _row(look: Look) -> store.DocumentRow:
    id_ = look.request.path_params["id"]
    row = next((each for each in look.held.documents() if each.id == id_), None)
    if row is None:
        raise UnknownName(f"the graph holds no document {id_[:40]!r}; it may have been removed.")
    return row


def _facts(look: Look, row: store.DocumentRow) -> DocumentFacts | None:
    engine = look.held.engine
    found = next((e for e in editions(engine) if e.document_id == row.id and e.reading == row.reading), None)
    return unpack(engine, found) if found else None


def _lines(text: str, at: tuple[int, int]) -> Markup:
    """The text, a line an element; the quote in a mark, `at` its id. Offsets count code points."""
    start, end = at
    parts, place, first = [], 0, True
    for line in text.splitlines(keepends=True):
        said = line.rstrip("\r\n")
        a, b = (min(max(each - place, 0), len(said)) for each in (start, end))
        if a < b:
            anchor = ' id="at" tabindex="-1"' if first else ""
            first = False
            marked = f"{_safe(said[:a])}<mark{anchor}>{_safe(said[a:b])}</mark>{_safe(said[b:])}"
        else:
            marked = _safe(said)
        parts.append(f"<div>{marked}</div>")
        place += len(line)
    return Markup("".join(parts))


def _safe(text: str) -> str:
    return str(escape(plain(text)))


def _sentences(facts: DocumentFacts, at: tuple[int, int]) -> list[tuple[str, bool]]:
    """The sentences that facts rest on, each once, in their order; with each whether it is the one asked for."""
    found: dict[tuple[int, str], bool] = {}
    for source in _sources(facts):
        if source.quote:
            key = (source.start or 0, source.quote)
            found[key] = found.get(key, False) or (at[1] > 0 and (source.start, source.end) == at)
    return [(quote, asked) for (_, quote), asked in sorted(found.items())][:MOST_SENTENCES]


def _sources(facts: DocumentFacts) -> Iterator[Source]:
    for record in facts.records:
        source = getattr(record, "source", None)
        if isinstance(source, Source):
            yield source
