"""Reporting lines of an answer as an organisation chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from dutygraph.api.report.chart import as_svg, draw
from dutygraph.api.report.tree import SOLID, forest
from dutygraph.api.staff import Card, Staff
from dutygraph.graph.measures import Name

_Lines = list[tuple[str, str, str]]


def chart_of_lines(rows: Sequence[Mapping[str, Any]], asked: str, labels: Mapping[str, Name]) -> str:
    """SVG of the rows of `reporting_line`: the role asked about, and those above and below it."""
    lines: _Lines = []
    for row in rows:
        near, far = row["through_id"] or asked, row["role_id"]
        subordinate, superior = (near, far) if row["direction"] == "above" else (far, near)
        lines.append((subordinate, superior, row["line"]))
    return _chart(_cards(rows, asked, labels), lines)


def chart_of_path(rows: Sequence[Mapping[str, Any]], asked: str, labels: Mapping[str, Name]) -> str:
    """SVG of the rows of `escalation_path`: from who asks up to who decides, as far as the way goes."""
    way = list(dict.fromkeys([asked, *(row["role_id"] for row in rows)]))
    lines = [(low, high, SOLID) for low, high in pairwise(way)]
    return _chart(_cards(rows, asked, labels), lines)


def _cards(rows: Sequence[Mapping[str, Any]], asked: str, labels: Mapping[str, Name]) -> dict[str, Card]:
    named = {asked: labels[asked], **{row["role_id"]: Name(row["title"], row["unit"] or "") for row in rows}}
    return {id_: Card(id_, *name, "post", (), False, None, None, "") for id_, name in named.items()}


def _chart(cards: Mapping[str, Card], lines: _Lines) -> str:
    drawing = draw(Staff(cards, (), {}, {}, {}), forest(list(cards), lines), {}, links=None)
    return as_svg(drawing.shapes, drawing.width, drawing.height)
