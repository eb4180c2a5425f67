"""One route a question, made from the head of its query file, so that OpenAPI shows what the catalogue says."""

from __future__ import annotations

from collections.abc import Callable
from inspect import Parameter, Signature
from typing import Annotated, Any, Literal

from fastapi import FastAPI, Query, Request, Response

from dutygraph.api.http.problems import MEDIA_TYPE, PROBLEM_SCHEMA
from dutygraph.graph.ask import ask
from dutygraph.graph.catalog import Query as Question
from dutygraph.graph.catalog import catalog
from dutygraph.graph.engine import Engine
from dutygraph.graph.parameters import LONGEST, Param

PREFIX = "/api/v1"
_TYPES: dict[str, Any] = {"int": int, "float": float, "bool": bool}
_JSON_TYPES = {"str": "string", "int": "integer", "float": "number", "bool": "boolean"}


_EVIDENCE = {
    "type": "object",
    "properties": {name: {"type": "string"} for name in ("fact_id", "document", "quote", "locator", "span")},
}


def add(app: FastAPI, engine: Engine) -> None:
    """Add the catalogue and every question to the application."""
    questions = catalog().questions
    listing = [_listing(question) for question in questions.values()]

    @app.get(f"{PREFIX}/questions", tags=["catalogue"], summary="Which questions can be asked?")
    def list_questions() -> list[dict[str, Any]]:
        return listing

    for question in questions.values():
        app.add_api_route(
            path(question.name),
            _endpoint(question, engine),
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


def problem_response(description: str) -> dict[str, Any]:
    """An OpenAPI response that holds a problem document."""
    return {"description": description, "content": {MEDIA_TYPE: {"schema": PROBLEM_SCHEMA}}}


def _endpoint(question: Question, engine: Engine) -> Callable[..., Response]:
    """A function whose signature FastAPI reads: the request, then the question's parameters."""

    def endpoint(request: Request, **params: object) -> Response:
        # A parameter the question does not have is refused by `ask`, not dropped.
        given = {**request.query_params, **{name: value for name, value in params.items() if value is not None}}
        answer = ask(engine, question.name, given)
        if _wants_csv(request.headers.get("accept", "")):
            return Response(answer.to_csv(), media_type="text/csv; charset=utf-8")
        return Response(answer.to_json(), media_type="application/json")

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


def _wants_csv(accept: str) -> bool:
    """Whether text/csv is named before any other type that would do."""
    for part in accept.split(","):
        kind = part.split(";")[0].strip().lower()
        if kind == "text/csv":
            return True
        if kind in ("application/json", "application/*", "*/*"):
            return False
    return False


def _listing(question: Question) -> dict[str, Any]:
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


def _responses(question: Question) -> dict[int | str, dict[str, Any]]:
    columns = {
        column.name: {
            **_json_type(column.type),
            **({"description": f"unit: {column.unit}"} if column.unit else {}),
        }
        for column in question.columns
    }
    schema = {
        "type": "object",
        "required": ["question", "columns", "rows", "evidence", "cypher", "params", "engine", "run_id", "complete"],
        "properties": {
            "question": {"type": "string"},
            "params": {"type": "object", "description": "The parameters as they were taken, names as ids."},
            "columns": {"type": "array", "items": {"type": "object"}},
            "rows": {"type": "array", "items": {"type": "object", "properties": columns}},
            "evidence": {
                "type": "array",
                "description": "For each row, the sentences it rests on.",
                "items": {"type": "array", "items": _EVIDENCE},
            },
            "warnings": {"type": "array", "items": {"type": "string"}},
            "run_id": {"type": ["string", "null"], "description": "The load whose graph answered."},
            "complete": {"type": "boolean", "description": "Whether the whole answer came from that run."},
            "engine": {"type": "string"},
            "computed_by": {
                "type": ["string", "null"],
                "description": "The function that made the rows; the Cypher is then its input.",
            },
            "cypher": {"type": "string"},
            "cypher_params": {"type": "object"},
        },
    }
    return {
        200: {
            "description": "The answer.",
            "content": {"application/json": {"schema": schema}, "text/csv": {"schema": {"type": "string"}}},
        },
        404: problem_response("A name that nothing has; the nearest are offered."),
        422: problem_response("A parameter is missing, ill-typed or ambiguous."),
        503: problem_response("The store does not answer."),
    }


def _json_type(kind: str) -> dict[str, Any]:
    if kind.startswith("list["):
        return {"type": ["array", "null"], "items": {}}
    return {"type": [_JSON_TYPES[kind], "null"]}
