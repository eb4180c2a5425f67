"""`whatif`, `diff` and `ask --as-of` as a user runs them, and whatif.html."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from dutygraph.api.whatif import sentence
from dutygraph.api.words import LANGUAGES, words
from dutygraph.graph.editions import compare
from dutygraph.graph.facts import group_by_document, read_facts
from dutygraph.graph.scenario import parse_scenario
from dutygraph.graph.scenario.form import OPERATIONS
from tests.api.conftest import Run, here, run
from tests.scenario.conftest import EXAMPLES, extracted
from tests.scenario.test_rebuild import CASES_READ, scenario

__all__ = ["here", "run"]

REORG = """
title = "售后归口"
changes = [
  { drop = "处理客户投诉", from = "区域经理" },
  { limit = "销售合同", of = "销售总监", to = "30万元以下" },
]
"""


@pytest.fixture
def reorg(here: Path) -> Path:
    file = here / "reorg.toml"
    file.write_text(REORG, encoding="utf-8")
    return file


def test_a_scenario_on_documents(run: Run, reorg: Path) -> None:
    told = run("whatif", reorg, EXAMPLES, "--lang", "zh").stdout
    assert "调整前" in told and "售后归口" in told
    assert "已解决" in told and "区域经理、售后主管的职责写得一模一样" in told
    assert "第2项: 销售总监在“销售合同”上的权限金额改为“30万元以下”" in told


def test_a_scenario_on_a_graph_leaves_it_as_it_is(run: Run, reorg: Path, here: Path) -> None:
    run("load", EXAMPLES, "--graph", "g.kgl")
    before = (here / "g.kgl").read_bytes()
    on_graph = json.loads(run("whatif", reorg, "--graph", "g.kgl", "--format", "json").stdout)
    assert (here / "g.kgl").read_bytes() == before
    on_documents = json.loads(run("whatif", reorg, EXAMPLES, "--format", "json").stdout)
    assert on_graph == on_documents
    [outcome] = on_graph
    assert {finding["caused_by"] for finding in outcome["new"]} <= {1, 2}
    assert outcome["measures"]["before"]["duties"] == outcome["measures"]["after"]["duties"] + 1


def test_the_edited_facts_are_the_ground_of_another_audit(run: Run, reorg: Path, here: Path) -> None:
    run("whatif", reorg, EXAMPLES, "--facts", "after.json")
    facts = list(group_by_document(read_facts(here / "after.json")))
    changes = compare(extracted(EXAMPLES), facts).differences
    assert [(each.what, each.kind) for each in changes] == [("duty", "gone"), ("limit", "reworded")]
    told = run("whatif", reorg, "after.json", code=2).output
    assert "change 1" in told and "处理客户投诉" in told


def test_the_page_stands_alone(run: Run, reorg: Path, here: Path) -> None:
    other = here / "other.toml"
    other.write_text('changes = [{ merge = ["渠道经理", "直销经理"], into = "渠道主管" }]', encoding="utf-8")
    run("whatif", reorg, other, EXAMPLES, "--out", "out", "--lang", "zh")
    page = (here / "out" / "whatif.html").read_text(encoding="utf-8")
    assert 'lang="zh-Hans"' in page and "售后归口" in page and "渠道经理、直销经理合并为一个岗位：渠道主管" in page
    assert not re.search(r"<script|<link|(?:src|href)=[\"']https?:", page)
    assert run("whatif", reorg, other, EXAMPLES, "--out", "out", "--lang", "zh").exit_code == 0
    assert (here / "out" / "whatif.html").read_text(encoding="utf-8") == page


def test_hints_are_a_scenario_to_begin_with(run: Run) -> None:
    told = run("whatif", "--hints", EXAMPLES).stdout
    begun = re.sub(r"^  # (\{.*\},)$", r"  \1", told, count=1, flags=re.M)
    assert len(parse_scenario(begun, "begun.toml").changes) == 1


@pytest.mark.parametrize(
    ("args", "part"),
    [
        ((EXAMPLES,), "SCENARIO"),
        (("absent.toml", EXAMPLES), "absent.toml"),
        (("--hints", "reorg.toml", EXAMPLES), "--hints"),
        (("reorg.toml", "reorg.toml", EXAMPLES, "--facts", "x.json"), "one"),
    ],
)
def test_wrong_calls(run: Run, reorg: Path, args: tuple[str | Path, ...], part: str) -> None:
    assert part in run("whatif", *args, code=2).output


def test_every_change_has_its_sentence() -> None:
    for lang in LANGUAGES:
        for case in CASES_READ:
            for change in scenario(case).changes:
                assert "{" not in sentence(change, words(lang))
    assert {next(iter(change)) for case in CASES_READ for change in case["changes"]} == set(OPERATIONS)


def test_diff_of_folders_graphs_and_facts(run: Run, here: Path) -> None:
    new = Path(shutil.copytree(EXAMPLES, here / "new"))
    sheet = new / "sales_job_sheets.txt"
    text = sheet.read_text(encoding="utf-8")
    sheet.write_text(text.replace("签订5万元以下", "签订8万元以下"), encoding="utf-8")
    told = run("diff", EXAMPLES, new, "--lang", "zh").stdout
    assert "签订[-5-]{+8+}万元以下的销售合同" in told and "变化：1 处" in told
    run("load", EXAMPLES, "--graph", "old.kgl")
    run("extract", new, "--out", "new.jsonl")
    found = json.loads(run("diff", "old.kgl", "new.jsonl", "--format", "json").stdout)
    [change] = found["differences"]
    assert (change["what"], change["kind"]) == ("limit", "reworded")
    assert ["gone", "5"] in change["marked"] and change["new_place"]["locator"] == "line 24"
    assert run("diff", EXAMPLES, EXAMPLES, "--lang", "en").stdout == "Nothing changed.\n"
    assert run("diff", EXAMPLES, new, "--format", "csv").stdout.count("\n") == 2
    assert "nowhere" in run("diff", EXAMPLES, "nowhere", code=2).output


def test_ask_as_of(run: Run, here: Path) -> None:
    folder = here / "制度"
    folder.mkdir()
    for year, amount in ((2024, 5), (2025, 8)):
        (folder / f"{year}.json").write_text(facts_of(here, run, year, amount), encoding="utf-8")
        run("load", folder / f"{year}.json", "--graph", "g.kgl")
    for day, amount in (("2024-06-30", 5), ("2025-06-30", 8)):
        told = run("ask", "who_owns", "--words", "合同", "--graph", "g.kgl", "--as-of", day).stdout
        assert f"签订{amount}万元以下的合同" in told
    result = run("ask", "organizations", "--graph", "g.kgl", "--as-of", "2023-01-01", "--lang", "zh")
    assert "尚未生效" in result.stderr and "制度.txt" in result.stderr
    assert "no day" in run("ask", "organizations", "--graph", "g.kgl", "--as-of", "soon", code=2).output


def facts_of(here: Path, run: Run, year: int, amount: int) -> str:
    """The facts of one edition, with its effective date."""
    (here / "制度.txt").write_text(
        f"岗位名称：销售经理\n岗位职责：\n1、签订{amount}万元以下的合同。\n", encoding="utf-8"
    )
    found = json.loads(run("extract", here / "制度.txt").stdout)
    found["documents"][0]["effective_date"] = f"{year}-01-01"
    found["organizations"][0]["name"] = "东方商贸"
    return json.dumps(found, ensure_ascii=False)
