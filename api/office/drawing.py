"""Bar charts as Word draws them itself: sharp in print, in the reader's own fonts, so that no character is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from lxml import etree

from dutygraph.api.office.text import readable

_TYPE: Final = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_C: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_A: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
_R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_WP: Final = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"

_EMU: Final = 12_700
"""Units of a drawing in a point."""

_WIDTH: Final = 450
_BAR, _REST = 22, 90
"""Points for each bar, and for title, scale and legend."""


@dataclass(frozen=True, slots=True)
class Bars:
    """Horizontal bars: one for each of `names`, stacked of the series, each a name, a colour and a number a bar."""

    title: str
    names: Sequence[str]
    series: Sequence[tuple[str, str, Sequence[int]]]


def add_bars(document: Document, paragraph: Any, bars: Bars) -> None:
    """Put a chart into a paragraph."""
    package: Any = document.part.package
    name: PackURI = package.next_partname("/word/charts/chart%d.xml")
    part = Part(name, _TYPE, _chart(bars), package)
    relation = document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    number = int("".join(filter(str.isdigit, name.filename)) or 1)
    paragraph.add_run()._r.append(_frame(bars, relation, number))


def _frame(bars: Bars, relation: str, number: int) -> Any:
    width, height = _WIDTH * _EMU, (_REST + _BAR * max(3, len(bars.names))) * _EMU
    drawing = parse_xml(
        f'<w:drawing xmlns:w="{_W}" xmlns:wp="{_WP}" xmlns:a="{_A}" xmlns:c="{_C}" xmlns:r="{_R}">'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="{1000 + number}" name="Chart {number}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_C}"><c:chart r:id="{relation}"/></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing>"
    )
    told = "; ".join(
        f"{name}: {', '.join(f'{series} {values[at]}' for series, _, values in bars.series)}"
        for at, name in enumerate(bars.names)
    )
    properties: Any = drawing.find(f".//{{{_WP}}}docPr")
    properties.set("descr", readable(f"{bars.title}. {told}"))
    return drawing


def _chart(bars: Bars) -> bytes:
    root = etree.Element(f"{{{_C}}}chartSpace", nsmap={"c": _C, "a": _A, "r": _R})
    _add(root, "roundedCorners", val="0")
    chart = _add(root, "chart")
    _title(_add(chart, "title"), bars.title)
    _add(chart, "autoTitleDeleted", val="0")
    area = _add(chart, "plotArea")
    _add(area, "layout")
    plot = _add(area, "barChart")
    _add(plot, "barDir", val="bar")
    _add(plot, "grouping", val="stacked")
    _add(plot, "varyColors", val="0")
    for at, (name, colour, values) in enumerate(bars.series):
        _series(plot, at, name, colour, bars.names, values)
    _add(plot, "gapWidth", val="50")
    _add(plot, "overlap", val="100")
    for axis in ("1", "2"):
        _add(plot, "axId", val=axis)
    _axes(area)
    if len(bars.series) > 1:
        legend = _add(chart, "legend")
        _add(legend, "legendPos", val="b")
        _add(legend, "overlay", val="0")
    _add(chart, "plotVisOnly", val="1")
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _add(parent: Any, name: str, text: str | None = None, **attributes: str) -> Any:
    made = etree.SubElement(parent, f"{{{_C}}}{name}", attributes)
    made.text = text
    return made


def _title(parent: Any, text: str) -> None:
    rich = _add(_add(parent, "tx"), "rich")
    etree.SubElement(rich, f"{{{_A}}}bodyPr")
    run = etree.SubElement(etree.SubElement(rich, f"{{{_A}}}p"), f"{{{_A}}}r")
    etree.SubElement(run, f"{{{_A}}}rPr", sz="1100", b="1")
    etree.SubElement(run, f"{{{_A}}}t").text = readable(text)
    _add(parent, "overlay", val="0")


def _series(plot: Any, at: int, name: str, colour: str, names: Sequence[str], values: Sequence[int]) -> None:
    series = _add(plot, "ser")
    _add(series, "idx", val=str(at))
    _add(series, "order", val=str(at))
    _add(_add(series, "tx"), "v", readable(name))
    shape = _add(series, "spPr")
    etree.SubElement(etree.SubElement(shape, f"{{{_A}}}solidFill"), f"{{{_A}}}srgbClr", val=colour)
    _add(series, "invertIfNegative", val="0")
    for holder, kind, said in (("cat", "strLit", [readable(each) for each in names]), ("val", "numLit", values)):
        literal = _add(_add(series, holder), kind)
        if kind == "numLit":
            _add(literal, "formatCode", "0")
        _add(literal, "ptCount", val=str(len(said)))
        for place, value in enumerate(said):
            _add(_add(literal, "pt", idx=str(place)), "v", str(value))


def _axes(area: Any) -> None:
    """Names down the side, the first on top; whole numbers below."""
    for kind, own, other, place in (("catAx", "1", "2", "l"), ("valAx", "2", "1", "b")):
        axis = _add(area, kind)
        _add(axis, "axId", val=own)
        scale = _add(axis, "scaling")
        _add(scale, "orientation", val="maxMin" if kind == "catAx" else "minMax")
        _add(axis, "delete", val="0")
        _add(axis, "axPos", val=place)
        if kind == "valAx":
            _add(axis, "numFmt", formatCode="0", sourceLinked="0")
        _add(axis, "majorTickMark", val="none")
        _add(axis, "minorTickMark", val="none")
        _add(axis, "tickLblPos", val="nextTo")
        _add(axis, "crossAx", val=other)
        _add(axis, "crosses", val="max" if kind == "valAx" else "autoZero")
