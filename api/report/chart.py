"""Organisation charts as SVG: a tree from left to right, names upright, one row a role (docs/audit.md#the-chart).

Lines that are not the tree's are dashed arcs behind the boxes and move nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import escape

from dutygraph.api.render import display_width, wrap
from dutygraph.api.report.plain import short
from dutygraph.api.report.tree import Forest, Place, Tie, forest
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
ALONE_COLUMNS, STRIP = 4, 12
"""Roles on no line stand in so many columns; a printed piece has so many rows."""


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


class Links(NamedTuple):
    """How the addresses begin to which a chart leads; the id of a role ends them."""

    card: str = "#"
    part: str = "#part-"


HERE = Links()
"""Cards and parts stand in the page of the chart."""


def draw(
    staff: Staff, trees: Forest, found: Mapping[str, Mark], *, links: Links | None = HERE, part: bool = False
) -> Drawing:
    """All roles: the trees, then those on no line in a block below them. Boxes link to their cards, without `links`
    they lead nowhere; of a `part` the tops are named, so that other parts can lead to them."""
    rows = trees.places[-1].row + 1 if trees.places else 0
    depth = max((place.depth for place in trees.places), default=0)
    pen = _Pen(staff, found, links, part)
    parts = [*_ties(trees, {place.role: place for place in trees.places}), *pen.nodes(trees.places)]
    if trees.alone:
        gap = 1 if rows else 0
        parts.append(f'<g class="alone" transform="translate(0,{(rows + gap) * ROW})">{pen.block(trees.alone)}</g>')
        rows += gap + -(-len(trees.alone) // ALONE_COLUMNS)
        depth = max(depth, min(ALONE_COLUMNS, len(trees.alone)) - 1)
    return Drawing("".join(parts), rows, depth * STEP + BOX + 2 * MARGIN)


def strips(staff: Staff, trees: Forest, found: Mapping[str, Mark]) -> Iterator[tuple[str, int, int]]:
    """The chart cut between rows for printing, `STRIP` rows a piece: shapes, upper edge and height of each."""
    pen = _Pen(staff, found, HERE, False)
    places = {place.role: place for place in trees.places}
    last = {place.parent: place for place in trees.places if place.parent}
    nodes = list(pen.nodes(trees.places))
    for start in range(0, trees.places[-1].row + 1 if trees.places else 0, STRIP):
        end = start + STRIP
        passing = (
            _passing(places[role], end)
            for role, child in last.items()
            if places[role].row < end <= child.row
        )  # fmt: skip
        shown = (node for node, place in zip(nodes, trees.places, strict=True) if start <= place.row < end)
        ties = _ties(trees._replace(ties=[tie for tie in trees.ties if _meets(tie, places, start, end)]), places)
        yield "".join((*ties, *passing, *shown)), start * ROW, STRIP * ROW
    for first in range(0, len(trees.alone), ALONE_COLUMNS * STRIP):
        several = trees.alone[first : first + ALONE_COLUMNS * STRIP]
        yield pen.block(several), 0, -(-len(several) // ALONE_COLUMNS) * ROW + MARGIN


def _passing(parent: Place, end: int) -> str:
    """The line from a role to reports below row `end`."""
    x, y = _at(parent)
    return f'<path class="line" d="M{x + BOX} {y + HIGH // 2}h{(STEP - BOX) // 2}V{end * ROW}"/>'


def _meets(tie: Tie, places: Mapping[str, Place], start: int, end: int) -> bool:
    rows = places[tie.role].row, places[tie.superior].row
    return min(rows) < end and max(rows) >= start


def as_file(view: AuditView) -> str:
    """org_chart.svg: the charts of all organisations, one below another. Boxes link to report.html beside it."""
    found = marks(view.found.standing())
    parts, y, width = [], 0, 0
    for organization in view.organizations:
        if not organization.staff.roles():
            continue
        drawing = draw(organization.staff, forest_of(organization.staff), found, links=Links("report.html#"))
        name = escape(short(organization.name))
        parts.append(f'<text class="name" x="{MARGIN}" y="{y + 30}">{name}</text>')
        parts.append(f'<g transform="translate(0,{y + 40})">{drawing.shapes}</g>')
        y += 40 + drawing.height + ROW // 2
        width = max(width, drawing.width, 2 * MARGIN + 20 * display_width(str(name)) // 2)
    return as_svg("".join(parts), width, y)


def as_svg(shapes: str, width: int, height: int) -> str:
    """A drawing of so many pixels that stands by itself."""
    style = resources.files(__package__).joinpath("templates", "chart.css").read_text(encoding="utf-8")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'class="chart"><style>{style}</style><rect class="paper" width="100%" height="100%"/>{shapes}</svg>\n'
    )


def _at(place: Place) -> tuple[int, int]:
    return MARGIN + place.depth * STEP, MARGIN + place.row * ROW


def _ties(trees: Forest, places: Mapping[str, Place]) -> Iterator[str]:
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
    links: Links | None
    part: bool

    def nodes(self, places: Sequence[Place]) -> Iterator[str]:
        """The boxes of trees."""
        rows = {place.role: place.row for place in places}
        leading = {place.parent for place in places}
        for place in places:
            up = place.row - rows.get(place.parent, place.row)
            yield self.node(place, up, place.below > 0 and place.role not in leading)

    def block(self, roles: Sequence[str]) -> str:
        """Boxes side by side."""
        places = (
            Place(role, "", depth=number % ALONE_COLUMNS, row=number // ALONE_COLUMNS, below=0)
            for number, role in enumerate(roles)
        )
        return "".join(self.node(place, 0) for place in places)

    def node(self, place: Place, up: int, cut: bool = False) -> str:
        """A box with the line to its parent, which stands `up` rows higher; one that is `cut` leads to its own part."""
        card = self.staff.cards[place.role]
        mark = self.found.get(card.id)
        x, y = _at(place)
        classes = " ".join(
            ["node", card.kind, *([mark.severity] if mark else []), *(["vacant"] if card.vacant else [])]
        )
        anchor = f' id="part-{card.id}"' if self.part and not place.parent else ""
        half = (STEP - BOX) // 2
        line = f'<path class="line" d="M{-2 * half} {HIGH // 2 - up * ROW}h{half}V{HIGH // 2}H0"/>'
        first, second, kind = _texts(card)
        opened, closed = (f'<a href="{self.links.card}{card.id}">', "</a>") if self.links else ("<g>", "</g>")
        return (
            f'<g class="{classes}"{anchor} data-role="{card.id}" data-depth="{place.depth}" '
            f'transform="translate({x},{y})">'
            f"{line if place.parent else ''}"
            f"{opened}<title>{escape(_whole(card))}</title>"
            f'<rect class="box" width="{BOX}" height="{HIGH}" rx="4"/>'
            f'<text x="11" y="{16 if second or mark else 24}">{escape(first)}</text>'
            f"{self._stripe(mark)}"
            + (f'<text class="{kind}" x="11" y="31">{escape(second)}</text>' if second else "")
            + closed
            + (
                f'<a href="{self.links.part}{card.id}"><text x="{BOX + 8}" y="24">+{place.below}</text></a>'
                if cut and self.links
                else ""
            )
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
        second = lines[1] if len(lines) == 2 else wrap(lines[1], _TITLE_COLUMNS - 6)[0].rstrip("…") + "…"
        return lines[0], second, "rest"
    return lines[0], _cut(short(card.unit), _UNIT_COLUMNS), "unit"


def _cut(text: str, columns: int) -> str:
    """The text, cut to what fits into `columns`."""
    lines = wrap(text, columns)
    return text if len(lines) == 1 else wrap(text, columns - 1)[0] + "…"


def _whole(card: Card) -> str:
    return f"{short(card.unit)} / {short(card.title)}" if card.unit else short(card.title)
