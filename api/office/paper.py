"""A Word document of headings, labelled lines, lists and tables; the same content gives the same bytes."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Final

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from dutygraph.api.office.drawing import Bars, add_bars
from dutygraph.api.office.text import readable, shortened
from dutygraph.graph.errors import InputError

HEADINGS: Final = ("Heading 1", "Heading 2", "Heading 3")
_LATIN, _HAN = "Calibri", "Microsoft YaHei"
_SHADE = "DCE6F1"
_FOOT = 600
"""Characters at the foot of a page."""

_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def open_template(file: Path | None) -> Document:
    """The document to write into: the template, or an empty one.

    Raises InputError where the template is no Word document.
    """
    if file is None:
        document = docx.Document()
        _dress(document)
        return document
    try:
        return docx.Document(str(file))
    except Exception as error:  # whatever a damaged package makes the reader raise
        raise InputError(
            f"the template {file} cannot be read as a Word document ({type(error).__name__}). Save it as .docx again."
        ) from error


def _dress(document: Document) -> None:
    """Fonts that have Chinese on every system, and margins for tables."""
    for name in ("Normal", "Title", *HEADINGS):
        style: Any = document.styles[name]
        style.font.name = _LATIN
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:eastAsia"), _HAN)
        style.font.color.rgb = RGBColor(0, 0, 0) if name == "Normal" else RGBColor(0x1F, 0x3A, 0x5F)
    document.styles["Normal"].font.size = Pt(10.5)
    for section in document.sections:
        section.page_width, section.page_height = Pt(595), Pt(842)
        section.left_margin = section.right_margin = Pt(60)
        section.top_margin = section.bottom_margin = Pt(60)


class Paper:
    """Writes into a document: at its end, or where `at` stands, a paragraph that a template set aside."""

    def __init__(self, document: Document, at: Any = None) -> None:
        self.document = document
        self._at = at

    def _placed(self, element: Any) -> Any:
        """Move what python-docx put at the end to where it belongs."""
        if self._at is not None:
            self._at.addprevious(element._element)
        return element

    def landscape(self) -> None:
        """Turn the pages."""
        for section in self.document.sections:
            width, height = section.page_width, section.page_height
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = height, width

    def section(self, foot: str) -> None:
        """Begin a new page with its own text at the foot of this and the pages that follow."""
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        section.footer.is_linked_to_previous = False
        run = section.footer.paragraphs[0].add_run(shortened(readable(foot), _FOOT))
        run.font.size = Pt(8)

    def title(self, text: str) -> None:
        """The document's own title."""
        self._placed(self.document.add_paragraph(readable(text), style=self._style("Title")))

    def heading(self, text: str, level: int, new_page: bool = False) -> None:
        """A heading of level 1 to 3."""
        made = self._placed(self.document.add_paragraph(readable(text), style=self._style(HEADINGS[level - 1])))
        made.paragraph_format.page_break_before = new_page or None

    def paragraph(self, text: str, *, label: str = "", italic: bool = False, indent: float = 0) -> None:
        """A paragraph, with a label in bold before it; `indent` in points."""
        made = self._placed(self.document.add_paragraph(style=self._style("Normal")))
        made.paragraph_format.space_after = Pt(3)
        if indent:
            made.paragraph_format.left_indent = Pt(indent)
        if label:
            made.add_run(readable(label)).bold = True
        run = made.add_run(readable(text))
        run.italic = italic or None

    def chart(self, bars: Bars) -> None:
        """A bar chart."""
        add_bars(self.document, self._placed(self.document.add_paragraph(style=self._style("Normal"))), bars)

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[object]], widths: Sequence[float]) -> None:
        """A table whose first row is repeated on each page; `widths` are shares of the page."""
        made = self.document.add_table(len(rows) + 1, len(columns))
        made.style = self._table_style()
        made.autofit = False
        section = self.document.sections[-1]
        page = int(section.page_width or 0) - int(section.left_margin or 0) - int(section.right_margin or 0)
        sizes: list[Any] = [int(page * share / sum(widths)) for share in widths]
        for column, size in zip(made.columns, sizes, strict=True):
            column.width = size
        for row, values in zip(made.rows, [columns, *rows], strict=True):
            cells = row.cells
            for cell, value, size in zip(cells, values, sizes, strict=True):
                cell.width = size
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
                run = paragraph.add_run(readable("" if value is None else str(value)))
                run.font.size = Pt(9)
                run.bold = values is columns or None
            # A row is not cut by the end of a page.
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        _head(made.rows[0])
        self._placed(made)
        self._placed(self.document.add_paragraph())

    def _style(self, name: str) -> Any:
        """A style of the document, made plainly where a template lacks it."""
        styles: Any = self.document.styles
        if name not in styles:
            made = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            made.font.bold = name != "Normal"
            made.font.size = Pt({"Title": 22, "Heading 1": 16, "Heading 2": 13}.get(name, 10.5))
        return styles[name]

    def _table_style(self) -> Any:
        styles: Any = self.document.styles
        if "Table Grid" in styles:
            return styles["Table Grid"]
        made = styles.add_style("Table Grid", WD_STYLE_TYPE.TABLE)
        borders = OxmlElement("w:tblBorders")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
            line = OxmlElement(f"w:{side}")
            for key, value in (("val", "single"), ("sz", "4"), ("color", "808080")):
                line.set(qn(f"w:{key}"), value)
            borders.append(line)
        properties = OxmlElement("w:tblPr")
        properties.append(borders)
        made.element.append(properties)
        return made

    def save(self, stream: BinaryIO) -> None:
        """Write the file without a time in it."""
        made = BytesIO()
        self.document.save(made)
        with zipfile.ZipFile(made) as given, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
            for name in given.namelist():
                info = zipfile.ZipInfo(name, _LONG_AGO)
                info.compress_type = zipfile.ZIP_DEFLATED
                packed.writestr(info, given.read(name))


def _head(row: Any) -> None:
    """Shade the headings and repeat them."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell in row.cells:
        shade = OxmlElement("w:shd")
        for key, value in (("val", "clear"), ("color", "auto"), ("fill", _SHADE)):
            shade.set(qn(f"w:{key}"), value)
        cell._tc.get_or_add_tcPr().append(shade)
