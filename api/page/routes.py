"""The addresses of the page, and how a view's errors are shown."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import parse_qsl

from anyio import to_thread
from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException

from dutygraph.api.http.workspace import Workspace
from dutygraph.api.page import approvals, cards, charts, documents, findings, overlaps, questions, search, start, whatif
from dutygraph.api.page.held import Held
from dutygraph.api.page.look import Look, asset
from dutygraph.graph.errors import AmbiguousName, DutyGraphError, EngineError, HouseError, UnknownName

View = Callable[[Look], Response]
Action = Callable[[Look, dict[str, str]], Response]
Endpoint = Callable[[Request], Awaitable[Response]]

_VIEWS: dict[str, View] = {
    "/": start.start,
    "/chart": charts.chart,
    "/search": search.search,
    "/cards/{id}": cards.card,
    "/questions": questions.listing,
    "/questions/{name}": questions.question,
    "/questions/{name}/{form}": questions.rows,
    "/who-approves": approvals.who_approves,
    "/overlaps": overlaps.overlaps,
    "/findings": findings.findings,
    "/findings/{id}": findings.finding,
    "/documents": documents.documents,
    "/documents/{id}": documents.document,
    "/jobs/{id}": documents.job,
    "/what-if": whatif.whatif,
    "/report": start.report,
}
_ACTIONS: dict[str, Action] = {
    "/findings/{id}/accept": findings.accept,
    "/findings/{id}/withdraw": findings.withdraw,
    "/documents/{id}/remove": documents.remove,
}
_ASSETS = {"page.css": "text/css", "page.js": "text/javascript", "icon.svg": "image/svg+xml"}


def add(app: FastAPI, workspace: Workspace, *, changes: bool = True) -> None:
    """Mount the page at `/`. With `changes` false it offers nothing that the server would refuse."""
    held = Held(workspace, changes=changes)
    for path, view in _VIEWS.items():
        app.add_route(path, _shown(view, held), methods=["GET"], include_in_schema=False)
    for path, action in _ACTIONS.items():
        app.add_route(path, _done(action, held), methods=["POST"], include_in_schema=False)
    app.add_route("/documents", _received(held), methods=["POST"], include_in_schema=False)
    app.add_route("/page/{name}", _asset, methods=["GET"], include_in_schema=False)


def _shown(view: View, held: Held) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        return await to_thread.run_sync(_answer, Look(request, held), view)

    return endpoint


def _done(action: Action, held: Held) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        body = (await request.body()).decode("utf-8", "replace")
        given = dict(parse_qsl(body, keep_blank_values=True))
        return await to_thread.run_sync(_answer, Look(request, held), lambda look: action(look, given))

    return endpoint


def _received(held: Held) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        look = Look(request, held)
        try:
            return await documents.upload(look)
        except DutyGraphError as error:
            return _refused(look, error)

    return endpoint


def _answer(look: Look, view: View) -> Response:
    try:
        return view(look)
    except DutyGraphError as error:
        return _refused(look, error)


def _refused(look: Look, error: DutyGraphError) -> Response:
    """What a person can do about it, instead of what was asked for."""
    if isinstance(error, HouseError):
        raise error
    status = 404 if isinstance(error, UnknownName) else 503 if isinstance(error, EngineError) else 422
    candidates = error.candidates if isinstance(error, AmbiguousName) else ()
    return look.render("error.html.j2", status, message=str(error), candidates=candidates)


async def _asset(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _ASSETS:
        raise HTTPException(404, f"there is no {name[:80]!r} of the page")
    headers = {"Cache-Control": "private, max-age=31536000, immutable"}
    return Response(asset(name), headers=headers, media_type=_ASSETS[name])
