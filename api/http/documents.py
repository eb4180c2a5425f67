"""Documents over HTTP: which there are, new ones sent, old ones removed, and the jobs that do it."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import fields
from pathlib import Path
from typing import Annotated, Any

from anyio import to_thread
from fastapi import FastAPI, Query, Request, Response
from fastapi.responses import JSONResponse
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from dutygraph.api.http.describing import PAGE_PARAMETERS, changing, listing, one, problems
from dutygraph.api.http.jobs import Job
from dutygraph.api.http.problems import Refused
from dutygraph.api.http.replies import Pages, as_json, form_of, reply
from dutygraph.api.http.routes import PREFIX
from dutygraph.api.http.uploads import LONGEST_PATH, MOST_FILES
from dutygraph.api.http.workspace import Workspace
from dutygraph.graph import store
from dutygraph.graph.answer import csv_text
from dutygraph.graph.errors import InputError
from dutygraph.loaders.report import DocumentStatus, LoadNotice

_COLUMNS = ("id", "key", "title", "version", "effective_date", "loaded_at", "edition")
_ON_DISK_FROM = 64_000
"""Bytes of a file from which on it is on the disk while it comes in."""

_TEXT = {"type": ["string", "null"]}
_JOB_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": [field.name for field in fields(Job)],
    "properties": {
        "id": {"type": "string"},
        "kind": {"enum": ["load", "remove"]},
        "state": {"enum": ["queued", "running", "done", "failed"]},
        "done": {"type": "integer", "description": "Files read so far."},
        "total": {"type": "integer"},
        "current": {"type": "string", "description": "The file read last."},
        "documents": {
            "type": "array",
            "items": {"type": "object", "properties": {f.name: _TEXT for f in fields(DocumentStatus)}},
        },
        "notices": {
            "type": "array",
            "items": {"type": "object", "properties": {f.name: _TEXT for f in fields(LoadNotice)}},
        },
        "facts": {"type": "object", "description": "Facts created, changed, moved and removed."},
        "run_id": {"type": "string", "description": "The run in which all of it stands; '' before."},
        "error": {"type": "string", "description": "Why it failed."},
    },
}
_JOB = Job("job_5d2e81b0c4f7a936", "load", "running", 3, 12, "upload/sales/roles.docx").as_dict()
_DOCUMENT = {
    "id": "document_3f1c…", "key": "upload/sales/roles.docx", "title": "Roles of the sales office", "version": "A/0",
    "effective_date": "2026-01-01", "loaded_at": "2026-02-03T10:00:00.000000+00:00", "edition": "9f86d081…",
}  # fmt: skip
_SENT = {
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["files"],
                "properties": {"files": {"type": "array", "items": {"type": "string", "format": "binary"}}},
            }
        },
        "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
    },
    "required": True,
    "description": "One or many files with their names, such as sales/roles.docx; or the bytes of one, with `name`.",
}


def add(app: FastAPI, workspace: Workspace) -> None:
    """Add the routes of documents and jobs."""

    @app.get(
        f"{PREFIX}/documents",
        tags=["documents"],
        summary="Which documents does the graph hold?",
        response_class=Response,
        responses=listing(
            "documents",
            {"type": "object", "properties": dict.fromkeys(_COLUMNS, _TEXT)},
            {"run_id": "run_1f0c9a52b7d3e846", "documents": [_DOCUMENT], "total": 1, "next_cursor": None},
            {},
        ),
        openapi_extra={"parameters": PAGE_PARAMETERS},
    )
    def list_documents(request: Request) -> Response:
        pages, form = Pages(request), form_of(request)
        run, rows = workspace.settled(lambda: store.documents(workspace.engine))
        pages.check(run)
        found = [{name: getattr(row, name) for name in _COLUMNS} for row in rows[pages.window.rows]]
        after = pages.next(run, len(rows))
        if form == "csv":
            content = csv_text(_COLUMNS, [tuple(row.values()) for row in found]).encode()
        else:
            content = as_json({"run_id": run or None, "documents": found, "total": len(rows), "next_cursor": after})
        return reply(request, content, form, state=run, total=len(rows), cursor=after)

    @app.post(
        f"{PREFIX}/documents",
        tags=["documents"],
        summary="Load documents",
        description="Names and contents are checked at once; reading goes on as a job, whose address is in `Location`.",
        status_code=202,
        response_class=JSONResponse,
        responses={202: one("The job that loads them.", _JOB_SCHEMA, _JOB), **changing(429)},
        openapi_extra={"requestBody": _SENT},
    )
    async def send_documents(
        request: Request,
        name: Annotated[
            str | None,
            Query(max_length=LONGEST_PATH, examples=["sales/roles.docx"], description="Of a body that is one file."),
        ] = None,
    ) -> JSONResponse:
        batch = await to_thread.run_sync(workspace.staging)
        try:
            async with received(request, name, batch) as files:
                return _queued(await to_thread.run_sync(workspace.submit, files))
        finally:
            await to_thread.run_sync(lambda: shutil.rmtree(batch, ignore_errors=True))

    @app.delete(
        f"{PREFIX}/documents/{{document_id}}",
        tags=["documents"],
        summary="Remove a document with all its editions",
        status_code=202,
        response_class=JSONResponse,
        responses={202: one("The job that removes it.", _JOB_SCHEMA, _JOB), **changing(404, 429)},
    )
    def remove_document(document_id: str) -> JSONResponse:
        return _queued(workspace.remove(document_id))

    @app.get(
        f"{PREFIX}/jobs/{{job_id}}",
        tags=["documents"],
        summary="How far is a job?",
        response_class=JSONResponse,
        responses={200: one("The job as it is now.", _JOB_SCHEMA, _JOB), **problems(404, 422)},
    )
    def get_job(job_id: str) -> JSONResponse:
        return JSONResponse(workspace.job(job_id).as_dict())


def _queued(job: Job) -> JSONResponse:
    return JSONResponse(job.as_dict(), 202, headers={"Location": f"{PREFIX}/jobs/{job.id}"})


@asynccontextmanager
async def received(request: Request, name: str | None, folder: Path) -> AsyncIterator[list[tuple[str, Path]]]:
    """The files of a request in `folder`, numbered, each with the name it was sent under."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "multipart/form-data":
        if name is None:
            raise InputError("the file has no name: add ?name=roles.docx to the address, or send multipart/form-data.")
        yield [(name, await _received_bytes(request, folder / "0"))]
        return
    parser = MultiPartParser(request.headers, request.stream(), max_files=MOST_FILES, max_fields=MOST_FILES)
    parser.spool_max_size = _ON_DISK_FROM
    try:
        form = await parser.parse()
    except MultiPartException as error:
        raise Refused(422, "InputError", "The form cannot be read.", f"{error.message} Send it anew.") from error
    try:
        sent = [each for _, each in form.multi_items() if isinstance(each, UploadFile)]
        yield [
            (each.filename or "", await to_thread.run_sync(_copied, each, folder / str(number)))
            for number, each in enumerate(sent)
        ]
    finally:
        await form.close()


async def _received_bytes(request: Request, path: Path) -> Path:
    with path.open("wb") as file:
        async for block in request.stream():
            file.write(block)
    return path


def _copied(sent: UploadFile, path: Path) -> Path:
    with path.open("wb") as file:
        shutil.copyfileobj(sent.file, file)
    return path
