"""Files that are damaged or made to do harm: each is refused with its name, or read; never more."""

from __future__ import annotations

import gzip
import os
import random
import signal
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest

from dutygraph.graph.errors import DocumentError
from dutygraph.graph.facts import write_facts
from dutygraph.loaders.document import SourceDocument
from dutygraph.loaders.job import File, FileReading, Job, run
from dutygraph.loaders.readers import read_document

resource = pytest.importorskip("resource", reason="bounds on time and memory need a Unix system")

MakeFile = Callable[..., Path]
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MUTATIONS = int(os.environ.get("DUTYGRAPH_MUTATIONS", "25"))
"""Mutated files of each format; the long proof asks for 2,000."""

SECONDS = 60
MEMORY = 1_000_000_000


@contextmanager
def bounded() -> Iterator[None]:
    """End what runs too long; check that it took no more than its memory."""

    def stop(*_: object) -> None:
        raise TimeoutError(f"more than {SECONDS} s")

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    previous = signal.signal(signal.SIGALRM, stop)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, previous)
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 < MEMORY


def read_or_refuse(path: Path) -> SourceDocument | None:
    """The document, or None where it was refused with a message that names it."""
    with bounded():
        try:
            return read_document(path, path.name)
        except DocumentError as error:
            assert str(path) in str(error)
            return None


def facts_or_notice(path: Path) -> FileReading:
    """What comes of a file in a run: facts, or a notice that names it; never a defect."""
    with bounded():
        reading = run(Job(File(path, path.name), edition="0"))
    assert reading.facts or str(path) in reading.message
    assert [notice.code for notice in reading.notices if notice.code == "document_defect"] == [], reading.message
    return reading


def repacked(path: Path, changes: dict[str, bytes]) -> Path:
    """A package with some of its parts replaced."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (parts | changes).items():
            archive.writestr(name, content)
    return path


def test_a_zip_bomb(make_docx: MakeFile) -> None:
    path = repacked(make_docx("<w:p/>"), {"word/document.xml": b"<a>" + b" " * 60_000_000 + b"</a>"})
    assert path.stat().st_size < 1_000_000
    with bounded(), pytest.raises(DocumentError, match="exhaust"):
        read_document(path, "a.docx")


def test_a_size_that_lies(make_docx: MakeFile) -> None:
    path = make_docx("<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 1000)
    data = path.read_bytes()
    with zipfile.ZipFile(BytesIO(data)) as archive:
        size = archive.getinfo("word/document.xml").file_size
    path.write_bytes(data.replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little")))
    assert read_or_refuse(path) is None


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "_rels/.rels"])
def test_entities_are_not_expanded(make_docx: MakeFile, part: str) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bomb = (
        f'<!DOCTYPE a [<!ENTITY e0 "负责">{entities}]><w:document xmlns:w="{WORD}"><w:body>&e9;</w:body></w:document>'
    )
    path = repacked(make_docx("<w:p/>", styles=""), {part: bomb.encode()})
    with bounded(), pytest.raises(DocumentError, match=r"entities|damaged"):
        read_document(path, "a.docx")


def test_a_file_is_not_fetched_by_an_entity(make_docx: MakeFile, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("机密", encoding="utf-8")
    document = (
        f'<!DOCTYPE a [<!ENTITY s SYSTEM "{secret.as_uri()}">]><w:document xmlns:w="{WORD}"><w:body><w:p><w:r>'
        "<w:t>&s;</w:t></w:r></w:p></w:body></w:document>"
    )
    path = repacked(make_docx("<w:p/>"), {"word/document.xml": document.encode()})
    assert read_or_refuse(path) is None


def test_entities_in_a_sheet_are_not_expanded(make_xlsx: MakeFile) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    sheet = (
        f'<!DOCTYPE a [<!ENTITY e0 "负责">{entities}]>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row>'
        '<c t="inlineStr"><is><t>&e9;</t></is></c></row></sheetData></worksheet>'
    )
    path = repacked(make_xlsx({"Sheet1": ""}), {"xl/worksheets/sheet1.xml": sheet.encode()})
    assert read_or_refuse(path) is None


@pytest.mark.parametrize(
    "body",
    [
        "<w:tbl><w:tr><w:tc>" * 50_000 + "</w:tc></w:tr></w:tbl>" * 50_000,
        "<w:p>" + "<w:hyperlink>" * 50_000 + "</w:hyperlink>" * 50_000 + "</w:p>",
        "<w:tbl>"
        + "<w:tr><w:tc><w:tcPr><w:gridSpan w:val='99999999'/></w:tcPr><w:p/></w:tc></w:tr>" * 2_000
        + "</w:tbl>",
    ],
    ids=["tables", "links", "spans"],
)
def test_deep_and_wide_documents(make_docx: MakeFile, body: str) -> None:
    document = read_or_refuse(make_docx("<w:p><w:r><w:t>负责</w:t></w:r></w:p>" + body))
    assert document is None or "负责" in document.text


def test_many_merged_ranges(make_xlsx: MakeFile) -> None:
    merged = "".join(f'<mergeCell ref="A{n}:XFD{n + 1000}"/>' for n in range(1, 20_000))
    rows = "".join(
        f'<row><c r="A{n}" t="inlineStr"><is><t>x</t></is></c><c r="C{n}"><v>1</v></c></row>' for n in range(1, 9)
    )
    assert read_or_refuse(make_xlsx({"Sheet1": f"<sheetData>{rows}</sheetData><mergeCells>{merged}</mergeCells>"}))


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.doc", "a.xls", "a.pdf"])
@pytest.mark.parametrize("data", [b"\0" * 5_000, b"MZ" + bytes(range(256)) * 20, b"PK\x03\x04" + b"\xff" * 500])
def test_bytes_of_nothing(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert read_or_refuse(path) is None


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx"])
def test_an_encrypted_office_file(tmp_path: Path, name: str) -> None:
    # Office keeps an encrypted package in a compound file whose streams have these names.
    path = tmp_path / name
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage\0".encode("utf-16-le") + b"\0" * 512
    )
    with pytest.raises(DocumentError, match="encrypted"):
        read_document(path, name)


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("a.pptx", "ppt/presentation.xml"),
        ("a.odt", "content.xml"),
        ("a.zip", "a.txt"),
        ("a.xlsb", "xl/workbook.bin"),
    ],
)
def test_formats_that_are_not_read_are_named(tmp_path: Path, name: str, part: str) -> None:
    path = tmp_path / name
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "x")
        archive.writestr(part, "x")
    with pytest.raises(DocumentError, match=r"PowerPoint|OpenDocument|zip archive|binary Excel"):
        read_document(path, name)


@pytest.mark.parametrize("kept", [10, 200, 0.5, 0.99])
def test_a_truncated_package(make_docx: MakeFile, make_xlsx: MakeFile, kept: float) -> None:
    cells = '<sheetData><row><c r="A1" t="inlineStr"><is><t>岗位</t></is></c></row></sheetData>'
    for path in (make_docx("<w:p><w:r><w:t>岗位</w:t></w:r></w:p>"), make_xlsx({"Sheet1": cells})):
        data = path.read_bytes()
        path.write_bytes(data[: int(kept if kept > 1 else kept * len(data))])
        assert facts_or_notice(path).status == "failed"


@pytest.mark.parametrize(("sample", "name"), [("doc/warehouse.doc", "a.docx"), ("xls/form.xls", "a.xlsx")])
def test_an_old_format_under_a_new_name(root: Path, tmp_path: Path, sample: str, name: str) -> None:
    path = tmp_path / name
    path.write_bytes((root / "tests/cases/documents" / sample).read_bytes())
    [facts] = facts_or_notice(path).facts
    assert "suffix_differs" in {getattr(record, "code", "") for record in facts.records}


def test_a_pdf_of_pictures(tmp_path: Path) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    document = pdfium.PdfDocument.new()
    for _ in range(3):
        document.new_page(600, 800)
    path = tmp_path / "scan.pdf"
    document.save(path)
    reading = facts_or_notice(path)
    assert reading.status == "failed"
    assert "scan" in reading.message or "text" in reading.message


def test_a_sheet_that_claims_to_be_huge(make_xlsx: MakeFile) -> None:
    cells = "".join(
        f'<row r="{row}"><c r="{column}{row}" t="inlineStr"><is><t>岗位</t></is></c></row>'
        for row, column in ((1, "A"), (2, "B"), (1_048_576, "XFD"))
    )
    sheet = f'<dimension ref="A1:XFD1048576"/><sheetData>{cells}</sheetData>'
    assert facts_or_notice(make_xlsx({"Sheet1": sheet})).facts


def test_formulas_that_nobody_has_counted(make_xlsx: MakeFile) -> None:
    cells = '<c r="A1" t="inlineStr"><is><t>岗位</t></is></c><c r="B1"><f>1+1</f></c><c r="C1"><f>B1</f></c>'
    [facts] = facts_or_notice(make_xlsx({"Sheet1": f"<sheetData><row>{cells}</row></sheetData>"})).facts
    assert "formula_without_value" in {getattr(record, "code", "") for record in facts.records}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("deep.html", "<div>" * 50_000 + "负责采购" + "</div>" * 50_000),
        ("lists.html", "<ul><li>a" * 50_000),
        ("tables.html", "<table><tr><td>" * 50_000 + "a"),
        ("quotes.md", ">" * 50_000 + " 负责采购"),
        ("lists.md", "".join(" " * level + "- a\n" for level in range(2_000))),
        ("brackets.txt", "（" * 50_000 + "负责采购" + "）" * 50_000),
        ("numbers.txt", "".join(f"{'1.' * level}1 负责采购\n" for level in range(400))),
    ],
)
def test_deep_nesting(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    facts_or_notice(path)


def test_a_table_of_a_thousand_columns(tmp_path: Path, make_docx: MakeFile, make_xlsx: MakeFile) -> None:
    names = [f"第{number}列" for number in range(1_000)]
    csv = tmp_path / "wide.csv"
    csv.write_text(
        "\n".join([",".join(["岗位名称", "直接上级", *names])] + [",".join(["甲", "乙", *names])] * 50), "utf-8"
    )
    page = tmp_path / "wide.html"
    page.write_text(f"<table>{('<tr>' + ''.join(f'<td>{name}' for name in names)) * 50}</table>", encoding="utf-8")
    cell = "<w:tc><w:p><w:r><w:t>岗位</w:t></w:r></w:p></w:tc>"
    row = "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in names)
    word = make_docx(f"<w:tbl>{f'<w:tr>{cell * 1_000}</w:tr>' * 20}</w:tbl>")
    book = make_xlsx({"Sheet1": f"<sheetData>{f'<row>{row}</row>' * 50}</sheetData>"})
    for path in (csv, page, word, book):
        assert facts_or_notice(path).facts


def test_a_packed_table_that_unpacks_to_gigabytes(tmp_path: Path) -> None:
    path = tmp_path / "bomb.csv.gz"
    packer = zlib.compressobj(9, wbits=31)
    blocks = [packer.compress(b"a,b\n" * 1_000_000) for _ in range(100)]
    path.write_bytes(b"".join([*blocks, packer.flush()]))
    assert facts_or_notice(path).status == "failed"


# Mutated files


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Bytes changed, cut, repeated, zeroed, or made a large number."""
    result = bytearray(data)
    at = chance.randrange(len(result))
    size = chance.randrange(1, 600)
    kind = chance.choice(("change", "cut", "repeat", "zero", "number"))
    if kind == "change":
        for _ in range(chance.randrange(1, 40)):
            result[chance.randrange(len(result))] = chance.randrange(256)
    elif kind == "cut":
        del result[at:]
    elif kind == "repeat":
        result[at:at] = result[at : at + size] * chance.randrange(1, 4)
    elif kind == "zero":
        result[at : at + size] = bytes(len(result[at : at + size]))
    else:
        result[at : at + 4] = chance.choice((b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\0\0\0\x80"))
    return bytes(result)


def mutated_package(data: bytes, chance: random.Random) -> bytes:
    """A zip archive with one of its parts mutated, packed again, so that the change gets past the checksums."""
    if chance.random() < 0.3:
        return mutated(data, chance)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice([name for name, content in parts.items() if content])
    parts[name] = mutated(parts[name], chance)
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return packed.getvalue()


@pytest.fixture
def samples(root: Path, make_docx: MakeFile, make_xlsx: MakeFile, tmp_path: Path) -> dict[str, Path]:
    """A sound file of each format."""
    cell = "<w:tc><w:p><w:r><w:t>岗位</w:t></w:r></w:p></w:tc>"
    cells = '<c r="A1" t="inlineStr"><is><t>岗位</t></is></c><c r="B1" s="1"><v>0.5</v></c>'
    sheet = f"<sheetData><row>{cells}</row></sheetData>"
    page = tmp_path / "page.html"
    page.write_text(
        "<html><body><h1>岗位</h1><table><tr><td rowspan=2>a<td>b<tr><td>c</table><ol><li>d</ol>" * 9, encoding="utf-8"
    )
    markdown = tmp_path / "page.md"
    markdown.write_text(
        "# 岗位\n\n- a\n  - b\n\n| a | b |\n| - | - |\n| c | d |\n\n<table><tr><td>e</table>\n" * 9, encoding="utf-8"
    )
    table = tmp_path / "table.csv"
    table.write_text('岗位,"上\n级"\na,b\n' * 20, encoding="utf-8")
    packed = tmp_path / "table.csv.gz"
    packed.write_bytes(gzip.compress("岗位,上级,编号\n班长,主任,1\n组员,班长,2\n".encode() * 20, mtime=0))
    text = tmp_path / "text.txt"
    text.write_text(
        "仓储部岗位职责\n\n一、仓库主管\n直接上级：物流经理\n岗位职责：\n1、审批5万元以下的采购；\n" * 9, "utf-8"
    )
    facts = tmp_path / "facts.json"
    with facts.open("wb") as stream:
        write_facts(run(Job(File(text, "text.txt"))).facts[0].records, stream)
    cases = root / "tests/cases/documents"
    return {
        "docx": make_docx(f"<w:p/><w:tbl><w:tr>{cell * 3}</w:tr></w:tbl>", styles="<w:style/>", numbering="<w:num/>"),
        "xlsx": make_xlsx(
            {"Sheet1": sheet, "B": sheet}, styles="<cellXfs><xf numFmtId='9'/><xf numFmtId='14'/></cellXfs>"
        ),
        "doc": cases / "doc/warehouse.doc",
        "xls": cases / "xls/form.xls",
        "pdf": cases / "pdf/columns.pdf",
        "html": page,
        "md": markdown,
        "csv": table,
        "csv.gz": packed,
        "txt": text,
        "json": facts,
    }


@pytest.mark.parametrize("format", ["docx", "xlsx", "doc", "xls", "pdf", "html", "md", "csv", "csv.gz", "txt", "json"])
def test_mutated_files(samples: dict[str, Path], tmp_path: Path, format: str) -> None:
    sound = samples[format]
    assert facts_or_notice(sound).facts
    data, chance = sound.read_bytes(), random.Random(format)
    change = mutated_package if format in ("docx", "xlsx") else mutated
    path = tmp_path / f"mutated.{format}"
    for _ in range(MUTATIONS):
        path.write_bytes(change(data, chance))
        facts_or_notice(path)
