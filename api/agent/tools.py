"""What an agent is told about a question, and what it gets for one: rows with their quotes, a page at a time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from dutygraph.graph.answer import Answer, Evidence
from dutygraph.graph.ask import ask
from dutygraph.graph.catalog import Param, Query, catalog
from dutygraph.graph.engine import Engine
from dutygraph.graph.errors import InputError
from dutygraph.graph.parameters import json_schema

Json: TypeAlias = dict[str, Any]

MOST_BYTES: Final = 40_000
"""Bytes of the JSON of one answer, in UTF-8: of Chinese about 13,000 characters."""

MOST_ROWS: Final = 200
ROWS: Final = 50
"""Rows of a page: at most, and where the agent does not say how many."""

MOST_QUOTES: Final = 5
"""Sentences shown for a row; the rest is counted."""

_HEAD_BYTES: Final = 4_000
"""Bytes of what stands beside the rows, and of an error."""

_SHORTEST: Final = 8

_PAGING: Final[Json] = {
    "limit": {
        "type": "integer",
        "minimum": 1,
        "maximum": MOST_ROWS,
        "default": ROWS,
        "description": "The most rows to return.",
    },
    "cursor": {
        "type": "string",
        "description": "next_cursor of the page before; the other parameters stay as they were.",
    },
}
"""Parameters that every tool takes; no question has one of its own of these names."""


def input_schema(query: Query) -> Json:
    """The parameters of a question's tool as JSON Schema."""
    return {
        "type": "object",
        "properties": {**{param.name: _property(param) for param in query.params}, **_PAGING},
        "required": [param.name for param in query.params if param.required],
        "additionalProperties": False,
    }


def description(query: Query) -> str:
    """What a tool does, for an agent."""
    columns = ", ".join(column.name + (f" ({column.unit})" if column.unit else "") for column in query.columns)
    return (
        f"{query.asks} Read-only. Each row holds {columns}, and quotes: the sentences it rests on, which an answer to "
        "a person should cite. Answers are cut to pages; next_cursor leads on."
    )


def _property(param: Param) -> Json:
    example = f", such as {param.example}" if param.example else ""
    return {"description": param.expected + example, **json_schema(param)}


def call(engine: Engine, name: str, arguments: Mapping[str, Any]) -> str:
    """The answer to a question as JSON of at most `MOST_BYTES` bytes.

    `total` counts the rows of all pages; `notes` tell what was cut, `next_cursor` leads to the next page, null at the
    end. Raises InputError for wrong parameters, a limit or a cursor that is none, and what else `ask` raises.
    """
    limit = _limit(arguments.get("limit"))
    asked = {key: value for key, value in arguments.items() if key not in _PAGING}
    cursor = _Cursor(name, asked)
    run, start = cursor.read(arguments.get("cursor"))
    answer = ask(engine, name, asked)
    if run is not None and (run != answer.run_id or not answer.complete):
        raise InputError("The graph has changed since the first page. Begin again without a cursor.")
    return _page(answer, start, limit, cursor)


def error_text(error: Exception) -> str:
    """An error for an agent, of bounded length."""
    return _short(" ".join(str(error).split()), _HEAD_BYTES // 4)  # type: ignore[no-any-return]


def _page(answer: Answer, start: int, limit: int, cursor: _Cursor) -> str:
    """Rows from `start` on, as many as fit."""
    total = len(answer.rows)
    head = {
        "question": answer.question,
        "params": dict(answer.params),
        "units": {column.name: column.unit for column in answer.columns if column.unit},
        "warnings": list(answer.warnings),
        "run_id": answer.run_id,
        "complete": answer.complete,
        "total": total,
    }
    head, _ = _fitted(head, _HEAD_BYTES)
    room = MOST_BYTES - 2 * _HEAD_BYTES  # the second for notes and the cursor
    rows: list[Json] = []
    notes: list[str] = []
    for place in range(start, min(start + limit, total)):
        row, cut = _fitted(_row(answer, place), MOST_BYTES - 2 * _HEAD_BYTES)
        if (room := room - _size(row) - 2) < 0:
            break
        if cut:
            notes.append(f"Row {place + 1} was too large: its texts and lists are cut, which … marks.")
        rows.append(row)
    end = start + len(rows)
    if end < total:
        notes.append(f"Rows {start + 1} to {end} of {total}; for the next ones call again with next_cursor as cursor.")
    if not answer.complete:
        notes.append("A load was under way: this answer may mix two states of the graph, and cannot be paged.")
    following = cursor.write(answer.run_id or "", end) if end < total and answer.complete else None
    return _json({**head, "rows": rows, "notes": notes, "next_cursor": following})


def _row(answer: Answer, place: int) -> Json:
    """A row by column name, and its first sentences."""
    row = {column.name: value for column, value in zip(answer.columns, answer.rows[place], strict=True)}
    pieces = answer.evidence[place]
    row["quotes"] = [_quote(piece) for piece in pieces[:MOST_QUOTES]]
    return row if len(pieces) <= MOST_QUOTES else row | {"more_quotes": len(pieces) - MOST_QUOTES}


def _quote(piece: Evidence) -> Json:
    return {"quote": piece.quote, "document": piece.document_key, "locator": piece.locator}


def _fitted(value: Json, most: int) -> tuple[Json, bool]:
    """The object in at most so many bytes, and whether texts and lists had to be cut for it."""
    longest, fitted = most, value
    while _size(fitted) > most and longest > _SHORTEST:
        longest //= 2
        fitted = _short(value, longest)
    return fitted, fitted is not value


def _short(value: Any, longest: int) -> Any:
    """The value, each text and list in it with at most so many characters or items, and a … where one is cut."""
    if isinstance(value, str):
        return value if len(value) <= longest else value[: longest - 1] + "…"
    if isinstance(value, Mapping):
        return {key: _short(each, longest) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        kept = [_short(each, longest) for each in value[:longest]]
        return kept if len(kept) == len(value) else [*kept, "…"]
    return value


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _size(value: Any) -> int:
    """Bytes."""
    return len(_json(value).encode())


def _limit(given: object) -> int:
    if given is None:
        return ROWS
    if isinstance(given, int) and not isinstance(given, bool) and 1 <= given <= MOST_ROWS:
        return given
    raise InputError(f"limit is {given!r:.80}, but must be a whole number of rows, from 1 to {MOST_ROWS}.")


class _Cursor:
    """Where pages of one call go on: `run.call.row`, so that pages of another run or call are refused."""

    def __init__(self, name: str, asked: Mapping[str, Any]) -> None:
        said = json.dumps([name, sorted(asked.items())], default=str)
        self._call = hashlib.sha256(said.encode()).hexdigest()[:12]

    def write(self, run: str, start: int) -> str:
        return f"{run}.{self._call}.{start}"

    def read(self, given: object) -> tuple[str | None, int]:
        """Run and row; None and 0 where there is no cursor. Raises InputError."""
        if given is None:
            return None, 0
        run, _, place = str(given).rpartition(f".{self._call}.")
        if not (isinstance(given, str) and place.isascii() and place.isdecimal() and len(place) <= 18):
            raise InputError(
                "The cursor is not of this call. Call without one, then go on with next_cursor and the same parameters."
            )
        return run, int(place)


def tools() -> Mapping[str, Query]:
    """The questions that are tools, by the name of the tool."""
    return catalog().questions
