"""The Cypher of the store against the model: nothing is missing, nothing is left over, every name is known."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dutygraph.graph import schema
from dutygraph.graph.engine import Engine
from dutygraph.graph.store.rows import SHAPES
from dutygraph.graph.store.statements import constraints

JOINS = [(start, model, end) for model in schema.RELATIONSHIPS for start, end in model.ends]
DERIVED_LATER = {schema.NARROWS, schema.OVERLAPS_WITH}
"""Written where they are derived, one load or audit after the other: by MERGE alone."""

OF_THE_STORE = re.compile(
    r"store_\w+|documents|editions|edition_parts|sweep_(archive|document|overlaps_with_of_\w+)"
    r"|(overlaps|matters|narrows)_of_organization"
)
"""What looks after the Store node, the documents and their archive."""


@pytest.fixture
def folder(root: Path) -> Path:
    return root / "cypher" / "load"


def join_name(start: str, model: schema.Relationship, end: str) -> str:
    return f"{start}_{model.type}_{end}".lower()


def text_of(folder: Path, name: str) -> str:
    return (folder / f"{name}.cypher").read_text(encoding="utf-8")


def properties(model: schema.Node | schema.Relationship) -> set[str]:
    evidence = {prop.name for prop in schema.EVIDENCE} if model.evidence else set()
    return {prop.name for prop in model.properties} | evidence


def test_every_label_and_every_joined_pair_has_its_statements(folder: Path) -> None:
    nodes = [node for node in schema.NODES if node.label != schema.STORE]
    stated = [node for node in nodes if not node.derived]
    expected = {node.label.lower() for node in nodes} | {join_name(*join) for join in JOINS}
    expected |= {f"new_{node.label.lower()}" for node in stated}
    expected |= {f"new_{join_name(*join)}" for join in JOINS if join[1].type not in DERIVED_LATER}
    expected |= {f"{what}_{node.label.lower()}" for node in stated for what in ("held", "sweep")}
    expected |= {f"sweep_{model.type.lower()}" for model in schema.RELATIONSHIPS}
    expected |= {f"held_{model.type.lower()}" for model in schema.RELATIONSHIPS if not model.derived}
    assert {file.stem for file in folder.iterdir() if not OF_THE_STORE.fullmatch(file.stem)} == expected


def test_each_writes_exactly_the_properties_of_the_model(folder: Path) -> None:
    for node in schema.NODES:
        if node.label == schema.STORE:
            continue
        text = text_of(folder, node.label.lower())
        assert f"MERGE (n:{node.label} {{id: row.id}})" in text
        assert dict(re.findall(r"n\.(\w+) = row\.(\w+)", text)) == {each: each for each in properties(node) - {"id"}}
        if not node.derived:
            made = text_of(folder, f"new_{node.label.lower()}")
            assert f"CREATE (n:{node.label} {{" in made
            assert dict(re.findall(r"(\w+): row\.(\w+)", made)) == {each: each for each in properties(node)}
    for start, model, end in JOINS:
        text = text_of(folder, join_name(start, model, end))
        ends = f"MATCH (a:{start} {{id: row.from_id}})\nMATCH (b:{end} {{id: row.to_id}})\n"
        assert f"{ends}MERGE (a)-[r:{model.type} {{id: row.id}}]->(b)" in text
        assert dict(re.findall(r"r\.(\w+) = row\.(\w+)", text)) == {each: each for each in properties(model) - {"id"}}
        if model.type not in DERIVED_LATER:
            made = text_of(folder, f"new_{join_name(start, model, end)}")
            assert f"{ends}CREATE (a)-[r:{model.type} {{" in made
            found = {(own, param) for own, param in re.findall(r"(\w+): row\.(\w+)", made) if own == param}
            assert found == {(each, each) for each in properties(model)}


def test_what_is_held_is_looked_up_whole(folder: Path) -> None:
    models = [node for node in schema.NODES if not node.derived] + [
        model for model in schema.RELATIONSHIPS if not model.derived
    ]
    for model in models:
        name = model.type if isinstance(model, schema.Relationship) else model.label
        text = text_of(folder, f"held_{name.lower()}")
        found = set(re.findall(r"\bAS (\w+)", text)) - {"id"}
        assert found == (properties(model) | {"document_ids"}) - {"id"}
        assert re.search(rf"[nr]:{name} {{id: id}}", text)


def test_every_id_is_unique_by_constraint(engine: Engine) -> None:
    texts = constraints()
    nodes = {match[1] for text in texts if (match := re.search(r"FOR \(n:(\w+)\) REQUIRE n\.id IS UNIQUE", text))}
    joins = {match[1] for text in texts if (match := re.search(r"FOR \(\)-\[r:(\w+)\]-\(\) REQUIRE r\.id IS", text))}
    assert nodes == {node.label for node in schema.NODES}
    assert joins == {model.type for model in schema.RELATIONSHIPS}
    assert len(texts) == len(nodes) + len(joins)
    engine.define(texts)
    engine.define(texts)


def test_every_shape_has_a_statement_and_every_stated_pair_a_shape(folder: Path) -> None:
    names = [shape.name for shape in SHAPES]
    stated = {node.label.lower() for node in schema.NODES if not node.derived}
    stated |= {join_name(*join) for join in JOINS if not join[1].derived}
    assert set(names) == stated
    assert len(names) == len(set(names))
    order = [shape.ends is not None for shape in SHAPES]
    assert order == sorted(order), "nodes are written before what joins them"
