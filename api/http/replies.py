"""How answers go out: as JSON or CSV, whole or page by page, and only once to who has them already."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Any, Literal, TypeAlias

from fastapi import Request, Response

from dutygraph.api.http.problems import Refused
from dutygraph.graph.catalog import catalog
from dutygraph.graph.errors import InputError

Form: TypeAlias = Literal["json", "csv"]

PAGING = ("cursor", "limit")
"""Parameters that every list takes; no question has one of its own of these names."""

MOST_ROWS = 10_000
MEDIA_TYPES: Mapping[Form, str] = {"json": "application/json", "csv": "text/csv; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class Window:
    """The rows of a page: `limit` of them from `start` on, None for all."""

    start: int = 0
    limit: int | None = None

    @property
    def end(self) -> int | None:
        """Where the next page begins."""
        return None if self.limit is None else self.start + self.limit

    @property
    def rows(self) -> slice:
        """Its place in the whole list."""
        return slice(self.start, self.end)


class Pages:
    """The pages of one list that a request asks for, by its parameters `cursor` and `limit`.

    A cursor holds what was asked and the state that the first page was of, so that no row is missed or shown twice: it
    ends with that state. `state` is None on the first page. Raises InputError for a limit or a cursor that is none.
    """

    def __init__(self, request: Request) -> None:
        given = request.query_params
        self.asked = {name: value for name, value in given.items() if name not in PAGING}
        """The parameters that are not about pages."""

        said = json.dumps([request.url.path, sorted(self.asked.items())])
        self._scope = hashlib.sha256(said.encode()).hexdigest()[:12]
        self.state: str | None = None
        start = 0
        if "cursor" in given:
            self.state, start = self._read(given["cursor"])
        self.window = Window(start, _limit(given["limit"]) if "limit" in given else None)

    def _read(self, cursor: str) -> tuple[str, int]:
        try:
            state, scope, start = json.loads(base64.urlsafe_b64decode(cursor.encode()))
            if scope == self._scope and isinstance(state, str) and isinstance(start, int) and start > 0:
                return state, start
        except (ValueError, TypeError):
            pass
        raise InputError(
            "the cursor is not of this list: ask without one, then go on with next_cursor and the same parameters."
        )

    def check(self, state: str) -> None:
        """Raises Refused (410) where the first page was of another state than this one."""
        if self.state not in (None, state):
            raise gone()

    def next(self, state: str, total: int) -> str | None:
        """The cursor of the page after this one, in a list of so many rows."""
        end = self.window.end
        if end is None or end >= total:
            return None
        return base64.urlsafe_b64encode(json.dumps([state, self._scope, end]).encode()).decode()


def _limit(text: str) -> int:
    if text.isascii() and text.isdecimal() and 1 <= int(text[:10]) <= MOST_ROWS:
        return int(text)
    raise InputError(f"limit is {text[:80]!r}, but must be a whole number of rows, from 1 to {MOST_ROWS}, such as 100.")


def gone() -> Refused:
    """A page of a state that is no more."""
    return Refused(410, "Gone", "The graph has changed since the first page.", "Begin again without a cursor.")


def form_of(request: Request) -> Form:
    """What a request wants: CSV where text/csv is named before any type that JSON would do for."""
    for part in request.headers.get("accept", "").split(","):
        kind = part.split(";")[0].strip().lower()
        if kind == "text/csv":
            return "csv"
        if kind in ("application/json", "application/*", "*/*"):
            break
    return "json"


def reply(
    request: Request, content: bytes, form: Form, *, state: str | None, total: int, cursor: str | None
) -> Response:
    """A list or a page of one, or 304 where the client has it.

    `state` names all that it was made from, None where it may be another the next time it is asked for.
    """
    headers = {"Vary": "Accept", "X-Total-Count": str(total)}
    if cursor is not None:
        url = request.url.include_query_params(cursor=cursor)
        headers["Link"] = f'<{url.path}?{url.query}>; rel="next"'
    if state is not None:
        headers |= {"ETag": etag(state, form), "Cache-Control": "private, no-cache"}
        if has(request, headers["ETag"]):
            return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type=MEDIA_TYPES[form])


def etag(state: str, form: str) -> str:
    """The tag of what one state looks like in one form, made by this version of the package."""
    return f'"{state or "empty"}.{form}.{_made_by()}"'


def has(request: Request, tag: str) -> bool:
    """Whether the client says that it has this already."""
    known = [each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")]
    return tag in known or "*" in known


def as_json(value: Any) -> bytes:
    """JSON, Chinese as it is."""
    return json.dumps(value, ensure_ascii=False).encode()


@cache
def _made_by() -> str:
    """Changes with whatever may answer the same question otherwise."""
    questions = [(name, query.revision) for name, query in catalog().questions.items()]
    return hashlib.sha256(json.dumps([version("dutygraph"), questions]).encode()).hexdigest()[:8]
