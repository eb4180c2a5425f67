"""Binary Word documents, as LibreOffice writes them, read without it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dutygraph.graph.errors import DocumentError
from dutygraph.loaders.document import SourceDocument
from dutygraph.loaders.readers import read_document

Shown = Callable[[SourceDocument], list[str]]


@pytest.fixture
def files(root: Path) -> Path:
    return root / "tests/cases/documents/doc"


def test_headings_numbers_tables_and_notes(files: Path, shown: Shown) -> None:
    document = read_document(files / "warehouse.doc", "warehouse.doc")
    merged = "1、负责收货;\n2、负责盘点。"
    nested = "三、审核出库单\n周期\t每月\n表后"
    assert shown(document) == [
        "furniture: 远山物流文件",
        "furniture: 第 1 页",
        "heading1: 远山物流仓储部岗位职责",
        "paragraph: 一、手写编号的总则",
        "heading2: 仓库主管",
        "item1: 一、收货",
        "item2: 1.验收入库;核对数量",
        "item2: 2.登记台账",
        "item1: 二、发货",
        "item2: 1.装车",
        "item1: ●安全检查",
        "table1: 岗位名称 | 仓库主管 | 直接上级 | 运营经理"
        f" / 岗位职责 | {merged} | {merged} | {merged} / 岗位职责 | {nested} | {nested} | {nested}",
        "paragraph: 见采购制度第三条;\n软换行之后。",
        "paragraph: 结束",
        "paragraph: 本表不含税",
    ]
    assert document.locator(document.text.index("登记台账")) == "paragraph 6"
    assert document.locator(document.text.index("每月")) == "table 1, row 3, table 1, row 1"
    assert document.locator(document.text.index("不含税")) == "footnote 1"


def test_traditional_text_with_changes_symbols_and_merged_columns(files: Path, shown: Shown) -> None:
    lines = shown(read_document(files / "charter.doc", "charter.doc"))
    assert lines[:5] == [
        "heading1: 第一章 總則",
        "paragraph: 本細則依公司章程訂定之。",
        "paragraph: 修訂後條文",
        "paragraph: 已核准✓",
        "paragraph: English paragraph: approves orders up to 5,000.",
    ]
    assert lines[5] == (
        "table: 事項 | 課長 | 經理 | 總經理 / 採購 | 一萬元以下 | 一萬元以上 | 一萬元以上 / 採購 | ○ | ★ | △"
    )
    assert lines[6].startswith("paragraph: 備註：長") and len(lines[6]) > 3000


def test_another_ending_is_no_obstacle(files: Path, tmp_path: Path) -> None:
    path = tmp_path / "charter.docx"
    path.write_bytes((files / "charter.doc").read_bytes())
    document = read_document(path, "charter.docx")
    assert "採購" in document.text
    assert [notice.code for notice in document.notices] == ["suffix_differs"]


def test_an_encrypted_document_is_refused(files: Path, tmp_path: Path) -> None:
    data = bytearray((files / "charter.doc").read_bytes())
    start = data.index(b"\xec\xa5")
    data[start + 11] |= 0x01
    path = tmp_path / "a.doc"
    path.write_bytes(data)
    with pytest.raises(DocumentError, match="encrypted"):
        read_document(path, "a.doc")


@pytest.mark.parametrize("kept", [100, 600, 3000, 8000, 12000])
def test_a_cut_document_is_refused_or_read(files: Path, tmp_path: Path, kept: int) -> None:
    path = tmp_path / "a.doc"
    path.write_bytes((files / "warehouse.doc").read_bytes()[:kept])
    with pytest.raises(DocumentError, match=r"a\.doc"):
        read_document(path, "a.doc")
