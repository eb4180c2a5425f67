"""Limits of an answer as ladders: amounts from left to right, each holder's stretch of them as a bar."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from markupsafe import escape

from dutygraph.api.report.chart import as_svg
from dutygraph.api.report.plain import short

_LEFT, _WIDTH, _ROW, _HEAD, _MARGIN = 250, 480, 40, 52, 8
_NARROWEST = 6
_DECIDING = ("approve", "decide")


class _Bar(NamedTuple):
    """Who may do what from `low` to `high`; no limit is 0 and infinity. `limited` says whether any is stated."""

    name: str
    note: str
    low: float
    high: float
    limited: bool
    decides: bool
    tip: str


def ladders(rows: Sequence[Mapping[str, Any]], amount: float | None) -> str:
    """SVG of the rows of `who_approves` or `may_decide`: a ladder for each matter and quantity, with a mark at the
    amount that was asked about.

    The distance from one limit to the next is the same whatever their amounts, so that small ones stay visible.
    """
    panels: dict[tuple[str, str], list[_Bar]] = {}
    for row in rows:
        panels.setdefault((row["matter"], row["quantity"] or ""), []).append(_bar(row))
    shapes, y = [], 0
    for (matter, quantity), bars in panels.items():
        shapes.append(f'<g transform="translate(0,{y})">{"".join(_panel(matter, quantity, bars, amount))}</g>')
        y += _HEAD + len(bars) * _ROW + 2 * _MARGIN
    return as_svg("".join(shapes), _LEFT + _WIDTH + 3 * _MARGIN, y)


def read_amounts(text: str) -> tuple[float, float]:
    """The ends of an interval as an answer writes it; 0 and infinity where one is open.

    >>> read_amounts("> 5000, ≤ 20000")
    (5000.0, 20000.0)
    """
    ends = dict(re.findall(r"([<>≤≥]) ([0-9.]+)", text))
    low = ends.get(">") or ends.get("≥") or "0"
    high = ends.get("<") or ends.get("≤") or "inf"
    return float(low), float(high)


def _bar(row: Mapping[str, Any]) -> _Bar:
    if "amounts" in row:  # of who_approves, else of may_decide
        low, high = read_amounts(row["amounts"] or "")
        name = f"{row['unit']}/{row['holder']}" if row["unit"] else row["holder"]
        act = row["act"] if row["part"] != "nearest" else f"{row['act']}, nearest"
        decides = row["part"] == "decides"
    else:
        low, high = row["limit_min"] or 0.0, math.inf if row["limit_max"] is None else row["limit_max"]
        name, act, decides = row["act"], row["basis"], row["act"] in _DECIDING
    step = f"{row['step']} " if row["step"] else ""
    note = ", ".join(part for part in (act, row["condition"]) if part)
    return _Bar(step + name, note, low, high, (low, high) != (0.0, math.inf), decides, row["limit_text"] or "")


def _panel(matter: str, quantity: str, bars: Sequence[_Bar], amount: float | None) -> Iterator[str]:
    """The shapes of one ladder."""
    ends = sorted({0.0, *(end for bar in bars for end in (bar.low, bar.high) if end < math.inf)})
    scale = _Scale(ends)
    bottom = _HEAD + len(bars) * _ROW
    title = f"{short(matter, 60)} ({quantity})" if quantity else short(matter, 60)
    yield f'<text x="{_MARGIN}" y="20" style="font-weight:600">{escape(title)}</text>'
    for end in ends if len(ends) > 1 else ():
        x = scale.at(end)
        yield f'<path class="line" d="M{x:g} {_HEAD - 8}V{bottom}"/>'
        yield f'<text class="unit" x="{x:g}" y="{_HEAD - 12}" style="text-anchor:middle">{end:,.10g}</text>'
    for place, bar in enumerate(bars):
        yield from _drawn(bar, scale, _HEAD + place * _ROW)
    if amount is not None and len(ends) > 1:
        x = scale.at(amount)
        yield f'<path d="M{x:g} {_HEAD - 8}V{bottom + 6}" style="stroke:var(--error);stroke-width:2"/>'
        yield (
            f'<text class="unit" x="{x:g}" y="{bottom + 14}" style="fill:var(--error);text-anchor:middle">'
            f"{amount:,.10g}</text>"
        )


def _drawn(bar: _Bar, scale: _Scale, y: int) -> Iterator[str]:
    """One bar with the name of its holder; an arrow where it has no end, a dashed frame where no limit is stated."""
    left = scale.at(bar.low)
    width = max(scale.at(bar.high) - left, _NARROWEST)
    look = "stroke:var(--info);" + ("fill:var(--info);fill-opacity:.55" if bar.decides else "fill:none")
    dash = "" if bar.limited else ";stroke-dasharray:4 3"
    yield f'<text x="{_MARGIN}" y="{y + 16}">{escape(short(bar.name, 30))}</text>'
    yield f'<text class="unit" x="{_MARGIN}" y="{y + 31}">{escape(short(bar.note, 40))}</text>'
    yield (
        f'<rect x="{left:g}" y="{y + 6}" width="{width:g}" height="22" rx="3" style="{look}{dash}">'
        f"<title>{escape(short(bar.tip))}</title></rect>"
    )
    if bar.high == math.inf:
        tip = left + width
        yield f'<path d="M{tip - 9:g} {y + 11}l7 6l-7 6" style="fill:none;stroke:var(--ink)"/>'


class _Scale:
    """Pixels of amounts: limits stand at equal distances, what lies between them in proportion."""

    def __init__(self, ends: Sequence[float]) -> None:
        self._ends = ends
        self._step = _WIDTH / len(ends)  # the last stretch is open

    def at(self, amount: float) -> float:
        if amount == math.inf:
            return _LEFT + _WIDTH
        place = bisect_right(self._ends, amount) - 1
        low = self._ends[place]
        if place + 1 == len(self._ends):
            return _LEFT + (place + (0.5 if amount > low else 0)) * self._step
        return _LEFT + (place + (amount - low) / (self._ends[place + 1] - low)) * self._step
