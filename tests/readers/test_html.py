"""Web pages: what a browser shows of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dutygraph.graph.errors import DocumentError
from dutygraph.loaders.document import SourceDocument, Table
from dutygraph.loaders.readers import read_document

Shown = Callable[[SourceDocument], list[str]]


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str | bytes], SourceDocument]:
    def read(page: str | bytes, name: str = "a.html") -> SourceDocument:
        path = tmp_path / name
        path.write_bytes(page if isinstance(page, bytes) else page.encode())
        return read_document(path, name)

    return read


Read = Callable[..., SourceDocument]


def test_headings_paragraphs_and_furniture(read: Read, shown: Shown) -> None:
    document = read(
        "<html><head><title>护理部职责 - 医院网</title><style>p{}</style></head><body><nav>首页 &gt; 科室</nav>"
        "<h1>护理部</h1><p>负责全院\n护理质量;<br>组织培训。</p><div>护士长<b>每周</b>查房。<script>x()</script></div>"
        "<p style='display:none'>隐藏</p><footer>版权所有</footer></body></html>"
    )
    assert document.title == "护理部职责 - 医院网"
    assert shown(document) == [
        "furniture: 首页 > 科室",
        "heading1: 护理部",
        "paragraph: 负责全院护理质量;\n组织培训。",
        "paragraph: 护士长每周查房。",
        "furniture: 版权所有",
    ]
    assert document.locator(document.text.index("查房")) == "paragraph 3"


def test_lists_have_the_marks_a_browser_gives_them(read: Read, shown: Shown) -> None:
    document = read(
        "<ol><li>排班<ul><li>夜班</li></ul></li><li>考勤</li></ol><ol type=A start=3><li>培训</ol>"
        "<ol style='list-style-type:cjk-ideographic'><li>总则</li></ol><ul><li>1、手写编号</li></ul>"
        "<ul style='list-style:none'><li>无标记</li></ul>"
    )
    assert shown(document) == [
        "item1: 1.排班",
        "item2: •夜班",
        "item1: 2.考勤",
        "item1: C.培训",
        "item1: 一、总则",
        "item1: 1、手写编号",
        "item1: 无标记",
    ]


def test_tables_with_spans_and_heads(read: Read, shown: Shown) -> None:
    document = read(
        "<table><caption>审批权限</caption><tr><th>事项<th colspan=2>审批人<tr><td rowspan=2>采购<td>科长<td>院长"
        "<tr><td>1万元以下<td>1万元以上</table>"
    )
    assert shown(document) == [
        "paragraph: 审批权限",
        "table1: 事项 | 审批人 | 审批人 / 采购 | 科长 | 院长 / 采购 | 1万元以下 | 1万元以上",
    ]
    assert document.locator(document.text.index("1万元以上")) == "table 1, row 3"


def test_tables_that_place_a_page_are_no_tables(read: Read, shown: Shown) -> None:
    document = read(
        "<table><tr><td>菜单</td><td><h2>药剂科</h2><table><tr><td>岗位</td><td>药师</td></tr></table></td></tr></table>"
        "<table><tr><td>单独一格</td></tr></table>"
    )
    assert shown(document) == ["paragraph: 菜单", "heading2: 药剂科", "table: 岗位 | 药师", "paragraph: 单独一格"]


def test_a_list_in_a_cell(read: Read) -> None:
    document = read("<table><tr><td>护士长<td><ol><li>排班<li>查房</ol></table>")
    (table,) = document.blocks
    assert isinstance(table, Table)
    assert document.text[table.cells[1].start : table.cells[1].end] == "1.排班\n2.查房"


@pytest.mark.parametrize(("named", "used"), [("gb2312", "gbk"), ("big5", "big5"), ("utf-8", "gbk"), ("x", "utf-8")])
def test_encodings(read: Read, named: str, used: str) -> None:
    page = f"<meta charset={named}><p>護理部負責全院護理品質,並組織訓練。</p>".encode(used)
    assert read(page).text == "護理部負責全院護理品質,並組織訓練。\n"


@pytest.mark.parametrize("name", ["a.xls", "a.doc"])
def test_a_page_under_an_office_name(read: Read, shown: Shown, name: str) -> None:
    document = read("<html><body><table><tr><td>岗位<td>职责</table></body></html>", name)
    assert shown(document) == ["table: 岗位 | 职责"]
    assert [notice.code for notice in document.notices] == ["suffix_differs"]


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 50_000 + "护士长",
        "<table><tr><td>" * 20_000 + "护士长",
        "<ul><li>" * 20_000 + "护士长",
        "<b>" * 50_000 + "护士长",
    ],
    ids=["div", "table", "list", "bold"],
)
def test_deep_nesting(read: Read, page: str) -> None:
    try:
        assert "护士长" in read(page).text
    except DocumentError as error:
        assert "a.html" in str(error)


def test_a_grid_that_no_document_needs(read: Read) -> None:
    with pytest.raises(DocumentError, match="rows and"):
        read("<table>" + "<tr><td rowspan=65000 colspan=1000>x<td>y" * 31_000 + "</table>")


@pytest.mark.parametrize("page", ["<html></html>", "<script>x</script>", "<!-- -->"])
def test_a_page_that_shows_nothing(read: Read, page: str) -> None:
    with pytest.raises(DocumentError, match="no text"):
        read(page)
