"""Whole things over HTTP: the report, exports of the graph, and what a scenario would change."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable
from typing import Any, Literal

from anyio import CapacityLimiter, to_thread
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from dutygraph.api.export import csv_files, write_graphml
from dutygraph.api.http.describing import RUN, changing, download, one
from dutygraph.api.http.problems import Refused
from dutygraph.api.http.replies import etag, has
from dutygraph.api.http.routes import PREFIX
from dutygraph.api.http.workspace import Workspace
from dutygraph.api.whatif import as_dict
from dutygraph.graph.engine import Engine
from dutygraph.graph.errors import InputError
from dutygraph.graph.facts import group_by_document, write_facts
from dutygraph.graph.scenario import parse_scenario
from dutygraph.graph.scenario.run import what_if
from dutygraph.graph.store import export_facts
from dutygraph.loaders.single import duty_reader

_TOML = ("application/toml", "text/plain")
_SCENARIO = 'title = "Complaints to after-sales"\nchanges = [\n  { drop = "handle complaints", from = "Clerk" },\n]\n'
_WHATIF_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["run_id", "title", "changes", "measures", "fixed", "new", "unchanged"],
    "properties": {
        "run_id": RUN,
        "scenario": {"type": "string"},
        "title": {"type": "string"},
        "organization_id": {"type": "string"},
        "changes": {"type": "array", "items": {"type": "string"}},
        "measures": {
            "type": "object",
            "description": "Figures and counts of findings, before and after.",
            "properties": {"before": {"type": "object"}, "after": {"type": "object"}},
        },
        **{name: {"type": "array", "items": {"type": "object"}} for name in ("fixed", "new", "unchanged")},
    },
}
_WHATIF = {
    "run_id": "run_1f0c9a52b7d3e846", "scenario": "scenario", "title": "Complaints to after-sales",
    "organization_id": "organization_1b2c…", "changes": ['{ drop = "handle complaints", from = "Clerk" }'],
    "measures": {"before": {"errors": 3}, "after": {"errors": 2}}, "fixed": [], "new": [], "unchanged": [],
}  # fmt: skip


def add(app: FastAPI, workspace: Workspace) -> None:
    """Add the report, the exports and what-if."""

    @app.get(
        f"{PREFIX}/report",
        tags=["exports"],
        summary="The report as one page",
        response_class=Response,
        responses=download("report.html, which needs nothing else.", "text/html"),
    )
    def report(request: Request, lang: Literal["en", "zh"] = "en") -> Response:
        return _file(request, "report.html", "text/html; charset=utf-8", None, workspace.report(lang))

    @app.get(
        f"{PREFIX}/exports/facts",
        tags=["exports"],
        summary="The facts of all documents in force",
        response_class=Response,
        responses=download("facts.json, to load again or to archive (docs/facts.md).", "application/json"),
    )
    def facts(request: Request) -> Response:
        return _export(request, workspace, "facts.json", "application/json", _facts)

    @app.get(
        f"{PREFIX}/exports/graphml",
        tags=["exports"],
        summary="The graph for Gephi, yEd, networkx",
        response_class=Response,
        responses=download("graph.graphml.", "application/xml"),
    )
    def graphml(request: Request) -> Response:
        return _export(request, workspace, "graph.graphml", "application/xml", write_graphml)

    @app.get(
        f"{PREFIX}/exports/csv",
        tags=["exports"],
        summary="Nodes and relationships as tables",
        response_class=Response,
        responses=download("graph.zip with nodes.csv and relationships.csv.", "application/zip"),
    )
    def tables(request: Request) -> Response:
        return _export(request, workspace, "graph.zip", "application/zip", _csv)

    _add_whatif(app, workspace)


def _add_whatif(app: FastAPI, workspace: Workspace) -> None:
    one_at_a_time = CapacityLimiter(1)  # whoever waits holds no thread that others need

    @app.post(
        f"{PREFIX}/whatif",
        tags=["what if"],
        summary="What would a scenario fix and bring?",
        description="The body is a scenario file (docs/whatif.md). It runs on a graph in memory; nothing is changed.",
        response_class=JSONResponse,
        responses={200: one("Findings that go, come and stay.", _WHATIF_SCHEMA, _WHATIF), **changing(404, 415)},
        openapi_extra={
            "requestBody": {
                "required": True,
                "content": {kind: {"schema": {"type": "string"}, "example": _SCENARIO} for kind in _TOML},
            }
        },
    )
    async def whatif(request: Request) -> JSONResponse:
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() not in _TOML:
            raise Refused(415, "MediaType", "A scenario is TOML.", f"Send it as {' or '.join(_TOML)}, in UTF-8.")
        body = await request.body()
        return await to_thread.run_sync(answer, body, limiter=one_at_a_time)

    def answer(body: bytes) -> JSONResponse:
        try:
            scenario = parse_scenario(body.decode("utf-8-sig"), "scenario")
        except UnicodeDecodeError as error:
            raise InputError(f"the scenario is not in UTF-8: {error}.") from error
        project = workspace.project()
        run, documents = workspace.settled(lambda: list(group_by_document(export_facts(workspace.engine))))
        outcomes = what_if(documents, [scenario], duty_reader(project.vocabulary), profile=project.profile)
        return JSONResponse({"run_id": run or None, **as_dict(outcomes)[0]})


def _export(
    request: Request, workspace: Workspace, name: str, media_type: str, write: Callable[[Engine, io.BytesIO], None]
) -> Response:
    def make() -> bytes:
        stream = io.BytesIO()
        write(workspace.engine, stream)
        return stream.getvalue()

    if has(request, tag := etag(workspace.run_id(), name)):
        return Response(status_code=304, headers={"ETag": tag})
    run, content = workspace.settled(make)
    return _file(request, name, media_type, run, content)


def _file(request: Request, name: str, media_type: str, run: str | None, content: bytes) -> Response:
    tag = etag(run if run is not None else hashlib.sha256(content).hexdigest()[:16], name)
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if has(request, tag):
        return Response(status_code=304, headers=headers)
    # As a file: shown here, a page would be under the policy of this server, not its own.
    headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return Response(content, headers=headers, media_type=media_type)


def _facts(engine: Engine, stream: io.BytesIO) -> None:
    write_facts(export_facts(engine), stream)


def _csv(engine: Engine, stream: io.BytesIO) -> None:
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in csv_files(engine):
            packed.writestr(zipfile.ZipInfo(name), content)  # without a time: same graph, same bytes
