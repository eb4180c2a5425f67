"""Every operation equals a rebuild: carried out on the facts, or done by hand and read again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from dutygraph.graph import identity
from dutygraph.graph.engine import Engine
from dutygraph.graph.facts import AnyRecord, Authority, DocumentFacts, ReportsTo, Role, Unit, check
from dutygraph.graph.scenario import Scenario, apply, parse_scenario
from dutygraph.graph.scenario.form import OPERATIONS, line
from dutygraph.loaders.single import read_duty
from tests.conformance.graphs import CASES, read_toml
from tests.scenario.conftest import EXAMPLES, edited, extracted, judged, judged_in_memory

CASES_READ: list[dict[str, Any]] = [
    case for file in sorted((CASES / "scenarios").glob("*.toml")) for case in read_toml(file)["cases"]
]
CHANGES = [line(change) for case in CASES_READ for change in case["changes"]]


def scenario(case: dict[str, Any]) -> Scenario:
    return parse_scenario(f"changes = [{', '.join(map(line, case['changes']))}]", "case.toml")


def by_hand(case: dict[str, Any], folder: Path) -> list[DocumentFacts]:
    """The documents edited; where no document can say it (a kind of line), the facts themselves."""
    if "edits" in case:
        return edited(folder, case["edits"])
    documents = extracted(EXAMPLES)
    for name, which, field, value in case["facts"]:
        documents = [
            structs_of(each, [rewritten(record, documents, name, which, field, value) for record in each.records])
            for each in documents
        ]
    return documents


def structs_of(facts: DocumentFacts, records: list[AnyRecord]) -> DocumentFacts:
    return DocumentFacts(facts.document, facts.reading + "*", records)


def rewritten(
    record: AnyRecord, documents: Sequence[DocumentFacts], name: str, which: str, field: str, value: str
) -> AnyRecord:
    """A line of a subordinate, or a power by its words, with another value and the id that goes with it."""
    ids = {
        each.title if isinstance(each, Role) else each.name: each.id
        for facts in documents
        for each in facts.records
        if isinstance(each, Role | Unit)
    }
    if name == "reports_to" and isinstance(record, ReportsTo) and record.subordinate_id == ids[which]:
        made = structs.replace(record, **{field: value})
        return structs.replace(
            made, id=identity.reports_to_id(made.subordinate_id, made.superior_id, made.line, made.condition)
        )
    if name == "authorities" and isinstance(record, Authority) and record.text == which:
        now: Any = int(value) if field == "step" else ids[value]
        power = structs.replace(record, **{field: now})
        [organization] = {
            each.organization_id for facts in documents for each in facts.records if isinstance(each, Role)
        }
        return structs.replace(
            power,
            id=identity.has_authority_id(
                power.owner_id, identity.authority_id(organization, power.matter), power.act, power.step,
                power.limit.identity() if power.limit else (), power.condition,
            ),
        )  # fmt: skip
    return record


@pytest.mark.parametrize("case", CASES_READ, ids=[case["id"] for case in CASES_READ])
def test_an_operation_equals_a_rebuild(
    engine: Engine, examples: list[DocumentFacts], case: dict[str, Any], tmp_path: Path
) -> None:
    applied = apply(examples, scenario(case), read_duty)
    for facts in applied.documents:
        check(facts)
    found, figures = judged(engine, applied.documents)
    expected, expected_figures = judged_in_memory(by_hand(case, tmp_path))
    assert sorted(found.values()) == sorted(expected.values())
    assert found.keys() == expected.keys()
    assert figures == expected_figures


def test_there_are_enough_cases_of_every_operation() -> None:
    assert len(CASES_READ) >= 40
    assert {next(iter(change)) for case in CASES_READ for change in case["changes"]} == set(OPERATIONS)


def test_a_change_leaves_the_facts_given_alone(examples: list[DocumentFacts]) -> None:
    before = [list(facts.records) for facts in examples]
    for case in CASES_READ:
        apply(examples, scenario(case), read_duty)
    assert [facts.records for facts in examples] == before


def test_what_a_change_makes_says_so(examples: list[DocumentFacts]) -> None:
    known = {id(record) for facts in examples for record in facts.records}
    for case in CASES_READ:
        for step in apply(examples, scenario(case), read_duty).steps:
            for record in step.added:
                assert id(record) in known or record.source.author.startswith(step.change.place)  # type: ignore[union-attr]
