"""The examples' and the seeds' graph: equal answers to every question on every engine, and the same exported bytes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest

from dutygraph.graph import store
from dutygraph.graph.ask import ask
from dutygraph.graph.catalog import Query, catalog
from dutygraph.graph.engine import Engine
from dutygraph.graph.engines import open_engine
from dutygraph.graph.errors import InputError
from dutygraph.graph.facts import Authority, DocumentFacts, Duty, Organization, Role, Unit, write_facts
from dutygraph.loaders.pipeline import extract_paths
from dutygraph.loaders.project import find_project
from tests.servers.fixtures import SERVER_ENGINES, empty_engine

NOW = datetime(2025, 1, 1, tzinfo=timezone.utc)
EACH = 4
"""How many names or words each parameter is tried with, in each organisation."""


class Loaded:
    """Documents, and the embedded engine that holds them: what every other engine is compared with."""

    def __init__(self, folder: Path) -> None:
        paths = [folder]
        self.facts = [each for reading in extract_paths(paths, find_project(paths)) for each in reading.facts]
        self.engine = load(open_engine(":memory:"), self.facts)
        self.asked = [(query.name, params) for query in catalog().questions.values() for params in self.params(query)]
        self.answers = [answer(self.engine, *asked) for asked in self.asked]

    def params(self, query: Query) -> Iterator[dict[str, object]]:
        """What to ask a question with: each organisation, and a few names, words and choices for each parameter."""
        if not any(param.type == "organization" for param in query.params):
            yield from ({}, {"no_such_parameter": 1})
        for organization in dict.fromkeys(record.id for record in self.records(Organization)):
            values = {param.name: self.values(param.type, organization) or param.choices for param in query.params}
            for number in range(max(EACH, *map(len, values.values()))):
                yield {name: some[number % len(some)] for name, some in values.items() if some}

    def values(self, kind: str, organization: str) -> list[object]:
        roles = [each for each in self.records(Role) if each.organization_id == organization]
        units = [each for each in self.records(Unit) if each.organization_id == organization]
        owners = {each.id for each in (*roles, *units)}
        duties = [each.text[:4] for each in self.records(Duty) if each.owner_id in owners]
        matters = [each.matter for each in self.records(Authority) if each.owner_id in owners]
        found: dict[str, list[Any]] = {
            "organization": [organization],
            "role": [each.id for each in roles],
            "unit": [each.id for each in units],
            "owner": [each.id for each in (*units, *roles)],
            "duties": duties,
            "matters": matters,
            "matter": matters,
        }
        some = list(dict.fromkeys(found.get(kind, [])))
        return some[:: max(1, len(some) // EACH)][:EACH]

    def records(self, kind: type[Any]) -> list[Any]:
        return [record for facts in self.facts for record in facts.records if isinstance(record, kind)]


def load(engine: Engine, facts: list[DocumentFacts]) -> Engine:
    store.load(engine, facts, holder="test", now=NOW)
    return engine


def answer(engine: Engine, question: str, params: dict[str, object]) -> Any:
    """Everything an answer says but the engine and the run."""
    try:
        found = ask(engine, question, params)
    except InputError as error:
        return type(error), str(error).replace(engine.address, "")
    return found.columns, found.rows, list(found.evidence), found.warnings, found.cypher, found.complete


def exported(engine: Engine, form: Any) -> bytes:
    stream = io.BytesIO()
    write_facts(store.export_facts(engine), stream, form)
    return stream.getvalue()


@pytest.fixture(scope="module", params=["examples", "seeds"])
def loaded(request: pytest.FixtureRequest) -> Loaded:
    folder = (
        request.getfixturevalue("root") / "examples"
        if request.param == "examples"
        else request.getfixturevalue("shared_dir") / "seeds"
    )
    return Loaded(folder)


@pytest.fixture(scope="module", params=SERVER_ENGINES)
def engine(request: pytest.FixtureRequest, loaded: Loaded) -> Engine:
    return load(empty_engine(request, request.param), loaded.facts)


def test_every_question_is_answered(loaded: Loaded) -> None:
    answered = {asked[0] for asked, found in zip(loaded.asked, loaded.answers, strict=True) if len(found) > 2}
    assert answered == set(catalog().questions)
    assert sum(bool(found[1]) for found in loaded.answers) > len(answered), "most answers should have rows"


def test_answers_are_equal(engine: Engine, loaded: Loaded) -> None:
    for asked, expected in zip(loaded.asked, loaded.answers, strict=True):
        assert answer(engine, *asked) == expected, asked


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_exported_facts_are_the_same_bytes(engine: Engine, loaded: Loaded, form: str) -> None:
    assert exported(engine, form) == exported(loaded.engine, form)
