"""A store that was damaged on purpose, in every way there is: `check` tells each, and nothing about a whole one."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from dutygraph.graph import schema, store
from dutygraph.graph.check import check
from dutygraph.graph.check.difference import CODES
from dutygraph.graph.engine import Engine, Statement
from dutygraph.graph.engines import open_engine
from dutygraph.graph.measures import span
from dutygraph.graph.store.lease import Lease
from dutygraph.loaders.pipeline import extract_paths
from dutygraph.loaders.project import find_project
from tests.neo4j.firm import documents
from tests.store.papers import Paper, full_paper
from tests.store.test_lease import NOW
from tests.trust.command import run

SOMETHING = "document_ids: ['x'], quotes: ['x'], locators: [''], spans: ['']"
DAMAGES: dict[str, tuple[str, str]] = {
    # what is done to the store: the difference that must be told
    "MATCH (s:Store) DELETE s": ("store_node", "Store"),
    "CREATE (:Store {id: 'other'})": ("store_node", "Store"),
    "MATCH (a:Archive {part: 0}) WHERE a.key = 'a.txt' DELETE a": ("document_without_edition", "Document"),
    "MATCH (a:Archive) WHERE a.key = 'a.txt' SET a.parts = 2": ("edition_incomplete", "Archive"),
    "MATCH (a:Archive) WHERE a.key = 'a.txt' SET a.data = substring(a.data, 0, 400)": ("edition_unreadable", "Archive"),
    "MATCH (a:Archive) WHERE a.key = 'a.txt' SET a.data = 'rubbish'": ("edition_unreadable", "Archive"),
    "MATCH (n:Document) WHERE n.key = 'a.txt' DETACH DELETE n": ("edition_of_nothing", "Archive"),
    "MATCH (n:Document) WHERE n.key = 'a.txt' SET n.edition = 'x'": ("field_differs", "Document"),
    "MATCH (n:Document) WHERE n.key = 'a.txt' SET n.key = 'c.txt'": ("id_recomputed", "Document"),
    "MATCH (a:Archive) WHERE a.key = 'a.txt' SET a.part = 7": ("id_recomputed", "Archive"),
    "CREATE (n:Role {organization_id: 'x', document_ids: [], quotes: [], locators: [], spans: []})": (
        "id_missing",
        "Role",
    ),
    "MATCH (n:Role) WHERE n.title = '总经理' SET n.title = '经理'": ("field_differs", "Role"),
    "MATCH (n:Role) WHERE n.title = '总经理' SET n.title = 7": ("value_of_other_type", "Role"),
    "MATCH (n:Role) WHERE n.title = '总经理' DETACH DELETE n": ("missing", "Role"),
    "CREATE (n:Duty {id: 'duty_x', organization_id: 'x', text: 'x'})": ("unstated", "Duty"),
    "MATCH (n:Duty) WHERE n.text = '完成回款' SET n.text = '完成付款'": ("id_recomputed", "Duty"),
    "MATCH (n:Authority) WHERE n.matter = '合同签订' SET n.matter = '付款'": ("id_recomputed", "Authority"),
    "MATCH (n:Metric) WHERE n.text = '销售额' SET n.text = '利润'": ("id_recomputed", "Metric"),
    "MATCH (n:Person) SET n.name = '李小明'": ("id_recomputed", "Person"),
    "MATCH (n:Unit) SET n.organization_id = 'nowhere'": ("end_dangling", "Unit"),
    "MATCH (n:Unit) SET n.headcount_max = 9": ("field_differs", "Unit"),
    "MATCH (n:Organization) SET n.title = 'x'": ("field_differs", "Organization"),
    "MATCH ()-[r:OWNS_DUTY]->() SET r.mode = 'assist'": ("id_recomputed", "OWNS_DUTY"),
    "MATCH ()-[r:OWNS_DUTY]->() SET r.quotes = ['made up', 'made up']": ("quote_differs", "OWNS_DUTY"),
    "MATCH ()-[r:OWNS_DUTY]->() SET r.quotes = ['one']": ("evidence_uneven", "OWNS_DUTY"),
    "MATCH ()-[r:REPORTS_TO]->() WHERE r.line = 'solid' SET r.spans = ['0:1', '0:1']": ("quote_differs", "REPORTS_TO"),
    "MATCH ()-[r:REPORTS_TO]->() WHERE r.line = 'solid' SET r.line = 'dotted'": ("id_recomputed", "REPORTS_TO"),
    "MATCH ()-[r:REPORTS_TO]->() DELETE r": ("missing", "REPORTS_TO"),
    "MATCH ()-[r:HAS_AUTHORITY]->() SET r.limit_max = 60000.0": ("field_differs", "HAS_AUTHORITY"),
    "MATCH ()-[r:HAS_AUTHORITY]->() SET r.delegated_from_id = 'nobody'": ("end_dangling", "HAS_AUTHORITY"),
    "MATCH ()-[r:MEASURED_BY]->() SET r.owner_id = 'nobody'": ("end_dangling", "MEASURED_BY"),
    "MATCH ()-[r:HOLDS]->() SET r.acting = true": ("id_recomputed", "HOLDS"),
    "MATCH ()-[r:DEPUTIZES_FOR]->() SET r.condition = '平时'": ("id_recomputed", "DEPUTIZES_FOR"),
    "MATCH ()-[r:IN_UNIT]->(:Unit) DELETE r": ("missing", "IN_UNIT"),
    "MATCH (a:Role)-[:IN_UNIT]->(:Unit), (b:Unit) WHERE b.title = '销售部' "
    "CREATE (a)-[:IN_UNIT {id: 'in_unit_' + a.id, " + SOMETHING + "}]->(b)": ("several", "IN_UNIT"),
    "MATCH (a:Unit), (b:Role) WHERE b.title = '总经理' "
    "CREATE (a)-[:REPORTS_TO {id: 'reports_to_' + a.id, line: 'solid', " + SOMETHING + "}]->(b)": (
        "end_of_other_kind",
        "REPORTS_TO",
    ),
    "MATCH (a:Unit)-[r:PART_OF]->(b:Unit) DELETE r": ("missing", "PART_OF"),
    "MATCH ()-[r:DESCRIBED_IN]->() DELETE r": ("missing", "DESCRIBED_IN"),
    "MATCH (a:Authority), (b:Authority) WHERE a.id < b.id CREATE (a)-[:NARROWS {id: 'narrows_x'}]->(b)": (
        "unstated",
        "NARROWS",
    ),
    "MATCH (a:Role), (b:Unit) WHERE a.title = '总经理' CREATE (a)-[:OVERLAPS_WITH {id: 'overlaps_with_' + b.id, "
    "score: 0.5, duty_ids: ['duty_gone']}]->(b)": ("end_dangling", "OVERLAPS_WITH"),
}


ON_SERVERS = list(DAMAGES)[13::7]
"""What is done to every engine; the rest is done to the embedded one, because the code is the same."""


@pytest.fixture
def whole(engine: Engine) -> Engine:
    """Two documents that state something of every kind, both the same, so each fact has two sentences."""
    store.load(engine, [full_paper("a.txt").facts(), full_paper("b.txt").facts()], holder="test")
    return engine


def codes(engine: Engine) -> set[tuple[str, str]]:
    return {(each.code, each.label) for each in check(engine).differences}


def test_of_a_whole_store_nothing_is_told(whole: Engine) -> None:
    report = check(whole)
    assert report.complete and report.differences == ()
    expected = {node.label for node in schema.NODES} - {schema.STORE} | {join.type for join in schema.RELATIONSHIPS}
    assert expected - report.counted.keys() <= {schema.NARROWS, schema.OVERLAPS_WITH}
    store.load(whole, documents(0), holder="test")
    store.remove(whole, ["a.txt"], holder="test")
    assert check(whole).differences == ()


def told_after(engine: Engine, damage: str) -> None:
    engine.write([Statement(damage, {})])
    told = codes(engine)
    assert DAMAGES[damage] in told, damage
    assert {each[0] for each in told} <= CODES.keys()


@pytest.mark.parametrize("damage", DAMAGES, ids=range(len(DAMAGES)))
def test_every_damage_is_told(damage: str) -> None:
    engine = open_engine(":memory:")
    store.load(engine, [full_paper("a.txt").facts(), full_paper("b.txt").facts()], holder="test")
    told_after(engine, damage)


def test_damage_is_told_on_every_engine(whole: Engine) -> None:
    for damage in ON_SERVERS:  # one comes on top of the other
        told_after(whole, damage)


def test_an_identifier_that_stands_twice_is_told() -> None:
    engine = open_engine(":memory:")
    store.load(engine, [full_paper("a.txt").facts()], holder="test")
    for name in ("unit_id", "in_unit_id"):
        engine.write([Statement(f"DROP CONSTRAINT {name} IF EXISTS", {})])
    engine.write([Statement("MATCH (n:Unit) WHERE n.title = '销售部' CREATE (:Unit {id: n.id, title: n.title})", {})])
    assert ("id_repeated", "Unit") in codes(engine)


def test_a_store_that_is_being_loaded_is_not_compared(whole: Engine) -> None:
    Lease(whole, "another", NOW).take()
    report = check(whole)
    assert not report.complete
    [difference] = report.differences
    assert difference.code == "not_ready" and "another" in difference.message


def test_an_empty_store_is_whole(engine: Engine) -> None:
    report = check(engine)
    assert (report.complete, report.differences) == (True, ())


def test_facts_whose_identifiers_are_made_up_are_told() -> None:
    paper = Paper("a.txt").role("经理").role("总经理").line("经理", "总经理").duty("经理", "管理仓库")
    records = [_renamed(record) for record in paper.facts().records]
    engine = open_engine(":memory:")
    store.load(engine, [store_facts(records)], holder="test")
    told = {(each.code, each.label) for each in check(engine).differences}
    assert ("id_recomputed", "duties") in told and ("id_recomputed", "OWNS_DUTY") in told


def _renamed(record: Any) -> Any:
    from msgspec import structs

    return structs.replace(record, id="owns_duty_1") if type(record).__name__ == "Duty" else record


def store_facts(records: list[Any]) -> Any:
    from dutygraph.graph.facts import group_by_document

    [facts] = group_by_document(records)
    return facts


def test_a_measure_that_miscounts_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = open_engine(":memory:")
    store.load(engine, documents(0, count=3, duties=20), holder="test")
    assert check(engine).differences == ()
    right = span.spans

    def miscounted(*args: Any) -> Any:
        return {role: figure._replace(total=figure.total + 1) for role, figure in right(*args).items()}

    monkeypatch.setattr(span, "spans", miscounted)
    assert ("measure_differs", "span_of_control") in codes(engine)


def test_quotes_are_looked_up_in_the_documents(root: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(root / "examples", tmp_path / "examples")
    graph = tmp_path / "graph.kgl"
    run("load", folder, "--graph", graph)
    done = run("check", folder, "--graph", graph, "--format", "json")
    told = json.loads(done.stdout)
    assert (done.exit_code, told["differences"], told["texts"], told["complete"]) == (0, [], 3, True)
    engine = open_engine(str(graph), writing=True)
    engine.write([Statement("MATCH ()-[r:OWNS_DUTY]->() SET r.spans = ['0:4']", {})])
    engine.save()
    engine.close()
    done = run("check", folder, "--graph", graph, "--format", "json")
    assert done.exit_code == 1
    assert "quote_not_in_text" in {each["difference"] for each in json.loads(done.stdout)["differences"]}
    assert "quote_not_in_text" not in run("check", "--graph", graph, "--format", "csv").stdout


def test_what_people_are_shown(root: Path, tmp_path: Path) -> None:
    graph = tmp_path / "graph.kgl"
    run("load", root / "examples", "--graph", graph)
    done = run("check", "--graph", graph)
    assert done.exit_code == 0 and done.stdout.strip().endswith("differences: 0")
    engine = open_engine(str(graph), writing=True)
    engine.write([Statement("MATCH (n:Role) SET n.title = 'x'", {})])
    engine.save()
    engine.close()
    done = run("check", "--graph", graph, "--lang", "zh")
    assert done.exit_code == 1 and "field_differs" in done.stdout and "不一致" in done.stdout
    assert run("check", "--graph", tmp_path / "none.kgl").exit_code == 2


def test_a_graph_of_the_seeds_is_whole(shared_dir: Path) -> None:
    engine = open_engine(":memory:")
    paths = [shared_dir / "seeds"]
    facts = [each for reading in extract_paths(paths, find_project(paths)) for each in reading.facts]
    store.load(engine, facts, holder="test")
    assert check(engine).differences == ()


def test_statements_return_what_the_schema_has(root: Path) -> None:
    for model in (*schema.NODES, *schema.RELATIONSHIPS):
        is_node = isinstance(model, schema.Node)
        name = model.label if isinstance(model, schema.Node) else model.type
        if name == schema.STORE:
            continue
        text = (root / "cypher" / "check" / f"{name.lower()}.cypher").read_text(encoding="utf-8")
        expected = [prop.name for prop in (*model.properties, *(schema.EVIDENCE if model.evidence else ()))]
        found = re.findall(r"\b[nr]\.(\w+) AS (\w+)", text)
        assert found == [(each, each) for each in expected if (name, each) != (schema.ARCHIVE, "data")]
        assert ("from_label" in text and "to_label" in text) != is_node


def test_every_code_has_its_line_in_the_docs(root: Path) -> None:
    text = (root / "docs" / "check.md").read_text(encoding="utf-8")
    assert dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", text, re.M)) == CODES
