"""The frame of a bench module: its function `figures()` yields what it measured; it is called by the module's name."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from typing import Literal, TypedDict


class Figure(TypedDict):
    """One measured comparison; `what` names the unit and says what the ratio is of."""

    figure: str
    ours: float
    other: float
    ratio: float
    better: Literal["higher", "lower"]
    what: str


def figure(
    name: str, ours: float, other: float, *, ratio: float, better: Literal["higher", "lower"], what: str
) -> Figure:
    """A figure, rounded to what a machine that does other things as well can show."""
    return {
        "figure": name,
        "ours": round(ours, 4),
        "other": round(other, 4),
        "ratio": round(ratio, 3),
        "better": better,
        "what": what,
    }


def in_turn(ours: Callable[[], float], other: Callable[[], float], rounds: int) -> tuple[float, float]:
    """The medians of both sides, run alternately, so that a slow minute of the machine meets both."""
    pairs = [(ours(), other()) for _ in range(rounds)]
    return statistics.median(mine for mine, _ in pairs), statistics.median(theirs for _, theirs in pairs)
