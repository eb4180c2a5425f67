"""`--redact`: no file of an audit or an export holds a personal name."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from dutygraph.api.redact import Redaction
from tests.api.conftest import Run

NAMES = ("王小明", "李建国", "Ann Lee")
SHEETS = """\
远山机械有限公司
岗位说明书

一、销售经理
姓名：王小明
直接上级：总经理
岗位职责：
1、签订5万元以下的销售合同，由王小明保管合同章；
2、制定销售计划。

二、总经理
任职人：李建国
岗位职责：
1、审批销售合同；
2、与Ann Lee共同管理Annex项目。
"""
ROSTER = "姓名,岗位\n王小明,销售经理\n李建国,总经理\nAnn Lee,项目经理\n"


@pytest.fixture
def named(here: Path) -> Path:
    """Documents that name persons, also in the name of a file and in duties."""
    folder = here / "named"
    folder.mkdir()
    (folder / "王小明.txt").write_text(SHEETS, encoding="utf-8")
    (folder / "名册.csv").write_text(ROSTER, encoding="utf-8")
    (folder / "dutygraph.toml").write_text('[organizations]\n"." = "远山机械有限公司"\n', encoding="utf-8")
    return folder


def contents(file: Path) -> Iterator[bytes]:
    """What a file holds, and what the files in it hold."""
    data = file.read_bytes()
    yield data
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for name in packed.namelist():
                yield packed.read(name)


def holding(folder: Path, name: str) -> list[str]:
    """The files that hold a name, as it is or as JSON writes it."""
    forms = {name.encode(), json.dumps(name).strip('"').encode()}
    return [
        file.name
        for file in folder.rglob("*")
        if file.is_file() and any(form in data for data in contents(file) for form in forms)
    ]


def test_no_file_of_an_audit_holds_a_name(run: Run, here: Path, named: Path) -> None:
    run("audit", named, "--out", "open", "--lang", "zh")
    assert {"facts.json", "report.xlsx"} <= set(holding(here / "open", "王小明")), "the names are found without it"
    shown = run("audit", named, "--out", "out", "--lang", "zh", "--redact").stdout
    for name in NAMES:
        assert holding(here / "out", name) == []
        assert name not in shown
    facts = json.loads((here / "out" / "facts.json").read_text(encoding="utf-8"))
    assert {person["name"] for person in facts["persons"]} >= {"[销售经理]", "[总经理]"}
    assert any("由[销售经理]保管合同章" in duty["text"] for duty in facts["duties"])
    assert any("Annex" in duty["text"] for duty in facts["duties"]), "part of a longer word is no name"
    assert "[销售经理].txt" in {document["key"] for document in facts["documents"]}


def test_findings_are_the_same_with_and_without_names(run: Run, here: Path, named: Path) -> None:
    run("audit", named, "--out", "open")
    run("audit", named, "--out", "out", "--redact")
    rules = [
        [
            finding["rule"]
            for finding in json.loads((here / out / "findings.json").read_text(encoding="utf-8"))["findings"]
        ]
        for out in ("open", "out")
    ]
    assert sorted(rules[0]) == sorted(rules[1])


def test_a_folder_with_names_is_refused(run: Run, named: Path) -> None:
    run("audit", named, "--out", "out")
    assert "a folder of its own" in run("audit", named, "--out", "out", "--redact", code=2).stderr


@pytest.mark.parametrize("form", ["facts", "cypher", "graphml", "job-sheets"])
def test_no_export_holds_a_name(run: Run, here: Path, named: Path, form: str) -> None:
    run("load", named, "--graph", "all.kgl")
    (here / "out").mkdir()
    run("export", form, "--graph", "all.kgl", "--redact", "--lang", "zh", "--out", "out/file.docx")
    for name in NAMES:
        assert holding(here / "out", name) == []


def test_two_who_fill_one_post_stay_two() -> None:
    redaction = Redaction({"王小明": "[业务员]", "王小": "[业务员 2]"})
    assert redaction.text("王小明、王小") == "[业务员]、[业务员 2]"
