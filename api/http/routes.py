"""One route a question, made from the head of its query file, so that OpenAPI shows what the catalogue says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import FastAPI, Request, Response

from dutygraph.api.http.answers import Answers
from dutygraph.api.http.describing import EVIDENCE, PAGE_PARAMETERS, Responses, listing, one, problems
from dutygraph.api.http.replies import Pages, form_of, reply
from dutygraph.api.http.workspace import Workspace
from dutygraph.graph.catalog import Query as Question
from dutygraph.graph.catalog import catalog
from dutygraph.graph.parameters import JSON_TYPES, Param, json_schema

PREFIX = "/api/v1"
_READ: Mapping[str, Callable[[str], object]] = {"int": int, "float": float, "bool": lambda text: text == "true"}
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
            openapi_extra={"parameters": [*map(_parameter, question.params), *PAGE_PARAMETERS]},
        )


def path(name: str) -> str:
    """The address of a question: `/api/v1/span-of-control`."""
    return f"{PREFIX}/{name.replace('_', '-')}"


def _endpoint(question: Question, answers: Answers) -> Callable[[Request], Response]:
    """Takes the parameters as texts: the question checks them, and says the same on every face."""

    def endpoint(request: Request) -> Response:
        form = form_of(request)
        answer = answers.get(question, form, Pages(request))
        return reply(request, answer.content, form, state=answer.state, total=answer.total, cursor=answer.cursor)

    return endpoint


def _parameter(param: Param) -> dict[str, Any]:
    """What OpenAPI says about a parameter."""
    described = {
        "name": param.name,
        "in": "query",
        "required": param.required,
        "description": param.expected,
        "schema": json_schema(param),
    }
    if param.example:
        described["example"] = _READ.get(param.type, str)(param.example)
    return described


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
    return {"type": [JSON_TYPES[kind], "null"]}
