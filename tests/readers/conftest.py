"""Small office files made of their XML parts, so that a test shows all that matters in them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from dutygraph.loaders.document import AnyBlock, Block, SourceDocument, Table

MakeFile = Callable[..., Path]

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SPACES = (
    f'xmlns:w="{WORD}" xmlns:r="{_OFFICE}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def package(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    """Write a zip archive of `parts`."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def relations(targets: Mapping[str, tuple[str, str]]) -> str:
    """A relationships part: id → (type's last word, target)."""
    items = "".join(f'<Relationship Id="{i}" Type="{_OFFICE}/{t}" Target="{p}"/>' for i, (t, p) in targets.items())
    return f'<Relationships xmlns="{_RELATIONSHIPS}">{items}</Relationships>'


@pytest.fixture
def make_docx(tmp_path: Path) -> MakeFile:
    """Write a .docx whose body is the given XML; other parts by name: `styles`, `numbering`, `header1`, `footnotes`."""

    def make(body: str, name: str = "a.docx", **parts: str) -> Path:
        roots = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "endnotes": "endnotes"}
        kinds = {part: part.rstrip("0123456789") for part in parts}
        files = {
            "[Content_Types].xml": f'<Types xmlns="{_TYPES}"/>',
            "_rels/.rels": relations({"r1": ("officeDocument", "word/document.xml")}),
            "word/document.xml": f"<w:document {_SPACES}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": relations({p: (kinds[p], f"{p}.xml") for p in parts}),
        }
        for part, xml in parts.items():
            root = roots.get(part, {"header": "hdr", "footer": "ftr"}.get(kinds[part], part))
            files[f"word/{part}.xml"] = f"<w:{root} {_SPACES}>{xml}</w:{root}>"
        return package(tmp_path / name, files)

    return make


@pytest.fixture
def make_xlsx(tmp_path: Path) -> MakeFile:
    """Write an .xlsx with the given sheets (name → XML inside `worksheet`), shared strings and styles."""

    def make(
        sheets: Mapping[str, str],
        name: str = "a.xlsx",
        strings: list[str] | None = None,
        styles: str = "",
        hidden: str = "",
    ) -> Path:
        listed = "".join(
            f"<sheet name='{title}' sheetId='{i}' r:id='s{i}' state='{'hidden' if title == hidden else 'visible'}'/>"
            for i, title in enumerate(sheets, 1)
        )
        files: dict[str, str | bytes] = {
            "[Content_Types].xml": f'<Types xmlns="{_TYPES}"/>',
            "_rels/.rels": relations({"r1": ("officeDocument", "xl/workbook.xml")}),
            "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": relations(
                {f"s{i}": ("worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(sheets) + 1)}
                | {"st": ("sharedStrings", "sharedStrings.xml"), "sy": ("styles", "styles.xml")}
            ),
            "xl/sharedStrings.xml": f'<sst xmlns="{SHEET}">{"".join(f"<si>{s}</si>" for s in strings or [])}</sst>',
            "xl/styles.xml": f'<styleSheet xmlns="{SHEET}">{styles}</styleSheet>',
        }
        for i, xml in enumerate(sheets.values(), 1):
            files[f"xl/worksheets/sheet{i}.xml"] = f'<worksheet xmlns="{SHEET}">{xml}</worksheet>'
        return package(tmp_path / name, files)

    return make


def shown(document: SourceDocument) -> list[str]:
    """The blocks of a document, one line each: kind, level and text; tables as their grid."""
    return _shown(document, document.blocks)


def _shown(document: SourceDocument, blocks: tuple[AnyBlock, ...]) -> list[str]:
    lines = []
    for block in blocks:
        if isinstance(block, Table):
            grid = [
                " | ".join("-" if c is None else document.text[c.start : c.end] for c in row) for row in block.grid()
            ]
            lines.append(f"table{block.header_rows or ''}: " + " / ".join(grid))
        else:
            assert isinstance(block, Block)
            lines.append(f"{block.kind}{block.level or ''}: {document.text[block.start : block.end]}")
    return lines


@pytest.fixture(name="shown")
def shown_fixture() -> Callable[[SourceDocument], list[str]]:
    """`shown` for tests."""
    return shown
