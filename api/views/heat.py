"""Overlapping duties of an answer as a heat map: owners against owners, in each cell the pairs they share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import escape

from dutygraph.api.render import display_width
from dutygraph.api.report.chart import as_svg
from dutygraph.api.report.heat import heat
from dutygraph.api.report.plain import short

_CELL, _TOP, _MARGIN = 30, 34, 8
_COLUMN = 7
"""Pixels that a column of a terminal takes; a Chinese character takes two."""


def heat_map(rows: Sequence[Mapping[str, Any]]) -> str:
    """SVG of the rows of `overlapping_duties`: owners have numbers, and the surer an overlap, the darker its cell.

    Pairs that are so by design are left out, and of many owners those with the fewest pairs.
    """
    found = heat(rows)
    names = [short(f"{number} {unit}/{title}" if unit else f"{number} {title}", 40)
             for number, (_, title, unit) in enumerate(found.owners, 1)]  # fmt: skip
    left = _MARGIN + _COLUMN * max(map(display_width, names), default=0) + _MARGIN
    square = f'width="{_CELL}" height="{_CELL}"'
    shapes = [f'<text class="unit" x="{_MARGIN}" y="20">{escape(_below(found.left_out))}</text>']
    for row, (id_, _, _) in enumerate(found.owners):
        y = _TOP + row * _CELL
        shapes.append(f'<text x="{_MARGIN}" y="{y + 20}">{escape(names[row])}</text>')
        shapes.append(_centred(left + row * _CELL, _TOP - _CELL, str(row + 1)))
        for column, (other, _, _) in enumerate(found.owners):
            x = left + column * _CELL
            cell = found.cells.get((id_, other))
            shade = 0.0 if cell is None else 0.15 * cell.level
            shapes.append(
                f'<g><rect class="box" x="{x}" y="{y}" {square}/>'
                f'<rect x="{x}" y="{y}" {square} style="fill:var(--error);fill-opacity:{shade:g}"/>'
                + (f"<title>{escape(names[row])} × {escape(names[column])}: {len(cell.pairs)}</title>" if cell else "")
                + (_centred(x, y, str(len(cell.pairs))) if cell else "")
                + "</g>"
            )
    size = len(found.owners) * _CELL
    return as_svg("".join(shapes), max(left + size, 320) + _MARGIN, _TOP + size + _MARGIN)


def _below(left_out: int) -> str:
    return f"{left_out} more owners" if left_out else ""


def _centred(x: int, y: int, text: str) -> str:
    return f'<text x="{x + _CELL // 2}" y="{y + 20}" style="text-anchor:middle">{text}</text>'
