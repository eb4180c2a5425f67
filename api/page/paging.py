"""Long lists, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Page(NamedTuple, Generic[T]):
    """The items of one page of a list, its number from 1, the number of pages, and how many items there are in all."""

    items: Sequence[T]
    number: int
    last: int
    total: int


def page_of(things: Sequence[T], number: int, size: int) -> Page[T]:
    """Page `number`, or the last one where there are fewer."""
    last = max(1, -(-len(things) // size))
    number = min(number, last)
    return Page(things[(number - 1) * size : number * size], number, last, len(things))
