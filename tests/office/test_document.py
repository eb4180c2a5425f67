"""report.docx: what it says, in its own layout and in a user's template."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import pytest
from docx.document import Document

from tests.api.conftest import EXAMPLES, Run
from tests.office.conftest import FAULTS

Audited = Callable[..., Path]


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def opened(out: Path) -> Document:
    return docx.Document(str(out / "report.docx"))


def test_findings_are_numbered_with_sentences_and_advice(audited: Audited) -> None:
    out = audited(FAULTS)
    found = json.loads((out / "findings.json").read_text(encoding="utf-8"))["findings"]
    said = texts(opened(out))
    grave = [finding for finding in found if finding["severity"] != "info"]
    for number, finding in enumerate(grave, 1):
        start = said.index(f"{number}. {finding['title']['en']}")
        part = said[start : start + 10]
        assert finding["message"]["en"] in part
        assert f"Advice: {finding['advice']['en']}" in part
        for quote in finding["quotes"][:2]:
            assert any(" ".join(quote["quote"].split()) in text and quote["document"] in text for text in part)


def test_figures_are_those_of_ask(audited: Audited, run: Run) -> None:
    out = audited(FAULTS)
    asked = json.loads(run("ask", "organizations", "--graph", out / "graph.kgl", "--format", "json").stdout)["rows"]
    table = opened(out).tables[0]
    assert [cell.text for cell in table.rows[0].cells] == [
        "organization", "units", "roles", "duties", "lines", "authorities",
    ]  # fmt: skip
    told = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    names = ("units", "roles", "duties", "lines", "authorities")
    assert told == [[row["title"], *(str(row[name]) for name in names)] for row in asked]


def test_charts_are_drawn_by_word_itself(audited: Audited) -> None:
    document = opened(audited(FAULTS, "--lang", "zh"))
    charts = [part.blob.decode() for part in document.part.package.iter_parts() if "/charts/" in part.partname]
    assert len(charts) == 2
    assert "按主题统计的审计发现" in charts[0]
    assert "<c:v>岗位说明书质量</c:v>" in charts[0]


def test_the_same_documents_give_the_same_bytes(audited: Audited) -> None:
    first = (audited(FAULTS) / "report.docx").read_bytes()
    assert (audited(FAULTS) / "report.docx").read_bytes() == first


def template(here: Path, *lines: str) -> str:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "机密 {{as_of}}"
    for line in lines:
        paragraph = document.add_paragraph()
        for character in line:  # Word parts a place into runs as it likes
            paragraph.add_run(character)
    document.save(str(here / "own.docx"))
    return "own.docx"


def test_a_template_gets_the_parts_it_asks_for(audited: Audited, here: Path) -> None:
    own = template(here, "致 {{organizations}} 董事会", "{{findings}}", "此致", "{{ sources }}")
    document = opened(audited(EXAMPLES, "--lang", "zh", "--template", own))
    said = texts(document)
    assert said[0] == "致 澄光净水设备有限公司 董事会"
    assert said[1] == "审计发现"
    assert said.index("审计发现") < said.index("此致") < said.index("来源")
    assert "概要" not in said
    assert document.sections[0].header.paragraphs[0].text.startswith("机密 20")
    assert not any("{{" in text for text in said)


def test_a_template_without_places_gets_the_whole_report_at_its_end(audited: Audited, here: Path) -> None:
    said = texts(opened(audited(EXAMPLES, "--lang", "zh", "--template", template(here, "信笺"))))
    assert said[0] == "信笺"
    assert said.index("概要") < said.index("审计发现") < said.index("来源")


@pytest.mark.parametrize(
    ("line", "says"),
    [("{{finding}}", "findings"), ("前言 {{findings}}", "a paragraph of its own")],
    ids=["unknown", "among-words"],
)
def test_a_place_that_cannot_be_filled_is_named(run: Run, here: Path, line: str, says: str) -> None:
    result = run("audit", EXAMPLES, "--out", "out", "--template", template(here, line), code=2)
    assert says in result.stderr
    assert "own.docx" in result.stderr


def test_a_broken_template_is_refused_before_anything_is_read(run: Run, here: Path) -> None:
    (here / "own.docx").write_bytes(b"no zip at all")
    result = run("audit", EXAMPLES, "--out", "out", "--template", "own.docx", code=2)
    assert "cannot be read as a Word document" in result.stderr
    assert not (here / "out" / "facts.json").exists()


def test_a_hostile_document_stays_text(audited: Audited, hostile: Path) -> None:
    said = "\n".join(texts(opened(audited(hostile))))
    assert "\x01" not in said
    assert "\u202e" not in said


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_libreoffice_shows_it(audited: Audited, pages: Callable[[Path], Sequence[str]], lang: str) -> None:
    shown = "".join(pages(audited(EXAMPLES, "--lang", lang) / "report.docx")).replace("\r\n", "")
    for text in {"zh": ("职责审计报告", "审计发现", "管理岗位"), "en": ("Responsibility audit", "Findings")}[lang]:
        assert text in shown
    assert "\ufffd" not in shown
