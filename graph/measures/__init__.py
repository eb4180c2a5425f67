"""Measures that Cypher cannot give: pure functions over columns, without an engine, a file, or a clock.

A function that finishes a question (`computed_by` in its head) takes the columns its statements returned, the
parameters, and the names of the organisation's roles and units by id, and returns `Computed`. It must not depend on the
order of the columns' values: engines return them in any.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

Columns: TypeAlias = Mapping[str, Sequence[Any]]


class Name(NamedTuple):
    """What a role or unit is called, and the unit it stands in ('' where none is stated)."""

    title: str
    unit: str


Names: TypeAlias = Mapping[str, Name]


class Computed(NamedTuple):
    """The rows of an answer, for each row the ids of the facts it rests on, and what a reader should be warned of."""

    rows: list[tuple[Any, ...]]
    evidence: Sequence[Sequence[str]]
    warnings: list[str]


def listed(ids: Sequence[str], names: Names, most: int = 5) -> str:
    """Titles for a warning, the first `most` of them.

    >>> listed(["a", "b"], {"a": Name("Manager", "Sales"), "b": Name("Clerk", "")})
    'Sales/Manager, Clerk'
    """
    shown = [f"{names[i].unit}/{names[i].title}" if names[i].unit else names[i].title for i in ids[:most]]
    return ", ".join(shown) + (f" and {len(ids) - most} more" if len(ids) > most else "")
