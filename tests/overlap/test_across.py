"""Near-copies across organisations, from the command line on graphs and facts files."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dutygraph.api.cli import dutygraph
from dutygraph.graph.measures import selfjoin

CASH = "负责登记现金日记账，逐日核对库存现金，编制出纳日报"
SCHEMA = {"schema": "dutygraph.facts/1"}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("DUTYGRAPH_GRAPH", "DUTYGRAPH_LANG", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def run(*args: str, code: int = 0) -> Result:
    result = CliRunner().invoke(dutygraph, ["overlaps", "across", *args])
    assert result.exit_code == code, f"{result.exit_code}: {result.output}"
    return result


def rows(*args: str) -> list[dict[str, Any]]:
    found = json.loads(run(*args, "--format", "json").stdout)
    assert isinstance(found, list)
    return found


def facts(path: Path, organization: str, duties: list[tuple[str, str]]) -> str:
    """A facts file of one organisation: (title of the role, text of the duty) of each of its duties."""
    document, held = f"doc_{organization}", f"org_{organization}"

    def source(quote: str, place: int) -> dict[str, Any]:
        return {
            "document_id": document, "start": place, "end": place + len(quote), "quote": quote,
            "locator": f"line {place}",
        }  # fmt: skip

    titles = list(dict.fromkeys(title for title, _ in duties))
    lines: list[dict[str, Any]] = [
        SCHEMA,
        {"list": "documents", "id": document, "key": f"{organization}.txt", "edition": "0" * 64},
        {"list": "organizations", "id": held, "document_id": document, "name": organization, "source": source("", 0)},
    ]
    for title in titles:
        lines.append(
            {"list": "roles", "id": f"role_{organization}_{title}", "organization_id": held, "title": title,
             "source": source(title, 0)}
        )  # fmt: skip
    for number, (title, text) in enumerate(duties, 1):
        lines.append(
            {"list": "duties", "id": f"owns_{organization}_{number}", "owner_id": f"role_{organization}_{title}",
             "text": text, "source": source(text, number)}
        )  # fmt: skip
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return str(path)


needs_scale = pytest.mark.skipif(not selfjoin.installed(), reason="the extra [scale] is not installed")


@needs_scale
def test_copies_of_two_organisations_with_their_sentences(here: Path) -> None:
    one = facts(here / "a.jsonl", "甲公司", [("会计", f"{CASH}表"), ("司机", "驾驶公务车辆")])
    two = facts(here / "b.jsonl", "乙公司", [("出纳", f"{CASH}表。"), ("主管", f"{CASH}表格")])
    equal, near = rows(one, two)
    assert (equal["score"], equal["organizations"], equal["a"]["copies"]) == (1.0, 2, 2)
    assert equal["a"] == equal["b"]
    assert {each["organization"] for each in equal["a"]["first"]} == {"甲公司", "乙公司"}
    assert 0.6 <= near["score"] < 1
    assert {near["a"]["text"], near["b"]["text"]} == {f"{CASH}表", f"{CASH}表格"}
    assert near["matter"] == equal["matter"] == 1
    sentence = near["b"]["first"][0]["evidence"]
    assert (sentence["document_key"], sentence["locator"]) == ("乙公司.txt", "line 2")
    assert sentence["quote"] == near["b"]["text"]


@needs_scale
def test_scripts_are_no_difference(here: Path) -> None:
    one = facts(here / "a.jsonl", "甲", [("会计", "负责登记现金日记账")])
    two = facts(here / "b.jsonl", "乙", [("會計", "負責登記現金日記賬")])
    assert [row["score"] for row in rows(one, two)] == [1.0]


@needs_scale
def test_several_organisations_come_before_one(here: Path) -> None:
    same = [("出纳", "保管库存现金"), ("会计", "保管库存现金")]
    one = facts(here / "a.jsonl", "甲", [*same, ("主管", f"{CASH}表")])
    two = facts(here / "b.jsonl", "乙", [("会计", f"{CASH}单")])
    assert [row["organizations"] for row in rows(one, two)] == [2, 1]


@needs_scale
def test_one_owner_that_repeats_itself_is_no_overlap(here: Path) -> None:
    one = facts(here / "a.jsonl", "甲", [("会计", "登记现金日记账目"), ("会计", "登记现金日记账")])
    assert rows(one) == []
    assert run(one).stdout == "Nothing found.\n"


@needs_scale
def test_copies_of_one_duty_are_one_row(here: Path) -> None:
    one = facts(here / "a.jsonl", "甲", [(f"保安{number}", "维护园区秩序") for number in range(5000)])
    (row,) = rows(one)
    assert (row["matter"], row["a"]["copies"], row["a"]["owners"], len(row["a"]["first"])) == (1, 5000, 5000, 3)


@needs_scale
def test_more_rows_than_asked_for_are_counted(here: Path) -> None:
    one = facts(here / "a.jsonl", "甲", [(f"岗位{n}", f"{CASH}第{n}号表") for n in range(10, 40)])
    done = run(one, "--max-rows", "10", "--min-score", "0.3", "--format", "json")
    assert len(json.loads(done.stdout)) == 10
    assert "There are 435 rows, of which 10 are shown" in done.stderr


@needs_scale
def test_odd_texts(here: Path) -> None:
    odd = ["。", "合", "😀", "😀😀管理", "合同" * 5000, "Prepare 合同 reports", "\u202e", "x" * 10_000]
    files = [facts(here / f"{name}.jsonl", name, [("岗位", text) for text in odd]) for name in ("甲", "乙")]
    found = rows(*files)
    assert {"合", "合同" * 5000, "Prepare 合同 reports", "x" * 10_000} <= {row["a"]["text"] for row in found}
    assert all(row["a"]["text"] != "。" for row in found)


@needs_scale
def test_forms_and_a_file(here: Path) -> None:
    one = facts(here / "a.jsonl", "甲", [("会计", "登记现金日记账")])
    two = facts(here / "b.jsonl", "乙", [("出纳", "登记现金日记账")])
    (row,) = csv.DictReader(io.StringIO(run(one, two, "--format", "csv").stdout))
    assert row["a_owners"] == "会计 (甲)\n出纳 (乙)"
    assert row["a_places"] == "甲.txt, line 1\n乙.txt, line 1"
    assert "“登记现金日记账” — 乙.txt, line 1" in run(one, two).stdout
    assert "甲方条数" in run(one, two, "--format", "markdown", "--lang", "zh").stdout
    assert run(one, two, "--out", "rows.csv", "--format", "csv").stdout == ""
    assert (here / "rows.csv").read_text(encoding="utf-8") == run(one, two, "--format", "csv").stdout


@needs_scale
def test_all_organisations_of_a_graph(here: Path) -> None:
    sheet = "{0}岗位职责\n\n一、仓管员\n岗位职责：\n1、负责登记物料的出库和入库数量；\n2、{1}；\n"
    (here / "docs").mkdir()
    (here / "docs" / "a.txt").write_text(sheet.format("南方仓库", "清扫库房地面"), encoding="utf-8")
    (here / "docs" / "b.txt").write_text(sheet.format("北方仓库", "核对送货单据"), encoding="utf-8")
    loaded = CliRunner().invoke(dutygraph, ["load", "docs", "--graph", "g.kgl"])
    assert loaded.exit_code == 0, loaded.output
    (row,) = rows("--graph", "g.kgl")
    assert row["organizations"] == 2
    assert {each["evidence"]["document_key"] for each in row["a"]["first"]} == {"docs/a.txt", "docs/b.txt"}


@needs_scale
@pytest.mark.parametrize("score", ["0", "1.5", "-1", "nan"])
def test_a_threshold_out_of_range_is_refused(here: Path, score: str) -> None:
    one = facts(here / "a.jsonl", "甲", [("会计", "登记现金日记账")])
    assert "threshold" in run(one, "--min-score", score, code=2).stderr


def test_what_is_no_facts_file_is_told(here: Path) -> None:
    (here / "notes.txt").write_text("岗位职责", encoding="utf-8")
    assert "notes.txt" in run("notes.txt", code=2).stderr
    run("missing.jsonl", code=2)


def test_without_the_extra_its_name_is_told(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selfjoin, "installed", lambda: False)
    one = facts(here / "a.jsonl", "甲", [("会计", "登记现金日记账")])
    assert 'pip install "dutygraph[scale]"' in run(one, code=2).stderr
