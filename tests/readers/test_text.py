"""Plain text in the encodings that offices write, told apart by its bytes alone."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from dutygraph.graph.errors import DocumentError
from dutygraph.loaders.readers import read_document
from dutygraph.loaders.readers.text import decode

SIMPLIFIED = [
    "护士长",
    "仓库主管\n岗位职责:负责出入库登记。",
    "一、总则\r\n1、制定采购计划；2、审核订单。\r\n",
    "调度员（夜班）直接上级：车队长 工号 A-12，电话 010-6666",
    "职责",
    "IT部：负责ERP系统维护、网络安全和数据备份，协助HR招聘。",
]
TRADITIONAL = [
    "護理長",
    "倉庫主管\n職責:負責進出貨登記。",
    "第一條 本細則依組織規程訂定之。\r\n第二條 秘書室掌理文書事項。",
    "總務處（二樓）主任：綜理處務，督導所屬。",
    "職掌",
    "人事室：辦理任免、考績與訓練，協助主任推動業務。",
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("text", SIMPLIFIED + TRADITIONAL, ids=range(12))
def test_any_script_in_unicode_and_gb18030(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), Path("a.txt")) == text


@pytest.mark.parametrize("text", TRADITIONAL, ids=range(6))
def test_traditional_in_big5(text: str) -> None:
    assert decode(text.encode("big5"), Path("a.txt")) == text


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_utf16_says_its_order(mark: bytes) -> None:
    order = "utf-16-le" if mark == codecs.BOM_UTF16_LE else "utf-16-be"
    assert decode(mark + "岗位职责".encode(order), Path("a.txt")) == "岗位职责"


def test_latin_text_in_utf16_without_a_mark() -> None:
    text = "Warehouse manager\nReports to: operations director\n"
    assert decode(text.encode("utf-16-le"), Path("a.txt")) == text


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\t\n", "white space"),
        ("binary.txt", bytes(range(256)) * 40, "not text"),
        ("zeros.txt", b"\0" * 1000, "not text"),
        ("cut.txt", "\ufeff岗位".encode()[:-1], "bytes at"),
        ("noise.txt", b"\xff\xfe\xff\xff\xd8\x00\xff\xff\xdf\xfe", "not text|bytes at|encoding"),
        ("latin.txt", b"caf\xe9 r\xe9sum\xe9\xff\xff", "encoding"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "picture"),
        ("archive.txt", b"PK\x03\x04" + b"\0" * 40, "archive|zip"),
    ],
    ids=lambda value: value if isinstance(value, str) and value.endswith(".txt") else "",
)
def test_what_is_no_text_is_said(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(DocumentError, match=says) as caught:
        read_document(path, name)
    assert str(path) in str(caught.value)


def test_a_file_that_is_too_large_is_refused_without_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as stream:
        stream.truncate(300_000_000)
    with pytest.raises(DocumentError, match="300 MB"):
        read_document(path, "large.txt")


def test_lines_are_found_by_their_number(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("岗位职责\r\n\r\n1、排班\r\n".encode())
    document = read_document(path, "a.txt")
    assert document.text == "岗位职责\r\n\r\n1、排班\r\n"
    assert document.locator(document.text.index("排班")) == "line 3"


@pytest.mark.parametrize("data", ["Responsable de café à Montréal ééé".encode("latin-1"), "ÄÖÜ groß".encode("cp1252")])
def test_bytes_of_another_encoding_are_no_utf16(data: bytes) -> None:
    with pytest.raises(DocumentError, match="no encoding known here"):
        decode(data, Path("a.txt"))
