"""Markdown: the text stays as it is, its marks make blocks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dutygraph.loaders.document import Block, SourceDocument, Table
from dutygraph.loaders.readers import read_document

Shown = Callable[[SourceDocument], list[str]]
PAGE = """---
title: 岗位
---
# 运输部 #

调度员负责
派车。

1. 排班
   - 夜班
2) 考勤

> 引用一行
> 第二行

| 事项 | 审批 |
| --- | --- |
| 采购 \\| 租赁 | 经理 |

Setext
------

```
代码
```
"""


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str], SourceDocument]:
    def read(text: str) -> SourceDocument:
        path = tmp_path / "a.md"
        path.write_bytes(text.encode())
        return read_document(path, "a.md")

    return read


Read = Callable[[str], SourceDocument]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_blocks_of_a_page(read: Read, shown: Shown, line_end: str) -> None:
    text = PAGE.replace("\n", line_end)
    document = read(text)
    assert document.text == text
    assert [line.replace("\r", "") for line in shown(document)] == [
        "furniture: ---",
        "furniture: title: 岗位",
        "furniture: ---",
        "heading1: 运输部",
        "paragraph: 调度员负责\n派车。",
        "item1: 1. 排班",
        "item2: - 夜班",
        "item1: 2) 考勤",
        "paragraph: 引用一行\n> 第二行",
        "table1: 事项 | 审批 / 采购 \\| 租赁 | 经理",
        "heading2: Setext",
        "paragraph: 代码",
    ]
    assert document.locator(text.index("夜班")) == "line 10"
    assert document.title == "岗位"


def test_tables_as_html_with_blank_lines_and_spans(read: Read, shown: Shown) -> None:
    document = read(
        "前文\n\n<table>\n<tr><th>职称</th><th>职掌</th></tr>\n\n<tr>\n<td rowspan=2> 主委 </td>\n\n"
        "<td>综理<br>督导</td>\n</tr>\n<tr><td>签约</td></tr></table>\n\n后文\n"
    )
    assert shown(document) == [
        "paragraph: 前文",
        "table1: 职称 | 职掌 / 主委 | 综理<br>督导 / 主委 | 签约",
        "paragraph: 后文",
    ]
    table = document.blocks[1]
    assert isinstance(table, Table)
    assert [document.text[b.start : b.end] for b in table.cells[3].blocks] == ["综理", "督导"]


@pytest.mark.parametrize(
    "text", ["> " * 20_000 + "a", "- " * 20_000 + "a", "*a " * 20_000, "[" * 20_000, "|a" * 20_000]
)
def test_deep_nesting(read: Read, text: str) -> None:
    assert all(isinstance(block, Block | Table) for block in read(text).blocks)
