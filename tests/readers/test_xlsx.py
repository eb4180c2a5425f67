"""Excel workbooks: what the cells show, in tables and lone lines."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dutygraph.graph.errors import DocumentError
from dutygraph.loaders.document import SourceDocument, Table
from dutygraph.loaders.readers import read_document
from dutygraph.loaders.readers.numberformats import shown_number

MakeFile = Callable[..., Path]
Shown = Callable[[SourceDocument], list[str]]


def s(reference: str, text: str) -> str:
    """A cell with text of its own."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def data(*rows: str, more: str = "") -> str:
    return f"<sheetData>{''.join(f'<row>{row}</row>' for row in rows)}</sheetData>{more}"


def merged(*references: str) -> str:
    return f"<mergeCells>{''.join(f'<mergeCell ref={chr(34)}{r}{chr(34)}/>' for r in references)}</mergeCells>"


def read(path: Path) -> SourceDocument:
    return read_document(path, path.name)


def test_a_sheet_with_a_title_a_table_and_a_note(make_xlsx: MakeFile, shown: Shown) -> None:
    sheet = data(
        s("A1", "远山物流岗位说明书"),
        s("A2", "岗位名称") + s("B2", "仓库主管") + s("C2", "直接上级") + s("D2", "运营经理"),
        s("A3", "岗位职责") + s("B3", "1、负责收货;&#10;2、负责盘点。"),
        s("A4", "备注:自发布之日起执行。"),
        more=merged("A1:D1", "B3:D3", "A4:D4"),
    )
    document = read(make_xlsx({"Sheet1": sheet}))
    text = "1、负责收货;\n2、负责盘点。"
    assert shown(document) == [
        "paragraph: 远山物流岗位说明书",
        f"table: 岗位名称 | 仓库主管 | 直接上级 | 运营经理 / 岗位职责 | {text} | {text} | {text}",
        "paragraph: 备注:自发布之日起执行。",
    ]
    assert document.locator(document.text.index("盘点")) == "sheet Sheet1!B3"


def test_named_sheets_are_headed_by_their_names_and_hidden_ones_left_out(make_xlsx: MakeFile, shown: Shown) -> None:
    row = data(s("A1", "职责") + s("B1", "收货"))
    document = read(make_xlsx({"仓库主管": row, "名单": row, "工作表2": row}, hidden="名单"))
    assert shown(document) == ["heading1: 仓库主管", "table: 职责 | 收货", "table: 职责 | 收货"]
    assert [notice.code for notice in document.notices] == ["sheet_hidden"]


def test_merged_rows_and_frozen_header(make_xlsx: MakeFile, shown: Shown) -> None:
    sheet = '<sheetViews><sheetView><pane ySplit="1" state="frozen"/></sheetView></sheetViews>' + data(
        s("A1", "事项") + s("B1", "审批") + s("C1", "金额"),
        s("A2", "采购") + s("B2", "主管") + s("C2", "1万元以下"),
        s("B3", "经理") + s("C3", "1万元以上"),
        more=merged("A2:A3"),
    )
    assert shown(read(make_xlsx({"Sheet1": sheet}))) == [
        "table1: 事项 | 审批 | 金额 / 采购 | 主管 | 1万元以下 / 采购 | 经理 | 1万元以上"
    ]


def test_blank_rows_part_tables(make_xlsx: MakeFile, shown: Shown) -> None:
    sheet = data(s("A1", "甲") + s("B1", "乙"), s("A4", "丙") + s("C4", "丁"))
    assert shown(read(make_xlsx({"Sheet1": sheet}))) == ["table: 甲 | 乙", "table: 丙 | 丁"]


def test_shared_strings_with_runs_and_readings(make_xlsx: MakeFile, shown: Shown) -> None:
    sheet = data('<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>9</v></c>')
    strings = ["<r><t>仓库</t></r><r><t>主管</t></r>", "<t>岗</t><rPh><t>gang</t></rPh>"]
    assert shown(read(make_xlsx({"Sheet1": sheet}, strings=strings))) == ["table: 仓库主管 | 岗"]


def test_numbers_as_they_are_shown(make_xlsx: MakeFile, shown: Shown) -> None:
    styles = (
        '<numFmts><numFmt numFmtId="164" formatCode="0&quot;人&quot;"/></numFmts><cellXfs><xf numFmtId="0"/>'
        '<xf numFmtId="9"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs>'
    )
    cells = (
        '<c r="A1"><v>50000</v></c><c r="B1" s="1"><v>0.1</v></c><c r="C1" s="2"><v>45292</v></c>'
        '<c r="D1" s="3"><v>3</v></c><c r="E1" t="b"><v>1</v></c><c r="F1" t="str"><f>A1</f><v>合计</v></c>'
    )
    assert shown(read(make_xlsx({"Sheet1": data(cells)}, styles=styles))) == [
        "table: 50000 | 10% | 2024-01-01 | 3人 | TRUE | 合计"
    ]


@pytest.mark.parametrize(
    ("value", "pattern", "text"),
    [
        (1234.5, "", "1234.5"),
        (1234.5, "#,##0.00", "1,234.50"),
        (-3.0, "0_);[Red]\\(0\\)", "(3)"),
        (50000.0, '"¥"#,##0', "¥50,000"),
        (5.0, '[$-804]0"万元"', "5万元"),
        (0.125, "0.0%", "12.5%"),
        (45292.5, "yyyy/m/d h:mm", "2024-01-01 12:00"),
        (0.75, "h:mm", "18:00"),
        (1.0, "m月d日", "1900-01-01"),
        (45292.0, 'yyyy"年"m"月"d"日"', "2024-01-01"),
        (7.0, "General", "7"),
        (1e300, "yyyy-mm-dd", "1e+300"),
    ],
)
def test_number_formats(value: float, pattern: str, text: str) -> None:
    assert shown_number(value, pattern) == text


def test_formulas_without_values_are_told(make_xlsx: MakeFile, shown: Shown) -> None:
    document = read(
        make_xlsx({"Sheet1": data(s("A1", "合计") + s("B1", "人数"), s("A2", "3") + '<c r="B2"><f>A2*2</f></c>')})
    )
    (notice,) = document.notices
    assert notice.code == "formula_without_value"
    assert "B2" in notice.message
    assert shown(document) == ["table: 合计 | 人数", "paragraph: 3"]


def test_a_vast_sheet_with_three_cells(make_xlsx: MakeFile, shown: Shown) -> None:
    sheet = '<dimension ref="A1:XFD1048576"/>' + data(
        s("A1", "岗位"), s("C5", "职责"), s("XFD1048576", "尾"), more=merged("A1:XFD3", "C5:XFD1048575")
    )
    document = read(make_xlsx({"Sheet1": sheet}))
    assert shown(document)[0] == "paragraph: 岗位"
    assert document.locator(document.text.index("尾")) == "sheet Sheet1!XFD1048576"


def test_a_thousand_columns(make_xlsx: MakeFile) -> None:
    from dutygraph.loaders.readers.xlsx import column_letters

    document = read(make_xlsx({"Sheet1": data("".join(s(f"{column_letters(n)}1", str(n)) for n in range(1000)))}))
    (table,) = document.blocks
    assert isinstance(table, Table)
    assert table.column_count == 1000


def test_a_workbook_without_text_is_refused(make_xlsx: MakeFile) -> None:
    with pytest.raises(DocumentError, match="no text"):
        read(make_xlsx({"Sheet1": "<sheetData/>"}))


def test_data_is_no_document(make_xlsx: MakeFile, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_xlsx({"Sheet1": data(*(s(f"A{n}", "x") + s(f"C{n}", "y") for n in range(1, 9)))})
    for limit in ("dutygraph.loaders.readers.xlsx.MOST_CELLS", "dutygraph.loaders.readers.grid.LARGEST_GRID"):
        with monkeypatch.context() as patch, pytest.raises(DocumentError, match="not a document but data"):
            patch.setattr(limit, 10)
            read(path)
