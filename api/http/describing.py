"""What OpenAPI says about answers that routes share: problems, lists, their headers and examples."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from dutygraph.api.http.problems import MEDIA_TYPE, PROBLEM_SCHEMA
from dutygraph.api.http.replies import MOST_ROWS

Responses: TypeAlias = dict[int | str, dict[str, Any]]

_PROBLEMS: Mapping[int, tuple[str, str]] = {
    400: ("HTTP", "The body cannot be read as JSON."),
    401: ("Unauthorized", "No token, or a wrong one."),
    403: ("Origin", "The server is read-only, or a page of another site sent this."),
    404: ("UnknownName", "A name that nothing has; the nearest are offered."),
    408: ("TooSlow", "The body came too slowly."),
    410: ("Gone", "The graph has changed since the first page; begin again."),
    413: ("TooLarge", "The body is too large."),
    415: ("MediaType", "The body is of no type that is taken here."),
    421: ("Host", "The server is not called what the Host header says."),
    422: ("InputError", "Something is missing, wrong or ambiguous; nothing was changed."),
    429: ("Busy", "Too much waits already; send it again later."),
    503: ("StoreLocked", "The store does not answer, or is being loaded."),
}
TEXTS = {
    "type": "object",
    "description": "A text by language.",
    "properties": {"en": {"type": "string"}, "zh": {"type": "string"}},
}
EVIDENCE = {
    "type": "object",
    "description": "A sentence, where it stands, and the fact that it states.",
    "properties": {name: {"type": ["string", "null"]} for name in ("fact_id", "document", "quote", "locator", "span")},
}
RUN = {"type": ["string", "null"], "description": "The run that this is of; null where nothing was loaded yet."}
PAGE_PARAMETERS: list[dict[str, Any]] = [
    {
        "name": "limit",
        "in": "query",
        "description": "Rows of a page; all of them where it is not given.",
        "schema": {"type": "integer", "minimum": 1, "maximum": MOST_ROWS},
        "example": 100,
    },
    {
        "name": "cursor",
        "in": "query",
        "description": "`next_cursor` of the page before; the other parameters stay as they were.",
        "schema": {"type": "string"},
    },
]
_LIST_HEADERS = {
    "X-Total-Count": {"description": "Rows of all pages.", "schema": {"type": "string"}},
    "Link": {"description": "The next page, with rel=next.", "schema": {"type": "string"}},
    "ETag": {"description": "Changes with the run; send it as If-None-Match.", "schema": {"type": "string"}},
}


def problems(*statuses: int) -> Responses:
    """The problem documents of a route, those that every route may answer with among them."""
    return {status: _problem(status) for status in sorted({*statuses, 401, 421, 503})}


def changing(*statuses: int) -> Responses:
    """The problem documents of a route that takes a body or changes something."""
    return problems(*statuses, 403, 408, 413, 422)


def listing(name: str, item: Mapping[str, Any], example: Mapping[str, Any], more: Mapping[str, Any]) -> Responses:
    """A list under `name`, as JSON or CSV, page by page; `more` are properties beside it."""
    properties = {
        name: {"type": "array", "items": item},
        "run_id": RUN,
        "total": {"type": "integer", "description": "Rows of all pages."},
        "next_cursor": {"type": ["string", "null"], "description": "The page after this one."},
        **more,
    }
    schema = {"type": "object", "required": [name, "total", "next_cursor"], "properties": properties}
    return {
        200: {
            "description": "The list, or a page of it.",
            "headers": _LIST_HEADERS,
            "content": {
                "application/json": {"schema": schema, "example": example},
                "text/csv": {"schema": {"type": "string"}},
            },
        },
        304: {"description": "You have it already.", "headers": {"ETag": _LIST_HEADERS["ETag"]}},
        **problems(404, 410, 422),
    }


def one(description: str, schema: Mapping[str, Any], example: Any) -> dict[str, Any]:
    """A JSON answer."""
    return {"description": description, "content": {"application/json": {"schema": schema, "example": example}}}


def download(description: str, media_type: str) -> Responses:
    """A file."""
    schema = {"type": "string"} if media_type.startswith("text/") else {}
    return {
        200: {
            "description": description,
            "headers": {"ETag": _LIST_HEADERS["ETag"]},
            "content": {media_type: {"schema": schema}},
        },
        304: {"description": "You have it already.", "headers": {"ETag": _LIST_HEADERS["ETag"]}},
        **problems(422),
    }


def _problem(status: int) -> dict[str, Any]:
    name, what = _PROBLEMS[status]
    example = {"type": f"urn:dutygraph:error:{name}", "title": what, "status": status, "detail": what}
    return {"description": what, "content": {MEDIA_TYPE: {"schema": PROBLEM_SCHEMA, "example": example}}}
