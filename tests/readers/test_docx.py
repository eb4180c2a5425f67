"""Word documents: what a person sees in them, in the grid and numbering of the format."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dutygraph.loaders.document import SourceDocument, Table
from dutygraph.loaders.readers import read_document

MakeFile = Callable[..., Path]
Shown = Callable[[SourceDocument], list[str]]


def p(text: str, properties: str = "") -> str:
    """A paragraph of one run."""
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def listed(text: str, list_id: int, level: int = 0) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def tc(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def lvl(at: int, form: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
    )


def read(path: Path) -> SourceDocument:
    return read_document(path, path.name)


def test_paragraphs_tell_where_they_stand(make_docx: MakeFile, shown: Shown) -> None:
    document = read(make_docx(p("仓储部岗位职责") + p("") + p("仓库主管负责收货。")))
    assert shown(document) == ["paragraph: 仓储部岗位职责", "paragraph: 仓库主管负责收货。"]
    assert document.locator(document.text.index("仓库主管")) == "paragraph 2"


def test_headings_by_outline_and_by_inherited_style(make_docx: MakeFile, shown: Shown) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="own"><w:name w:val="公司标题"/><w:basedOn w:val="1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="t1"><w:name w:val="toc 1"/></w:style>'
    )
    body = (
        p("目录项 1", '<w:pStyle w:val="t1"/>')
        + p("总则", '<w:pStyle w:val="own"/>')
        + p("职责", '<w:outlineLvl w:val="1"/>')
        + p("正文", '<w:pStyle w:val="own"/><w:outlineLvl w:val="9"/>')
    )
    document = read(make_docx(body, styles=styles))
    assert shown(document) == ["furniture: 目录项 1", "heading1: 总则", "heading2: 职责", "paragraph: 正文"]


def test_automatic_numbers_are_read(make_docx: MakeFile, shown: Shown) -> None:
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{lvl(0, "chineseCounting", "%1、")}{lvl(1, "decimal", "%2.")}'
        f"{lvl(2, 'decimalEnclosedCircle', '%3')}</w:abstractNum>"
        f'<w:abstractNum w:abstractNumId="1">{lvl(0, "bullet", chr(0xF0D8))}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="2">{lvl(0, "chineseCounting", "第%1章")}'
        f"{lvl(1, 'decimal', '%1.%2', '<w:isLgl/>')}</w:abstractNum>"
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        '<w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num>'
    )
    body = (
        listed("仓库主管", 1)
        + listed("收货", 1, 1)
        + listed("验收", 1, 1)
        + listed("记录", 1, 2)
        + listed("叉车司机", 1)
        + listed("装卸", 1, 1)
        + listed("安全", 2)
        + listed("重新开始", 3)
        + listed("总则", 4)
        + listed("范围", 4, 1)
        + listed("不编号", 0)
    )
    assert shown(read(make_docx(body, numbering=numbering))) == [
        "item1: 一、仓库主管",
        "item2: 1.收货",
        "item2: 2.验收",
        "item3: ①记录",
        "item1: 二、叉车司机",
        "item2: 1.装卸",
        "item1: ➢安全",
        "item1: 一、重新开始",
        "item1: 第一章总则",
        "item2: 1.1范围",
        "paragraph: 不编号",
    ]


def test_what_stands_in_links_fields_changes_and_symbols(make_docx: MakeFile, shown: Shown) -> None:
    body = (
        "<w:p><w:r><w:t>见</w:t></w:r><w:hyperlink r:id='x'><w:r><w:t>采购制度</w:t></w:r></w:hyperlink>"
        "<w:ins><w:r><w:t>第二版</w:t></w:r></w:ins><w:del><w:r><w:delText>第一版</w:delText></w:r></w:del>"
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>7</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>"
        '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r></w:p>'
        "<w:p><w:r><w:t>负责调度;</w:t><w:br/><w:t>负责考勤。</w:t></w:r></w:p>"
        "<w:p><w:r><w:ruby><w:rt><w:r><w:t>gang</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>岗</w:t></w:r></w:rubyBase>"
        "</w:ruby></w:r></w:p>"
    )
    assert shown(read(make_docx(body))) == [
        "paragraph: 见采购制度第二版7✓",
        "paragraph: 负责调度;\n负责考勤。",
        "paragraph: 岗",
    ]


def test_merged_cells_and_header_rows(make_docx: MakeFile, shown: Shown) -> None:
    body = tbl(
        tr(tc(p("事项")), tc(p("审批"), '<w:gridSpan w:val="2"/>'), properties="<w:tblHeader/>"),
        tr(tc(p("采购"), '<w:vMerge w:val="restart"/>'), tc(p("主管")), tc(p("经理"))),
        tr(tc(p(""), "<w:vMerge/>"), tc(p("1万元以下")), tc(p("1万元以上"))),
    )
    document = read(make_docx(body))
    assert shown(document) == ["table1: 事项 | 审批 | 审批 / 采购 | 主管 | 经理 / 采购 | 1万元以下 | 1万元以上"]
    assert document.locator(document.text.index("1万元以上")) == "table 1, row 3"


def test_nested_tables_and_lists_in_cells(make_docx: MakeFile) -> None:
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{lvl(0, "decimal", "%1、")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    inner = tbl(tr(tc(p("周期")), tc(p("每月"))))
    document = read(
        make_docx(tbl(tr(tc(listed("收货", 1) + listed("发货", 1)), tc(inner + p("")))), numbering=numbering)
    )
    (table,) = document.blocks
    assert isinstance(table, Table)
    left, right = table.cells
    assert document.text[left.start : left.end] == "1、收货\n2、发货"
    (nested,) = right.blocks
    assert isinstance(nested, Table)
    assert nested.column_count == 2
    assert document.locator(document.text.index("每月")) == "table 1, row 1, table 1, row 1"


def test_text_boxes_are_read_once(make_docx: MakeFile, shown: Shown) -> None:
    box = f"<w:txbxContent>{p('总经理')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>组织架构图</w:t></w:r><w:r><mc:AlternateContent>"
        f"<mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    document = read(make_docx(body))
    assert shown(document) == ["paragraph: 组织架构图", "paragraph: 总经理"]
    assert document.locator(document.text.index("总经理")) == "text box 1"


def test_headers_footers_and_notes(make_docx: MakeFile, shown: Shown) -> None:
    notes = (
        f'<w:footnote w:type="separator" w:id="0">{p("--")}</w:footnote><w:footnote w:id="1">{p("不含税")}</w:footnote>'
    )
    document = read(
        make_docx(p("审批权限"), header1=p("远山物流"), header2=p("远山物流"), footer1=p("第 1 页"), footnotes=notes)
    )
    assert shown(document) == ["furniture: 远山物流", "paragraph: 审批权限", "paragraph: 不含税", "furniture: 第 1 页"]
    assert document.locator(document.text.index("不含税")) == "footnote 1"


@pytest.mark.parametrize("columns", [1, 1000])
def test_wide_tables(make_docx: MakeFile, columns: int) -> None:
    document = read(make_docx(tbl(tr(*[tc(p(f"{n}")) for n in range(columns)]))))
    (table,) = document.blocks
    assert isinstance(table, Table)
    assert (table.row_count, table.column_count) == (1, columns)
