"""One route a question, made from the head of its query file, so that OpenAPI shows what the catalogue says."""

from __future__ import annotations

from collections.abc import Callable
from inspect import Parameter, Signature
from typing import Annotated, Any, Literal

from fastapi import FastAPI, Query, Request, Response

from dutygraph.api.http.answers import Answers
from dutygraph.api.http.describing import EVIDENCE, Responses, listing, one, problems
from dutygraph.api.http.replies import Cursor, Limit, Pages, form_of, reply
from dutygraph.api.http.workspace import Workspace
from dutygraph.graph.catalog import Query as Question
from dutygraph.graph.catalog import catalog
from dutygraph.graph.parameters import LONGEST, Param

PREFIX = "/api/v1"
PAGING = ("cursor", "limit")
"""Parameters that every list takes; no question has one of its own of these names."""

_TYPES: dict[str, Any] = {"int": int, "float": float, "bool": bool}
_JSON_TYPES = {"str": "string", "int": "integer", "float": "number", "bool": "boolean"}
_EXAMPLES = {"str": "…", "int": 3, "float": 0.9, "bool": True}


def add(app: FastAPI, workspace: Workspace) -> None:
    """Add the catalogue and every question to the application."""
    questions = catalog().questions
    described = [_described(question) for question in questions.values()]
    answers = Answers(workspace)
    schema = {"type": "array", "items": {"type": "object"}}

    @app.get(
        f"{PREFIX}/questions",
        tags=["catalogue"],
        summary="Which questions can be asked?",
        responses={200: one("All questions.", schema, described[:1]), **problems()},
    )
    def list_questions() -> list[dict[str, Any]]:
        return described

    for question in questions.values():
        app.add_api_route(
            path(question.name),
            _endpoint(question, answers),
            methods=["GET"],
            name=question.name,
            summary=question.asks,
            description=f"Defined in {question.source}. Send `Accept: text/csv` for the rows alone.",
            tags=["questions"],
            response_class=Response,
            responses=_responses(question),
        )


def path(name: str) -> str:
    """The address of a question: `/api/v1/span-of-control`."""
    return f"{PREFIX}/{name.replace('_', '-')}"


def _endpoint(question: Question, answers: Answers) -> Callable[..., Response]:
    """A function whose signature FastAPI reads: the request, then the question's parameters, then page and cursor."""

    def endpoint(request: Request, cursor: str | None, limit: int | None, **params: object) -> Response:
        # A parameter the question does not have is refused by `ask`, not dropped.
        given = {**request.query_params, **{name: value for name, value in params.items() if value is not None}}
        asked = {name: value for name, value in given.items() if name not in PAGING}
        form = form_of(request)
        answer = answers.get(question, asked, form, Pages(request), cursor, limit)
        return reply(request, answer.content, form, state=answer.state, total=answer.total, cursor=answer.cursor)

    parameters = [Parameter("request", Parameter.KEYWORD_ONLY, annotation=Request)]
    parameters += [
        Parameter(
            param.name,
            Parameter.KEYWORD_ONLY,
            default=Parameter.empty if param.required else None,
            annotation=_annotation(param),
        )
        for param in question.params
    ]
    parameters += [
        Parameter(name, Parameter.KEYWORD_ONLY, default=None, annotation=annotation)
        for name, annotation in (("cursor", Cursor), ("limit", Limit))
    ]
    endpoint.__signature__ = Signature(parameters, return_annotation=Response)  # type: ignore[attr-defined]
    return endpoint


def _annotation(param: Param) -> Any:
    kind: Any = Literal[param.choices] if param.choices else _TYPES.get(param.type, str)
    about = f"{param.name}: {param.expected}"
    if param.default is not None:
        about += f"; {param.default} where it is not given"
    bounds: dict[str, Any] = {}
    if kind is str:
        bounds = {"min_length": 1, "max_length": LONGEST}
    elif kind in (int, float):
        bounds = {"ge": 0, **({"le": 1} if param.unit == "ratio" else {})}
    if param.example and not param.choices:
        bounds["examples"] = [_TYPES.get(param.type, str)(param.example)]
    return Annotated[kind if param.required else kind | None, Query(description=about, **bounds)]


def _described(question: Question) -> dict[str, Any]:
    return {
        "name": question.name,
        "asks": question.asks,
        "path": path(question.name),
        "params": [
            {
                "name": param.name,
                "type": param.type,
                "required": param.required,
                "default": param.default,
                "unit": param.unit,
                "expected": param.expected,
                "example": param.example or None,
                "choices": list(param.choices),
            }
            for param in question.params
        ],
        "columns": [{"name": c.name, "type": c.type, "unit": c.unit} for c in question.columns],
        "source": question.source,
    }


def _responses(question: Question) -> Responses:
    columns = {
        column.name: {
            **_json_type(column.type),
            **({"description": f"unit: {column.unit}"} if column.unit else {}),
        }
        for column in question.columns
    }
    more = {
        "question": {"type": "string"},
        "params": {"type": "object", "description": "The parameters as they were taken, names as ids."},
        "columns": {"type": "array", "items": {"type": "object"}},
        "evidence": {
            "type": "array",
            "description": "For each row, the sentences it rests on.",
            "items": {"type": "array", "items": EVIDENCE},
        },
        "warnings": {"type": "array", "items": {"type": "string"}},
        "complete": {"type": "boolean", "description": "Whether the whole answer came from that run."},
        "engine": {"type": "string"},
        "computed_by": {
            "type": ["string", "null"],
            "description": "The function that made the rows; the Cypher is then its input.",
        },
        "cypher": {"type": "string"},
        "cypher_params": {"type": "object"},
    }
    return listing("rows", {"type": "object", "properties": columns}, _example(question), more)


def _example(question: Question) -> dict[str, Any]:
    """An answer of one row; its values show types only."""
    quote = {"fact_id": "fact_…", "document": "sales.docx", "quote": "…", "locator": "p. 2", "span": "120:164"}
    row = {c.name: [] if c.type.startswith("list[") else _EXAMPLES[c.type] for c in question.columns}
    return {
        "question": question.name,
        "params": {param.name: param.example or param.default for param in question.params},
        "columns": [{"name": c.name, "type": c.type, "unit": c.unit} for c in question.columns],
        "rows": [row],
        "evidence": [[quote]],
        "warnings": [],
        "run_id": "run_1f0c9a52b7d3e846",
        "complete": True,
        "engine": "kglite",
        "computed_by": question.computed_by,
        "cypher": question.cypher,
        "cypher_params": {},
        "total": 1,
        "next_cursor": None,
    }


def _json_type(kind: str) -> dict[str, Any]:
    if kind.startswith("list["):
        return {"type": ["array", "null"], "items": {}}
    return {"type": [_JSON_TYPES[kind], "null"]}
