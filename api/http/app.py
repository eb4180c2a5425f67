"""The application: health, the catalogue, one route a question. No free Cypher: READ mode of a server is no sandbox."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from dutygraph.api.http import problems, routes
from dutygraph.graph.engine import Engine
from dutygraph.graph.errors import EngineError
from dutygraph.graph.store import state

_OPEN = frozenset({"/healthz", "/readyz"})
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def create_app(engine: Engine, *, read_token: str | None = None) -> FastAPI:
    """An application over one engine, which stays the caller's to close.

    With `read_token` every path but the health checks asks for `Authorization: Bearer <token>`.
    """
    app = FastAPI(
        title="dutygraph",
        version=version("dutygraph"),
        description="Who does what, who reports to whom, who may decide: each answer with the sentence it rests on.",
    )
    problems.install(app)

    @app.middleware("http")
    async def guard(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        if read_token and request.url.path not in _OPEN and not _authorised(request, read_token):
            return problems.problem(
                401, "Unauthorized", "A token is needed.", "Send Authorization: Bearer <DUTYGRAPH_READ_TOKEN>."
            )
        response = await call_next(request)
        response.headers.update(_HEADERS)
        return response

    @app.get("/healthz", tags=["health"], summary="Is the process alive?")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/readyz", tags=["health"], summary="Does the store answer?", responses=_readiness())
    def readyz() -> JSONResponse:
        try:
            now = state(engine)
        except EngineError as error:
            return problems.problem(503, type(error).__name__, "The store does not answer.", str(error))
        body = {"status": "ok", "engine": engine.name, "state": now.state, "run_id": now.run_id}
        return JSONResponse(body)

    routes.add(app, engine)
    return app


def _authorised(request: Request, token: str) -> bool:
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    return kind.lower() == "bearer" and hmac.compare_digest(given.encode(), token.encode())


def _readiness() -> dict[int | str, dict[str, Any]]:
    return {503: routes.problem_response("The store does not answer.")}
