"""Excel 97–2003 workbooks, as LibreOffice writes them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dutygraph.graph.errors import DocumentError
from dutygraph.loaders.document import SourceDocument
from dutygraph.loaders.readers import read_document

Shown = Callable[[SourceDocument], list[str]]


@pytest.fixture
def form(root: Path) -> Path:
    return root / "tests/cases/documents/xls/form.xls"


def test_the_same_blocks_as_from_a_new_workbook(form: Path, shown: Shown) -> None:
    document = read_document(form, "form.xls")
    text = "1、负责收货;\n2、负责盘点。"
    assert shown(document) == [
        "heading1: 仓库主管",
        "paragraph: 远山物流岗位说明书",
        f"table: 岗位名称 | 仓库主管 | 直接上级 | 运营经理 / 岗位职责 | {text} | {text} | {text}"
        " / 定编 | 3人 | 生效 | 2024-01-01 / 限额 | 50,000.00 | 比例 | 10%",
        "paragraph: 备注:自发布之日起执行。",
        "table: 3 | 合计",
    ]
    assert document.locator(document.text.index("盘点")) == "sheet 仓库主管!B3"
    assert [notice.code for notice in document.notices] == ["sheet_hidden"]


@pytest.mark.parametrize("kept", [600, 2000, 5000])
def test_a_cut_workbook_is_refused(form: Path, tmp_path: Path, kept: int) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(form.read_bytes()[:kept])
    with pytest.raises(DocumentError, match=r"a\.xls"):
        read_document(path, "a.xls")
