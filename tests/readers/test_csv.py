"""Tables as text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dutygraph.graph.errors import DocumentError
from dutygraph.loaders.document import SourceDocument
from dutygraph.loaders.readers import read_document

Shown = Callable[[SourceDocument], list[str]]
ROWS = [["岗位", "直接上级", "职责"], ["护士长", "护理部主任", "排班,考勤"], ["护士", "", "护理\n记录"]]


def quoted(delimiter: str) -> str:
    return "".join(delimiter.join(f'"{field}"' for field in row) + "\r\n" for row in ROWS)


@pytest.mark.parametrize(
    ("name", "delimiter", "encoding"),
    [
        ("a.csv", ",", "utf-8-sig"),
        ("a.csv", ";", "utf-8"),
        ("a.csv", "\t", "utf-16"),
        ("a.csv", ",", "gb18030"),
        ("a.tsv", "\t", "utf-8"),
    ],
)
def test_the_delimiter_and_encoding_are_found(
    tmp_path: Path, shown: Shown, name: str, delimiter: str, encoding: str
) -> None:
    path = tmp_path / name
    path.write_bytes(quoted(delimiter).encode(encoding))
    document = read_document(path, name)
    assert shown(document) == [
        "table: 岗位 | 直接上级 | 职责 / 护士长 | 护理部主任 | 排班,考勤 / 护士 | - | 护理\n记录"
    ]
    assert document.locator(document.text.index("排班")) == "row 2"


def test_a_title_above_and_a_remark_below(tmp_path: Path, shown: Shown) -> None:
    path = tmp_path / "a.csv"
    path.write_text("护理部岗位表,,\n岗位,上级\n护士,护士长\n备注:试行,,\n", encoding="utf-8")
    assert shown(read_document(path, "a.csv")) == [
        "paragraph: 护理部岗位表",
        "table: 岗位 | 上级 / 护士 | 护士长",
        "paragraph: 备注:试行",
    ]


def test_an_open_quotation_mark_costs_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b'a,"b\n' + b"x,y\n" * 3_000_000)
    with pytest.raises(DocumentError, match="cannot be read"):
        read_document(path, "a.csv")
