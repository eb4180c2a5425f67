"""Titles that may mean one post: proposed by rule, taken over when the file is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from dutygraph.graph import facts
from dutygraph.loaders.aliases import as_toml, proposals
from dutygraph.loaders.pipeline import extract_paths
from dutygraph.loaders.project import ALIASES_NAME, FILE_NAME, find_project, read_aliases

SHEET = (
    "物流中心岗位职责\n\n一、仓储部\n\n1.仓储部经理\n岗位职责：\n1、负责仓储部的管理；\n\n"
    "2.理货员\n直接上级：仓储经理\n岗位职责：\n1、负责理货；\n\n3.收货员\n直接上级：库房主管\n岗位职责：\n1、负责收货。\n"
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / FILE_NAME).touch()
    (tmp_path / "a.txt").write_text(SHEET, encoding="utf-8")
    return tmp_path


def read(folder: Path) -> list[facts.DocumentFacts]:
    return [group for each in extract_paths([folder], find_project([folder])) for group in each.facts]


def test_a_variant_found_while_reading_is_proposed(project: Path) -> None:
    found = proposals(read(project))
    assert [(p.title, p.forms) for p in found if p.decided] == [("仓储部/仓储部经理", ("仓储经理",))]


def test_nothing_is_proposed_for_being_alike(project: Path) -> None:
    (project / "a.txt").write_text(SHEET.replace("仓储经理", "大区仓储经理"), encoding="utf-8")
    assert not [p for p in proposals(read(project)) if p.decided]


def test_a_form_that_would_mean_two_posts_is_left_to_be_decided() -> None:
    source = facts.Source("d", 0, 1, "库")
    head = facts.Document(id="d", key="d.txt", edition="0")
    titles = {"role_1": "仓库主管", "role_2": "冷库主管"}
    roles = [
        facts.Role(id=name, organization_id="o", title=title, aliases=("库管",), source=source)
        for name, title in titles.items()
    ]
    text = as_toml(proposals([facts.DocumentFacts(head, "", [head, *roles])]))
    assert not [line for line in text.splitlines() if line and not line.startswith("#")]
    assert text.count('["库管"]') == 2


def test_a_post_described_and_a_superior_who_is_not_are_left_to_be_decided(project: Path) -> None:
    (project / "a.txt").write_text(
        "营销部岗位职责\n\n一、案场主管\n所属部门：案场部\n岗位职责：\n1、负责案场的管理；\n\n"
        "二、销售代表\n所属部门：案场部\n直接上级：营销部主管\n岗位职责：\n1、负责接待客户。\n",
        encoding="utf-8",
    )
    [proposal] = proposals(read(project))
    assert (proposal.title, proposal.forms, proposal.decided) == ("案场部/案场主管", ("营销部主管",), False)
    text = as_toml([proposal])
    assert '\n# "案场部/案场主管" = ["营销部主管"]\n' in text
    kept = project / ALIASES_NAME
    kept.write_text(text, encoding="utf-8")
    assert read_aliases(kept) == {}
    kept.write_text(text.replace('# "案场部', '"案场部'), encoding="utf-8")
    titles = {r.title for group in read(project) for r in group.records if isinstance(r, facts.Role)}
    assert "营销部主管" not in titles


def test_a_kept_file_is_no_document(project: Path) -> None:
    (project / ALIASES_NAME).write_text(as_toml([]), encoding="utf-8")
    assert [group.document.key for group in read(project)] == ["a.txt"]
