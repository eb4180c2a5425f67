"""Organisation charts as SVG: a tree from left to right, names upright, one row a role (docs/audit.md#the-chart).

Lines that are not the tree's are dashed arcs behind the boxes and move nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import escape

from dutygraph.api.render import display_width, wrap
from dutygraph.api.report.plain import short
from dutygraph.api.report.tree import Forest, Place, forest
from dutygraph.graph.audit.rules import SEVERITIES

if TYPE_CHECKING:
    from dutygraph.api.audit import AuditView
    from dutygraph.api.staff import Card, Staff
    from dutygraph.graph.audit import Finding

BOX, HIGH, STEP, ROW = 184, 38, 222, 46
"""Pixels: width and height of a box, from a level to the next, from a row to the next."""

MARGIN = 8
_MARKS = {"error": "\N{BLACK SQUARE}", "warning": "\N{BLACK UP-POINTING TRIANGLE}", "info": "\N{WHITE CIRCLE}"}
_TITLE_COLUMNS, _UNIT_COLUMNS = 25, 22
_ALONE_COLUMNS = 4
_STRIP = 10


class Mark(NamedTuple):
    """The findings about a role: the gravest severity and how many of that severity."""

    severity: str
    number: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes of SVG from the upper left corner, how many rows they take, and how many pixels wide they are."""

    shapes: str
    rows: int
    width: int

    @property
    def height(self) -> int:
        """Pixels."""
        return self.rows * ROW + 2 * MARGIN

    def strips(self) -> list[tuple[int, int]]:
        """The drawing cut between rows for printing, each piece as upper edge and height."""
        edges = [0, *(MARGIN + row * ROW - (ROW - HIGH) // 2 for row in range(_STRIP, self.rows, _STRIP)), self.height]
        return [(upper, lower - upper) for upper, lower in pairwise(edges)]


def marks(findings: Sequence[Finding]) -> dict[str, Mark]:
    """By role or unit, of the findings that still ask for something."""
    found: dict[str, dict[str, int]] = {}
    for finding in findings:
        for subject in finding.subjects:
            counts = found.setdefault(subject, dict.fromkeys(SEVERITIES, 0))
            counts[finding.severity] += 1
    return {
        subject: next(Mark(severity, counts[severity]) for severity in SEVERITIES if counts[severity])
        for subject, counts in found.items()
    }


def forest_of(staff: Staff) -> Forest:
    """The forest of an organisation's roles."""
    lines = [(line.subordinate, line.superior, line.line) for line in staff.lines]
    return forest([card.id for card in staff.roles()], lines)


def draw(staff: Staff, trees: Forest, found: Mapping[str, Mark], page: str = "") -> Drawing:
    """All roles: the trees, then those on no line in a block below them. Boxes link to the cards of `page`."""
    rows = trees.places[-1].row + 1 if trees.places else 0
    depth = max((place.depth for place in trees.places), default=0)
    columns = max(depth + 1, _ALONE_COLUMNS)
    pen = _Pen(staff, found, page)
    parts = list(_ties(trees))
    row_of = {place.role: place.row for place in trees.places}
    leading = {place.parent for place in trees.places}
    parts += [
        pen.node(place, place.row - row_of.get(place.parent, place.row), place.below > 0 and place.role not in leading)
        for place in trees.places
    ]
    if trees.alone:
        gap = 1 if rows else 0
        inside = (
            pen.node(Place(role, "", number % columns, number // columns, 0), 0)
            for number, role in enumerate(trees.alone)
        )
        parts.append(f'<g class="alone" transform="translate(0,{(rows + gap) * ROW})">{"".join(inside)}</g>')
        rows += gap + -(-len(trees.alone) // columns)
        depth = max(depth, min(columns, len(trees.alone)) - 1)
    return Drawing("".join(parts), rows, depth * STEP + BOX + 2 * MARGIN)


def as_file(view: AuditView) -> str:
    """org_chart.svg: the charts of all organisations, one below another. Boxes link to report.html beside it."""
    found = marks(view.found.standing())
    parts, y, width = [], 0, 0
    for organization in view.organizations:
        if not organization.staff.roles():
            continue
        drawing = draw(organization.staff, forest_of(organization.staff), found, "report.html")
        name = escape(short(organization.name))
        parts.append(f'<text class="name" x="{MARGIN}" y="{y + 30}">{name}</text>')
        parts.append(f'<g transform="translate(0,{y + 40})">{drawing.shapes}</g>')
        y += 40 + drawing.height + ROW // 2
        width = max(width, drawing.width, 2 * MARGIN + 20 * display_width(str(name)) // 2)
    style = resources.files(__package__).joinpath("templates", "chart.css").read_text(encoding="utf-8")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {y}" width="{width}" height="{y}" '
        f'class="chart"><style>{style}</style><rect class="paper" width="100%" height="100%"/>{"".join(parts)}</svg>\n'
    )


def _at(place: Place) -> tuple[int, int]:
    return MARGIN + place.depth * STEP, MARGIN + place.row * ROW


def _ties(trees: Forest) -> Iterator[str]:
    places = {place.role: place for place in trees.places}
    for role, superior, line in trees.ties:
        d = _arc(_at(places[role]), _at(places[superior]))
        yield f'<path class="tie {line}" data-from="{role}" data-to="{superior}" d="{d}"/>'


def _arc(start: tuple[int, int], end: tuple[int, int]) -> str:
    """A curve from the right side of one box to the right side of another, bulging into the gap between columns."""
    (x, y), (to_x, to_y) = ((x + BOX, y + HIGH // 2) for x, y in (start, end))
    out = max(x, to_x) + STEP - BOX
    return f"M{x} {y}C{out} {y} {out} {to_y} {to_x} {to_y}"


@dataclass(frozen=True, slots=True)
class _Pen:
    """Draws boxes."""

    staff: Staff
    found: Mapping[str, Mark]
    page: str

    def node(self, place: Place, up: int, cut: bool = False) -> str:
        """A box with the line to its parent, which stands `up` rows higher; one that is `cut` leads to its own part."""
        card = self.staff.cards[place.role]
        mark = self.found.get(card.id)
        x, y = _at(place)
        classes = " ".join(
            ["node", card.kind, *([mark.severity] if mark else []), *(["vacant"] if card.vacant else [])]
        )
        anchor = "" if place.parent else f' id="part-{card.id}"'
        half = (STEP - BOX) // 2
        line = f'<path class="line" d="M{-2 * half} {HIGH // 2 - up * ROW}h{half}V{HIGH // 2}H0"/>'
        first, second, kind = _texts(card)
        return (
            f'<g class="{classes}"{anchor} data-role="{card.id}" data-depth="{place.depth}" '
            f'transform="translate({x},{y})">'
            f"{line if place.parent else ''}"
            f'<a href="{self.page}#{card.id}"><title>{escape(_whole(card))}</title>'
            f'<rect class="box" width="{BOX}" height="{HIGH}" rx="4"/>'
            f'<text x="11" y="{16 if second or mark else 24}">{escape(first)}</text>'
            f"{self._stripe(mark)}"
            + (f'<text class="{kind}" x="11" y="31">{escape(second)}</text>' if second else "")
            + "</a>"
            + (f'<a href="#part-{card.id}"><text x="{BOX + 8}" y="24">+{place.below}</text></a>' if cut else "")
            + "</g>"
        )

    def _stripe(self, mark: Mark | None) -> str:
        if mark is None:
            return ""
        return (
            f'<rect class="stripe" width="5" height="{HIGH}" rx="2"/>'
            f'<text class="mark" x="{BOX - 7}" y="32">{_MARKS[mark.severity]} {mark.number}</text>'
        )


def _texts(card: Card) -> tuple[str, str, str]:
    """The two lines of a box, and which kind the second is: the rest of a long title, or the unit."""
    lines = wrap(short(card.title), _TITLE_COLUMNS)
    if len(lines) > 1:
        second = lines[1] if len(lines) == 2 else _cut(lines[1], _TITLE_COLUMNS - 6) + "…"
        return lines[0], second, "rest"
    return lines[0], _cut(short(card.unit), _UNIT_COLUMNS), "unit"


def _cut(text: str, columns: int) -> str:
    """The text, cut to what fits into `columns`."""
    lines = wrap(text, columns)
    return text if len(lines) == 1 else wrap(text, columns - 1)[0] + "…"


def _whole(card: Card) -> str:
    return f"{short(card.unit)} / {short(card.title)}" if card.unit else short(card.title)
