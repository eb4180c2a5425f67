"""Errors as problem details (RFC 9457): one shape for every answer that is not the one asked for."""

from __future__ import annotations

import json
import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from dutygraph.graph import errors

MEDIA_TYPE = "application/problem+json"
_log = logging.getLogger("dutygraph.http")

PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "description": "`urn:dutygraph:error:<name>`, explained in docs/errors.md."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What happened, to which thing, and what to do."},
        "candidates": {
            "type": "array",
            "description": "What an ambiguous name may mean.",
            "items": {
                "type": "object",
                "properties": {"id": {"type": "string"}, "name": {"type": "string"}},
            },
        },
        "parameters": {
            "type": "array",
            "description": "The parameters that were wrong.",
            "items": {
                "type": "object",
                "properties": {"name": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}


def problem(status: int, name: str, title: str, detail: str, **more: object) -> JSONResponse:
    """One problem document."""
    body = {"type": f"urn:dutygraph:error:{name}", "title": title, "status": status, "detail": detail, **more}
    response = JSONResponse(body, status, media_type=MEDIA_TYPE)
    if status == 401:
        # A header each: browsers ask for a login only where it stands alone.
        response.headers.append("WWW-Authenticate", 'Basic realm="dutygraph", charset="UTF-8"')
        response.headers.append("WWW-Authenticate", "Bearer")
    return response


class Refused(HTTPException):
    """A request that is turned away for what it is as a request, not for what it asks."""

    def __init__(self, status: int, name: str, title: str, detail: str) -> None:
        super().__init__(status, detail)
        self.response = problem(status, name, title, detail)


def _status(error: errors.DutyGraphError) -> int:
    if isinstance(error, errors.UnknownName):
        return 404
    if isinstance(error, (errors.InputError, errors.DocumentError)):
        return 422
    if isinstance(error, errors.EngineError):
        return 503
    return 500


def _of_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, errors.DutyGraphError)
    status = _status(error)
    if status >= 500:
        _log.error(json.dumps({"path": request.url.path, "error": type(error).__name__, "message": str(error)}))
    more: dict[str, object] = {}
    if isinstance(error, errors.AmbiguousName):
        more["candidates"] = [{"id": id_, "name": name} for id_, name in error.candidates]
    title = (type(error).__doc__ or type(error).__name__).splitlines()[0]
    return problem(status, type(error).__name__, title, str(error), **more)


def _of_validation(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    wrong = [{"name": str(item["loc"][-1]), "detail": str(item["msg"])} for item in error.errors()]
    detail = "; ".join(f"{item['name']}: {item['detail']}" for item in wrong)
    return problem(
        422,
        "ParameterError",
        "A parameter is missing or not of its type.",
        f"{detail}. See /openapi.json.",
        parameters=wrong,
    )


def _of_http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    if isinstance(error, Refused):
        return error.response
    return problem(error.status_code, "HTTP", str(error.detail), f"{request.method} {request.url.path}: {error.detail}")


def install(app: FastAPI) -> None:
    """Answer every error of `app` as a problem document; a defect of ours keeps its traceback in the log alone."""
    app.add_exception_handler(errors.DutyGraphError, _of_error)
    app.add_exception_handler(RequestValidationError, _of_validation)
    app.add_exception_handler(HTTPException, _of_http)
