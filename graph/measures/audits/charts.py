"""Which claims on duties are the letters of a RACI chart: the graph holds them as duties with modes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

CERTAIN_ROWS = 2
"""Rows that are certainly a chart's, from which their table is taken for one."""

_NUMBER = re.compile(r"\d+(?=\D*$)")


class Claim(Protocol):
    """What is looked at of an owner's hold on a duty."""

    @property
    def id(self) -> str: ...
    @property
    def owner(self) -> str: ...
    @property
    def duty(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def mode(self) -> str: ...


class Row(NamedTuple):
    """A task of a chart and what each owner has to do with it; `chart` names the table it stands in."""

    chart: str
    duty: str
    text: str
    claims: tuple[Claim, ...]

    def owners(self, modes: Sequence[str]) -> list[str]:
        """Who has one of the modes, in order."""
        return sorted({claim.owner for claim in self.claims if claim.mode in modes})

    @property
    def facts(self) -> list[str]:
        """The facts of the row."""
        return [claim.id for claim in self.claims]


class _Place(NamedTuple):
    document: str
    table: str
    number: int


def chart_rows(claims: Sequence[Claim], facts: Mapping[str, Sequence[str]]) -> list[Row]:
    """The rows of all charts. Certainly a row: one sentence that gives several owners different modes. Those of a
    document whose locators differ in their last number only make a table; what stands between them or follows on
    without a gap belongs to it too, though one owner alone has a letter there."""
    by_place: dict[_Place, list[Claim]] = defaultdict(list)
    certain: dict[tuple[str, str], set[int]] = defaultdict(set)
    for alike in _sentences(claims, facts).values():
        place = _place(facts[alike[0].id])
        by_place[place] += alike
        if len({claim.owner for claim in alike}) > 1 and len({claim.mode for claim in alike}) > 1:
            certain[place[:2]].add(place.number)
    stated: dict[tuple[str, str], set[int]] = defaultdict(set)
    for place in by_place:
        stated[place[:2]].add(place.number)
    found: list[Row] = []
    for table, numbers in sorted(certain.items()):
        if len(numbers) >= CERTAIN_ROWS:
            for number in sorted(_grown(numbers, stated[table])):
                found += _rows_at(f"{table[0]} {table[1]}", by_place[_Place(*table, number)])
    return found


def _sentences(
    claims: Sequence[Claim], facts: Mapping[str, Sequence[str]]
) -> Mapping[tuple[str, str, str], list[Claim]]:
    """Claims by the sentence that first states them: document, place, duty."""
    found: dict[tuple[str, str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        if sentence := first_sentence(facts.get(claim.id, ())):
            found[(*sentence, claim.duty)].append(claim)
    return found


def first_sentence(fact: Sequence[str]) -> tuple[str, str] | None:
    """Document and span of a fact's first sentence, None where it has none or stands nowhere."""
    count = len(fact) // 4
    return (fact[1], fact[1 + 3 * count]) if count and fact[1 + 3 * count] else None


def _place(fact: Sequence[str]) -> _Place:
    locator = fact[1 + 2 * (len(fact) // 4)]
    numbers = _NUMBER.findall(locator)
    return _Place(fact[1], _NUMBER.sub("#", locator), int(numbers[0]) if numbers else 0)


def _grown(certain: set[int], stated: set[int]) -> set[int]:
    """The stated numbers from the first certain one to the last, and those that follow on at either end."""
    first, last = min(certain), max(certain)
    while first - 1 in stated:
        first -= 1
    while last + 1 in stated:
        last += 1
    return {number for number in stated if first <= number <= last}


def _rows_at(chart: str, claims: Sequence[Claim]) -> Iterator[Row]:
    by_duty: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_duty[claim.duty].append(claim)
    for duty, of_duty in sorted(by_duty.items()):
        yield Row(chart, duty, of_duty[0].text, tuple(of_duty))
