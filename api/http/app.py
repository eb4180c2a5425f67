"""The application: health, the catalogue, one route a question, documents, findings, exports. No free Cypher: READ mode
of a server is no sandbox."""

from __future__ import annotations

from importlib.metadata import version

from fastapi import FastAPI
from fastapi.responses import JSONResponse

from dutygraph.api.http import documents, exports, findings, problems, routes
from dutygraph.api.http.access import Access
from dutygraph.api.http.describing import one
from dutygraph.api.http.describing import problems as described_problems
from dutygraph.api.http.guard import Guard, Limits
from dutygraph.api.http.workspace import Workspace
from dutygraph.graph.engine import Engine
from dutygraph.graph.errors import EngineError
from dutygraph.graph.store import state

_ALIVE = {"type": "object", "required": ["status"], "properties": {"status": {"const": "ok"}}}
_READY = {
    "type": "object",
    "required": ["status", "engine", "state", "run_id"],
    "properties": {name: {"type": "string"} for name in ("status", "engine", "state", "run_id")},
}


def create_app(held: Workspace | Engine, *, access: Access | None = None, limits: Limits | None = None) -> FastAPI:
    """An application over a workspace, or over an engine that is only asked; both stay the caller's to close.

    Without `access` it is open to whoever calls it by a name of the loopback.
    """
    workspace = held if isinstance(held, Workspace) else Workspace(held)
    app = FastAPI(
        title="dutygraph",
        version=version("dutygraph"),
        description="Who does what, who reports to whom, who may decide: each answer with the sentence it rests on.",
        docs_url=None,  # those pages fetch their scripts from elsewhere
        redoc_url=None,
    )
    problems.install(app)
    app.add_middleware(Guard, access=access or Access(), limits=limits or Limits())
    _add_health(app, workspace.engine)
    for routes_of in (routes, documents, findings, exports):
        routes_of.add(app, workspace)
    return app


def _add_health(app: FastAPI, engine: Engine) -> None:
    @app.get(
        "/healthz",
        tags=["health"],
        summary="Is the process alive?",
        responses={200: one("It is.", _ALIVE, {"status": "ok"}), **described_problems()},
    )
    async def healthz() -> dict[str, str]:
        return {"status": "ok"}

    ready = {"status": "ok", "engine": "kglite", "state": "ready", "run_id": "run_1f0c9a52b7d3e846"}

    @app.get(
        "/readyz",
        tags=["health"],
        summary="Does the store answer?",
        responses={200: one("It does.", _READY, ready), **described_problems()},
    )
    def readyz() -> JSONResponse:
        try:
            now = state(engine)
        except EngineError as error:
            return problems.problem(503, type(error).__name__, "The store does not answer.", str(error))
        return JSONResponse({"status": "ok", "engine": engine.name, "state": now.state, "run_id": now.run_id})
