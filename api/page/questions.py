"""Every question of the catalogue: a form, the answer with its sentences, and the Cypher behind it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from fastapi import Response
from starlette.exceptions import HTTPException

from dutygraph.api.page.forms import fields
from dutygraph.api.page.look import Look, Parts, url
from dutygraph.graph.answer import Answer
from dutygraph.graph.catalog import Column, Query, catalog
from dutygraph.graph.errors import AmbiguousName, InputError

ROWS = 100
"""Rows of a page of an answer."""

_FORMS = {"answer.csv": "text/csv; charset=utf-8", "answer.json": "application/json"}


class Wrong(NamedTuple):
    """Why a question has no answer; `meant` are addresses of the question with each thing that a name fits."""

    message: str
    meant: list[tuple[str, str]]


class Shown(NamedTuple):
    """A column of an answer, with the place of its values, and of the ids of what they name, -1 where there are
    none."""

    column: Column
    place: int
    ids: int


class Table(NamedTuple):
    """An answer as a page shows it: columns that say something, rows from `start`, and the addresses of the whole."""

    answer: Answer
    columns: list[Shown]
    start: int
    end: int
    csv: str
    json: str
    api: str
    params: str


def listing(look: Look) -> Response:
    """`/questions`."""
    return look.render("questions.html.j2", questions=list(catalog().questions.values()))


def question(look: Look) -> Response:
    """`/questions/{name}`; with parameters, the answer too."""
    query = catalog().question(look.request.path_params["name"])
    organization = look.organization()
    given = asked(look, query)
    missing = [param.name for param in query.params if param.required and param.name not in given]
    answered = bool(look.request.query_params.keys() - {"lang"}) and not missing and organization is not None
    answer, wrong = answer_to(look, query, given) if answered else (None, None)
    return look.render(
        "question.html.j2",
        422 if wrong else 200,
        page=Parts(look),
        query=query,
        fields=fields(look, query, organization.id if organization else ""),
        table=None if answer is None else table(look, query, answer),
        wrong=wrong,
    )


def answer_to(look: Look, query: Query, given: Mapping[str, str]) -> tuple[Answer | None, Wrong | None]:
    """The answer, or why there is none and what can be meant.

    Raises EngineError.
    """
    try:
        return look.held.ask(query.name, **given), None
    except InputError as error:
        message = str(error)
        name = next((name for name, value in given.items() if repr(value) in message), "")
        meant = error.candidates if isinstance(error, AmbiguousName) and name else ()
        return None, Wrong(message, [(look.here(**{name: id_}), said) for id_, said in meant])


def rows(look: Look) -> Response:
    """`/questions/{name}/answer.csv` and `.json`: all rows, as a file."""
    query = catalog().question(look.request.path_params["name"])
    form = look.request.path_params["form"]
    if form not in _FORMS:
        raise HTTPException(404, "an answer is answer.csv or answer.json")
    answer = look.held.ask(query.name, **asked(look, query))
    text = answer.to_csv() if form == "answer.csv" else answer.to_json()
    # Excel takes CSV for Unicode only where it begins with this mark.
    content = ("\ufeff" + text if form == "answer.csv" else text).encode()
    name = f"{query.name}.{form.rpartition('.')[2]}"
    return Response(content, media_type=_FORMS[form], headers={"Content-Disposition": f'attachment; filename="{name}"'})


def asked(look: Look, query: Query) -> dict[str, str]:
    """The parameters of a question that the request gives; the organisation too where the question needs one."""
    given = {param.name: look.text(param.name) for param in query.params}
    organization = query.param("organization")
    if organization is not None and organization.default is None and not given["organization"]:
        largest = look.organization()
        given["organization"] = largest.id if largest else ""
    return {name: value for name, value in given.items() if value}


def table(look: Look, query: Query, answer: Answer) -> Table:
    """An answer page by page."""
    start = (look.page() - 1) * ROWS
    given = asked(look, query)
    return Table(
        answer,
        _columns(answer),
        start,
        min(start + ROWS, len(answer.rows)),
        url(f"/questions/{query.name}/answer.csv", **given),
        url(f"/questions/{query.name}/answer.json", **given),
        url(f"/api/v1/{query.name.replace('_', '-')}", **given),
        json.dumps(dict(answer.cypher_params), ensure_ascii=False, indent=2, default=str),
    )


def _columns(answer: Answer) -> list[Shown]:
    """The columns without ids and without those that are empty throughout."""
    places = {column.name: place for place, column in enumerate(answer.columns)}
    return [
        Shown(column, place, _ids_of(column.name, places))
        for place, column in enumerate(answer.columns)
        if not column.name.endswith("_id") and any(row[place] not in (None, "", [], ()) for row in answer.rows)
    ]


def _ids_of(name: str, places: Mapping[str, Any]) -> int:
    """The place of the ids of what a column names."""
    own = {"title": ("role_id", "arbiter_id"), "text": ("related_id",)}.get(name, ())
    return next((places[each] for each in (f"{name}_id", *own) if each in places), -1)
