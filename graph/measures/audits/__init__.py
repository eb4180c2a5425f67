"""Rules of the audit that Cypher cannot judge: pure functions over an organisation's facts.

A function that `computed_by` in the head of a rule names takes the `Organization` and the rule's benchmarks by name,
and returns `Judged`. Its rows have the columns of the head, in their order; they come in any order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from dutygraph.graph.measures.bands import Band

Values: TypeAlias = Mapping[str, float]
"""The figures of a benchmark by name."""

Benchmarks: TypeAlias = Mapping[str, Values]
"""Benchmarks of a rule by name, without the name of their group."""


class Judged(NamedTuple):
    """Violations: their rows, for each row the ids of the facts it rests on, and out of how many they are; `untold` are
    as many more, which are only counted."""

    rows: list[tuple[Any, ...]]
    evidence: list[Sequence[str]]
    population: int
    untold: int = 0


class Violations:
    """Gathers rows and their facts."""

    def __init__(self) -> None:
        self._rows: list[tuple[Any, ...]] = []
        self._evidence: list[Sequence[str]] = []

    def add(self, *values: Any, facts: Sequence[str]) -> None:
        """A violation; a fact named twice counts once."""
        self._rows.append(values)
        self._evidence.append(list(dict.fromkeys(facts)))

    def __len__(self) -> int:
        return len(self._rows)

    def of(self, population: int, untold: int = 0) -> Judged:
        """All of them, out of so many; `untold` are those beyond, which are only counted."""
        return Judged(self._rows, self._evidence, population, untold)


def band_value(band: Band, quantity: str | None) -> dict[str, Any]:
    """A band as a column's value: decimals as texts."""
    return {
        "low": f"{band.low.normalize():f}",
        "high": None if band.high is None else f"{band.high.normalize():f}",
        "low_inclusive": band.low_inclusive,
        "high_inclusive": band.high_inclusive,
        "quantity": quantity,
    }
