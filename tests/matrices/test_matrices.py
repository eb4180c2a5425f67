"""Authority matrices: every cell of real and made tables as the grant a careful reader takes from it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dutygraph.graph import identity, records
from dutygraph.graph.facts import DocumentFacts, check
from dutygraph.loaders.document import SourceDocument, Table
from dutygraph.loaders.extract.matrices import Entry, authorities, matrices, read_matrix
from tests.matrices.tables import document_of, published

CASES = Path(__file__).resolve().parent.parent / "cases" / "matrices"


def case(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


def interval(limit: records.Limit | None) -> str:
    if limit is None:
        return ""
    low = "(-" if limit.min is None else "[("[not limit.min_inclusive] + limit.min
    high = "-)" if limit.max is None else limit.max + "])"[not limit.max_inclusive]
    of = "".join(f" {part}" for part in (limit.per and f"per {limit.per}", limit.base and f"of {limit.base}") if part)
    return f"{low}, {high} {limit.quantity}{of}"


def shown(entry: Entry) -> str:
    """place | matter | holder | act | limit | condition | step, without the empty ones at the end."""
    parts = [
        entry.locator.partition("!")[2], entry.matter, entry.holder, entry.act, interval(entry.limit),
        entry.condition or "", "" if entry.step is None else str(entry.step),
    ]  # fmt: skip
    return " | ".join(parts).rstrip(" |")


MADE = sorted(path.stem for path in CASES.glob("*.json") if "rows" in case(path.stem))
PUBLISHED = {
    "gitlab": ("data/authority/gitlab_signature_authorization_matrix.html.md", "Signature Authorization Matrix"),
    "community": ("data/documents/A15_社區管委會職掌_審核事項.md", "管理委員職掌"),
}


def document(name: str, shared_dir: Path | None = None) -> SourceDocument:
    if name in PUBLISHED:
        assert shared_dir is not None
        file, title = PUBLISHED[name]
        return published((shared_dir / file).read_text(encoding="utf-8"), title)
    made = case(name)
    return document_of(made["title"], made["rows"], made["notes"])


@pytest.mark.parametrize("name", MADE)
def test_every_cell_of_a_made_matrix(name: str) -> None:
    assert [shown(entry) for entry in matrices(document(name))] == case(name)["entries"]


@pytest.mark.parametrize("name", PUBLISHED)
def test_every_cell_of_a_published_matrix(name: str, shared_dir: Path) -> None:
    assert [shown(entry) for entry in matrices(document(name, shared_dir))] == case(name)["entries"]


@pytest.mark.parametrize("name", MADE)
def test_an_entry_stands_where_it_says(name: str) -> None:
    source = document(name)
    (table,) = [block for block in source.blocks if isinstance(block, Table)]
    cells = {cell.locator: source.text[cell.start : cell.end] for cell in table.cells}
    for entry in matrices(source):
        assert source.text[entry.start : entry.end].endswith(cells[entry.locator])
        assert entry.holder in source.text[slice(*entry.holder_span)]
        assert entry.holder in entry.text


def test_no_cell_of_a_published_matrix_is_passed_over(shared_dir: Path) -> None:
    source = document("gitlab", shared_dir)
    (table,) = [block for block in source.blocks if isinstance(block, Table)]
    acting = ("Approves", "Signs", "Recommends", "Advised")
    cells = {c.locator for c in table.cells if source.text[c.start : c.end].startswith(acting)}
    assert {entry.locator for entry in matrices(source)} == cells


def test_entries_become_facts_with_the_cells_place() -> None:
    source = document("word_marks")
    organization = records.Organization(
        id=identity.organization_id("o"), document_id=source.id, name="o", source=records.Source(source.id)
    )
    holders = {entry.holder for entry in matrices(source)} - {"总经理"}
    roles = [
        records.Role(
            id=identity.role_id(organization.id, [], title), organization_id=organization.id, title=title,
            source=records.Source(source.id),
        )
        for title in sorted(holders)
    ]  # fmt: skip
    facts = authorities(matrices(source), source, organization.id, {role.title: role.id for role in roles})
    assert {fact.owner_id for fact in facts} == {role.id for role in roles}  # one without a role is left out
    first = facts[1]
    assert (first.act, first.matter, first.source.locator) == ("approve", "差旅费", "table 1!E2")
    assert first.limit == records.Limit(quantity="CNY", max="3000", text="3000元以下")
    assert first.source.quote == source.text[first.source.start : first.source.end]
    own = records.Document(id=source.id, key=source.key, edition=source.edition)
    check(DocumentFacts(own, "", [own, organization, *roles, *facts]))


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [[]],
        [["事项"]],
        [["", ""], ["", ""]],
        [["事项", "部门经理", "总经理"]],
        [["事项", "部门经理"], ["差旅费"]],
        [["★", "★"], ["★", "★"]],
        [[{"text": "a", "rows": 3, "columns": 3}]],
        [["姓名", "电话"], ["张三", "13800000000"], ["李四", "5000"]],
        [["产品", "单价", "折扣"], ["甲", "5000元", "9折"], ["乙", "2万元以上", "8折"]],
    ],
    ids=["no rows", "no cells", "one cell", "blank", "only heads", "ragged", "marks", "one merged", "phones", "prices"],
)
def test_tables_without_grants_give_none(rows: list[Any]) -> None:
    source = document_of("表", rows, [])
    assert matrices(source) == []
    assert all(read_matrix(source.text, b) == [] for b in source.blocks if isinstance(b, Table))
