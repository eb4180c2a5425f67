"""Requests made from the whole OpenAPI document, well-formed and not: no defect, and no answer it does not tell of."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from dutygraph.api.http import create_app
from dutygraph.api.http.workspace import Workspace
from dutygraph.graph.engine import Engine
from dutygraph.graph.engines import open_engine
from dutygraph.graph.store import load
from tests.conformance.graphs import documents
from tests.servers.fixtures import empty_engine

EXAMPLES = int(os.environ.get("DUTYGRAPH_REQUESTS", "2"))
"""Requests for each operation, and as many that break what it asks."""

CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)


@pytest.fixture(scope="module", params=["kglite", "neo4j5"])
def app(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    """A server that may be changed, on each kind of engine."""
    folder = tmp_path_factory.mktemp("served")
    if request.param == "kglite":
        with_graph(folder)
        engine: Engine = open_engine(str(folder / "graph.kgl"))
    else:
        engine = empty_engine(request, request.param)
        load(engine, documents("sales_office"), holder="test")
    workspace = Workspace(engine, folder)
    yield create_app(workspace)
    workspace.close()


def with_graph(folder: Path) -> None:
    engine = open_engine(str(folder / "graph.kgl"), writing=True)
    load(engine, documents("sales_office"), holder="test")
    engine.close()


OPERATIONS = [
    (method.upper(), path)
    for path, operations in create_app(open_engine(":memory:")).openapi()["paths"].items()
    for method in operations
]


@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=[" ".join(each) for each in OPERATIONS])
def test_every_operation_answers_as_it_says(app: FastAPI, method: str, path: str) -> None:
    described = schemathesis.openapi.from_asgi("/openapi.json", app, headers={"Host": "localhost"})
    operation = described[path][method]
    _try(operation, schemathesis.GenerationMode.POSITIVE)
    with suppress(Unsatisfiable):  # where nothing is asked for, nothing can be wrong
        _try(operation, schemathesis.GenerationMode.NEGATIVE)


def _try(operation: schemathesis.APIOperation, mode: schemathesis.GenerationMode) -> None:
    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def answered(case: schemathesis.Case) -> None:
        response = case.call(headers={"Host": "localhost"})
        case.validate_response(response, checks=list(CHECKS))

    answered()
