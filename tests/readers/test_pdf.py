"""PDFs with a text layer, as LibreOffice writes them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dutygraph.graph.errors import DocumentError
from dutygraph.loaders.document import SourceDocument, Table
from dutygraph.loaders.readers import read_document

Shown = Callable[[SourceDocument], list[str]]


@pytest.fixture
def files(root: Path) -> Path:
    return root / "tests/cases/documents/pdf"


def pdf(*pages: str, rotate: int = 0) -> bytes:
    """A small PDF whose pages have these contents; `/F` is a Latin font, `/I` an image."""
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{' '.join(f'{5 + 2 * n} 0 R' for n in range(len(pages)))}]>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>\n"
        "stream\n0\nendstream",
    ]
    for number, content in enumerate(pages):
        objects += (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Rotate {rotate}/Contents {6 + 2 * number} 0 R"
            "/Resources<</Font<</F 3 0 R>>/XObject<</I 4 0 R>>>>>>",
            f"<</Length {len(content)}>>\nstream\n{content}\nendstream",
        )
    body = "%PDF-1.4\n"
    places = []
    for number, text in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF"
    return f"{body}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{end}".encode("latin-1")


def line(text: str, x: int, y: int, size: int = 12) -> str:
    return f"BT /F {size} Tf {x} {y} Td ({text}) Tj ET\n"


@pytest.fixture
def read(tmp_path: Path) -> Callable[[bytes], SourceDocument]:
    def read(data: bytes) -> SourceDocument:
        path = tmp_path / "a.pdf"
        path.write_bytes(data)
        return read_document(path, "a.pdf")

    return read


Read = Callable[[bytes], SourceDocument]


def test_wrapped_lines_merged_cells_and_running_heads(files: Path, shown: Shown) -> None:
    document = read_document(files / "rules.pdf", "rules.pdf")
    lines = shown(document)
    receiving = (
        "1、负责组织本部门员工完成每日收货、验收与上架工作,监督作业安全并及时处理收货过程中的异常情况;\n2、负责盘点。"
    )
    others = "叉车司机\n装卸工"
    assert lines[:7] == [
        "furniture: 远山物流有限公司文件",
        "furniture: 第 1 页",
        "heading1: 仓储部岗位职责",
        "paragraph: 一、总则",
        "paragraph: 仓储部负责公司全部货物的收货、验收、保管、盘点与发货工作,并对库存差异进行分析和处理,"
        "确保账实相符;每月向运营经理汇报库存情况,协助财务部完成年度盘点。",
        "table: 岗位名称 | 仓库主管 | 直接上级 | 运营经理"
        f" / 岗位职责 | {receiving} | {receiving} | {receiving} / 岗位职责 | {others} | {others} | {others}",
        "paragraph: 二、权限",
    ]
    rules = [text for text in lines if "作业由仓库主管安排" in text]
    assert len(rules) == 32 and all(text.endswith("记录在台账之中。") for text in rules)
    assert sum(text.startswith("furniture") for text in lines) == 8
    assert document.locator(document.text.index("防盗作业")) == "page 3"
    assert document.locator(document.text.index("叉车司机")) == "page 1, table 1, row 3"


def test_a_table_that_pages_cut_is_one(files: Path) -> None:
    tables = [b for b in read_document(files / "rules.pdf", "rules.pdf").blocks if isinstance(b, Table)]
    assert [(table.row_count, table.column_count) for table in tables] == [(3, 4), (31, 3)]


def test_columns_are_read_one_after_the_other(files: Path, shown: Shown) -> None:
    lines = shown(read_document(files / "columns.pdf", "columns.pdf"))
    assert lines[0] == "heading1: 车队管理办法"
    assert [text[:15] for text in lines[1:]] == [
        f"paragraph: {n}、{name}" for n, name in enumerate(("调度", "维修", "加油", "保险", "年检", "事故"), 1)
    ]
    assert all(text.endswith("事后补办手续。") for text in lines[1:])


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_turned_pages(read: Read, turn: int) -> None:
    grid = "".join(f"{x} 100 m {x} 700 l S\n" for x in (100, 300, 500)) + "".join(
        f"100 {y} m 500 {y} l S\n" for y in (100, 400, 700)
    )
    texts = line("Post", 120, 500) + line("Chief", 320, 500) + line("Unit", 120, 200) + line("Stores", 320, 200)
    (table,) = read(pdf(grid + texts, rotate=turn)).blocks
    assert isinstance(table, Table)
    assert (table.row_count, table.column_count) == (2, 2)


def test_hyphens_and_words(read: Read, shown: Shown) -> None:
    page = line("The stores clerk is responsible for receiv-", 50, 700) + line(
        "ing all goods and keeps the ledger up", 50, 684
    )
    assert shown(read(pdf(page))) == [
        "paragraph: The stores clerk is responsible for receiving all goods and keeps the ledger up"
    ]


def test_pages_that_are_pictures_are_told(read: Read) -> None:
    picture = "q 500 0 0 700 50 50 cm /I Do Q"
    document = read(pdf(picture, line("Duties of the porter", 50, 700)))
    (notice,) = document.notices
    assert notice.code == "page_without_text" and "1" in notice.message
    with pytest.raises(DocumentError, match="scan"):
        read(pdf(picture, picture))


def test_an_encrypted_pdf_is_refused(files: Path) -> None:
    with pytest.raises(DocumentError, match="encrypted"):
        read_document(files / "encrypted.pdf", "encrypted.pdf")


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4\n" + b"\0" * 5000, pdf("")[:300]])
def test_a_damaged_pdf_is_refused(read: Read, data: bytes) -> None:
    with pytest.raises(DocumentError, match=r"a\.pdf"):
        read(data)


def test_a_drawing_of_many_lines_is_no_table(read: Read, shown: Shown) -> None:
    drawing = "".join(f"{n % 600} {n % 7} m {n % 500} 700 l S\n" for n in range(20_000))
    assert "Plan" in "".join(shown(read(pdf(drawing + line("Plan", 50, 750)))))
