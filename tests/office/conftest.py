"""Office files as a reader opens them."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from tests.api.conftest import EXAMPLES, Run, here, run
from tests.conftest import ROOT, absent

__all__ = ["here", "run"]

FAULTS = ROOT / "docs" / "faults"

HOSTILE = """\
毒蛇有限公司
岗位说明书

一、销售经理
所属部门：=HYPERLINK("http://evil.example","点我")
直接上级：总经理
岗位职责：
1、=1+1 负责"引号"与'单引号'的管理；
2、+CMD|' /C calc'!A0 签订合同；
3、@SUM(A1) 审核\u202e合同\u202c；
4、-2+3 编制报表\u200f计划；
5、维护<script>alert(1)</script>客户档案。

二、总经理
岗位职责：
1、审批{long}。
""".replace("{long}", "很长的职责" * 1_000)


TITLE = '=HYPERLINK("http://evil.example","<b>")\x01\u202e' + "超长名称" * 1_250
"""A title of 5,000 characters and more that wants to be a formula and to turn round what follows."""


def rows(book: Workbook, sheet: str) -> list[dict[str, Any]]:
    """The rows of a sheet by heading."""
    head, *below = book[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in below]


def sheet(path: Path) -> Workbook:
    """A workbook as openpyxl reads it."""
    return openpyxl.load_workbook(path)


@pytest.fixture
def audited(run: Run, here: Path) -> Callable[..., Path]:
    """Run `audit` over documents; gives the folder of its files."""

    def call(source: Path, *options: str) -> Path:
        run("audit", source, "--out", "out", *options)
        return here / "out"

    return call


@pytest.fixture
def hostile(here: Path, run: Run) -> Path:
    """A folder with a document that wants to run, hide or turn something round, and facts whose titles do."""
    folder = here / "hostile"
    folder.mkdir()
    document = folder / "a.txt"
    document.write_text(HOSTILE, encoding="utf-8")
    run("extract", document, "--out", "a.json")
    facts = json.loads((here / "a.json").read_text(encoding="utf-8"))
    for role in facts["roles"]:
        if role["title"] == "销售经理":
            role["title"] = TITLE
    document.unlink()
    (folder / "a.json").write_text(json.dumps(facts), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def soffice() -> str:
    """The office program that renders files."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if not found:
        absent("libreoffice", "there is no soffice on the path")
    return found


@pytest.fixture
def pages(soffice: str, tmp_path: Path) -> Callable[[Path], Sequence[str]]:
    """The text of each page of a file as LibreOffice lays it out."""
    import pypdfium2

    def call(file: Path) -> list[str]:
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        subprocess.run(
            [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)],
            check=True, capture_output=True,
        )  # fmt: skip
        pdf = pypdfium2.PdfDocument(tmp_path / f"{file.stem}.pdf")
        texts = [page.get_textpage().get_text_bounded() for page in pdf]
        pdf.close()
        return texts

    return call


def cells(book: Workbook) -> Iterator[Any]:
    """Every cell that holds something."""
    for each in book.worksheets:
        for row in each.iter_rows():
            yield from (cell for cell in row if cell.value is not None)


__all__ += ["EXAMPLES"]
