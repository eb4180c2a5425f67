"""Query files: what a head may hold, and that every name in Cypher is one of the schema's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dutygraph.graph import schema
from dutygraph.graph.catalog import Column, as_markdown, catalog, computation, read_query
from dutygraph.graph.errors import HouseError, UnknownName
from dutygraph.graph.parameters import ALL, ENUMERATIONS

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "cypher").glob("*/*.cypher"))
QUERIES = [*catalog().questions.values(), *catalog().columns.values()]
HEAD = """// asks: How many?
// params: organization: organization = null,
//     role: role e.g. Sales/Clerk, least: int = 1 (count),
//     kind: solid|dotted = solid, share: float = 0.5 (ratio), act: act = null e.g. sign
// columns: role_id: str, titles: list[str], reports: int (count)
// revision: 2     source: docs/measures.md#span-of-control
// computed_by: graph.measures.span.table
// with: lines
MATCH (n:Role) WHERE n.id = $role AND n.organization_id = $organization RETURN n.id AS role_id
"""


def test_a_head_says_what_a_question_takes_and_gives() -> None:
    query = read_query("how_many", HEAD, "here")
    assert query.asks == "How many?"
    assert [(p.name, p.type, p.required, p.default, p.unit) for p in query.params] == [
        ("organization", "organization", False, None, None),
        ("role", "role", True, None, None),
        ("least", "int", False, 1, "count"),
        ("kind", "solid|dotted", False, "solid", None),
        ("share", "float", False, 0.5, "ratio"),
        ("act", "act", False, None, None),
    ]
    assert query.params[5].choices == ENUMERATIONS["act"]
    assert query.columns == (Column("role_id", "str"), Column("titles", "list[str]"), Column("reports", "int", "count"))
    assert (query.revision, query.source) == (2, "docs/measures.md#span-of-control")
    assert (query.computed_by, query.reads) == ("graph.measures.span.table", ("lines",))
    assert query.cypher.startswith("MATCH")
    assert query.cypher_params == ("organization", "role")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("// asks: How many?\n", "", "lacks asks"),
        ("// asks: How many?", "// asked: How many?", "'asked: How many?' is no line of a head"),
        ("// asks: How many?", "// asks: How many?\n// asks: again", "is no line of a head"),
        ("// revision: 2", "// revision: two", "revision is 'two'"),
        ("docs/measures.md#span-of-control", "a book", "source is 'a book'"),
        ("least: int = 1 (count)", "least: number = 1", "no known type"),
        ("least: int = 1 (count)", "least = 1", "is no parameter"),
        ("role: role e.g. Sales/Clerk", "role: role", "needs an example"),
        ("reports: int (count)", "reports: number", "is no column"),
        ("reports: int (count)", "role_id: str", "a column is named twice"),
        ("$role", "$rule", "uses rule"),
        (HEAD.splitlines()[-1], "", "no statement"),
    ],
)  # fmt: skip
def test_a_broken_head_is_refused(old: str, new: str, told: str) -> None:
    assert old in HEAD
    with pytest.raises(HouseError, match=re.escape(told)) as raised:
        read_query("how_many", HEAD.replace(old, new, 1), "cypher/questions/how_many.cypher")
    assert "cypher/questions/how_many.cypher" in str(raised.value)


def test_a_question_is_found_by_name_and_the_nearest_are_offered() -> None:
    assert catalog().question("span-of-control").name == "span_of_control"
    with pytest.raises(UnknownName, match="nearest: span_of_control"):
        catalog().question("span_of_controll")


@pytest.mark.parametrize("query", QUERIES, ids=[query.name for query in QUERIES])
def test_a_source_is_a_section_of_the_docs(query: object) -> None:
    page, _, anchor = query.source.partition("#")  # type: ignore[attr-defined]
    text = (ROOT / page).read_text(encoding="utf-8")
    anchors = {re.sub(r"[^\w-]+", "-", title.lower()).strip("-") for title in re.findall(r"^#+ (.+)$", text, re.M)}
    assert anchor in anchors


@pytest.mark.parametrize("name", list(catalog().questions))
def test_every_question_can_be_computed_and_takes_an_organization(name: str) -> None:
    query = catalog().questions[name]
    param = query.param("organization")
    assert param is not None
    assert param.type == "organization"
    assert param.default in (None, ALL)
    assert set(query.reads) <= set(catalog().columns)
    if query.computed_by:
        assert callable(computation(query))
    else:
        assert {p.name for p in query.params} >= set(query.cypher_params)


def test_lines_that_can_be_asked_for_are_those_of_the_facts() -> None:
    for query in QUERIES:
        line = query.param("line")
        if line is not None:
            assert line.choices == (*ENUMERATIONS["line"], "any")


def test_the_page_of_questions_is_written_from_the_heads() -> None:
    assert (ROOT / "docs/questions.md").read_text(encoding="utf-8") == as_markdown()


LABELS = {node.label for node in schema.NODES}
TYPES = {relationship.type for relationship in schema.RELATIONSHIPS}
PROPERTIES = {p.name for kind in (*schema.NODES, *schema.RELATIONSHIPS) for p in kind.properties} | {
    p.name for p in schema.EVIDENCE
}
FREE = {"props"}
"""Keys of maps that a parameter carries."""


def statement(path: Path) -> str:
    """A file without comments and literals."""
    text = re.sub(r"//.*", "", path.read_text(encoding="utf-8"))
    return re.sub(r"'[^']*'|\"[^\"]*\"", "''", text)


@pytest.mark.parametrize("path", FILES, ids=[f"{path.parent.name}-{path.stem}" for path in FILES])
def test_every_name_in_cypher_is_one_of_the_schema(path: Path) -> None:
    text = statement(path)
    types = set(re.findall(r"\[\w*:([\w|]+)", text))
    assert {name for found in types for name in found.split("|")} <= TYPES
    labels = set(re.findall(r"\(\w*:(\w+)", text)) | set(re.findall(r"\b[a-z]\w*:([A-Z]\w+)", text))
    assert labels - TYPES <= LABELS
    if path.parent.name != "neo4j":
        rows = set(re.findall(r"UNWIND \$?\w+ AS (\w+)", text))
        read = {(owner, name) for owner, name in re.findall(r"\b([a-z]\w*)\.([a-z]\w*)", text) if owner not in rows}
        unknown = {f"{owner}.{name}" for owner, name in read if name not in PROPERTIES | FREE}
        assert not unknown


@pytest.mark.parametrize("path", FILES, ids=[f"{path.parent.name}-{path.stem}" for path in FILES])
def test_the_dialect_of_the_house(path: Path) -> None:
    text = statement(path)
    assert not re.search(r"\*\d*(\.\.)?\]", text), "an unbounded path"
    assert not re.search(r"\b(COLLECT\s*\{|SHORTEST \d|properties\(|elementId\(|IN TRANSACTIONS|(?<![.\w])id\()", text)
    if path.parent.name == "questions":
        order = re.search(r"ORDER BY ([^\n]*)\s*$", text)
        computed = "computed_by" in path.read_text(encoding="utf-8")
        assert computed or (order and re.search(r"(\.|_|\b)id$", order[1].strip())), "no total order"
    for variable in re.findall(r"\[(\w+):\w+", text):
        assert not re.search(rf"\b{variable} \{{\s*\.", text), f"{variable} {{.…}} of a relationship is null in kglite"
