"""Tables in plain texts: cells that tabs, blanks or strokes part."""

from __future__ import annotations

from pathlib import Path

import pytest

from dutygraph.loaders.document import SourceDocument, Table
from dutygraph.loaders.readers.text import read

TABBED = "部门情况\n岗位\t人数\t上级\n店长\t1\t总经理\n店员\t4\t店长\n以上为编制。\n"
BLANKS = "岗位      人数    直接上级\n店长      1       总经理\n收银员    2       店长\n"
STROKES = "│岗位│人数│\n├──┼──┤\n│店长│1   │\n│店员│4   │\n"
PIPES = "| 岗位 | 人数 |\n| --- | --- |\n| 店长 | 1 |\n"


def document(text: str) -> SourceDocument:
    return read(text.encode(), Path("a.txt"), "a.txt")


def rows(text: str) -> list[list[str]]:
    tables = [block for block in document(text).blocks if isinstance(block, Table)]
    return [[text[c.start : c.end] if c else "" for c in row] for table in tables for row in table.grid()]


@pytest.mark.parametrize("text", [TABBED, BLANKS, STROKES, PIPES], ids=["tabs", "blanks", "strokes", "pipes"])
def test_a_table_is_seen(text: str) -> None:
    found = rows(text)
    assert found[0][:2] == ["岗位", "人数"]
    assert found[1][:2] == ["店长", "1"]


def test_the_cell_above_goes_on_over_blank_ones() -> None:
    assert rows("岗位\t内容\n店长\t排班\n\t盘点\n店员\t收银\n")[2] == ["店长", "盘点"]


@pytest.mark.parametrize(
    "text",
    [
        "1.\t负责排班\n2.\t负责盘点\n3.\t负责收银\n",
        "部门：店铺    岗位：店长\n编号：A-1    日期：2024\n页码：1    版本：2\n",
        "编制：李明    审核：王强    批准：赵刚\n",
        "　　第一段话。\n　　第二段话。\n　　第三段话。\n",
    ],
    ids=["items", "pairs", "one_line", "indents"],
)
def test_what_is_no_table(text: str) -> None:
    assert rows(text) == []


def test_places_are_those_of_the_text() -> None:
    found = document(TABBED)
    (table,) = (block for block in found.blocks if isinstance(block, Table))
    assert found.locator(table.cells[4].start) == "line 3, column 2"
