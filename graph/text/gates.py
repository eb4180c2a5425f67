"""Gates: which of many patterns a text is worth asking for, told by the characters that stand in it.

A pattern like `向{X}(?:汇报|报告)` can only match where 向 stands, and most texts have none. What a pattern needs is
read from the pattern itself, so words of a vocabulary need no second list beside them that might disagree.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Any, Generic, TypeVar

_T = TypeVar("_T")
# The parser of `re`, whose name changed; it has no types.
_parser: Any = import_module("re._parser" if sys.version_info >= (3, 11) else "sre_parse")
_MOST = 64
"""Characters at most of a set that is worth looking for."""


class Gates(Generic[_T]):
    """Patterns, each with what belongs to it; `open` names those that may match."""

    def __init__(self, patterns: Iterable[tuple[re.Pattern[str], _T]]) -> None:
        self._all = tuple(patterns)
        needs = [needed(pattern) for pattern, _ in self._all]
        self._needs = tuple(zip(needs, self._all, strict=True))
        known = [need for need in needs if need is not None]
        # Where a pattern may match any text, there is nothing to look for.
        self._any = re.compile(_one_of(frozenset().union(*known))) if known and len(known) == len(needs) else None

    def open(self, text: str, start: int, end: int) -> Sequence[tuple[re.Pattern[str], _T]]:
        """The patterns that `text[start:end]` has the characters for, in their order; the others match nowhere in it.

        >>> gates = Gates([(re.compile("向.{1,9}(?:汇报|报告)"), "report"), (re.compile("由.{1,9}领导"), "led")])
        >>> [name for _, name in gates.open("定期向经理汇报", 0, 7)]
        ['report']
        """
        if self._any is None:
            return self._all
        found = self._any.findall(text, start, end)
        if not found:
            return ()
        return [pattern for need, pattern in self._needs if need is None or not need.isdisjoint(found)]


def needed(pattern: re.Pattern[str]) -> frozenset[str] | None:
    """Characters of which every match of `pattern` holds at least one, the fewest that can be told; None for no such.

    >>> sorted(needed(re.compile("(?:在|于).+之?(?:下|内|前)")))
    ['于', '在']
    """
    return None if pattern.flags & re.IGNORECASE else _of_all(_parser.parse(pattern.pattern, pattern.flags))


def _of_all(parts: Iterable[tuple[Any, Any]]) -> frozenset[str] | None:
    """What parts that all have to match need: the smallest set of one of them."""
    sets = [found for part in parts if (found := _of_part(*part)) is not None]
    return min(sets, key=len, default=None)


def _of_part(kind: Any, value: Any) -> frozenset[str] | None:
    name = str(kind)
    if name == "LITERAL":
        return frozenset(chr(value))
    if name == "IN":
        return _of_set(value)
    if name == "BRANCH":
        sets = [_of_all(branch) for branch in value[1]]
        return frozenset().union(*sets) if all(sets) else None  # type: ignore[arg-type]
    if name == "SUBPATTERN":
        _, flags, _, parts = value
        return None if flags & re.IGNORECASE else _of_all(parts)
    if name in ("MAX_REPEAT", "MIN_REPEAT"):
        least, _, repeated = value
        return _of_all(repeated) if least else None
    return None


def _of_set(members: Iterable[tuple[Any, Any]]) -> frozenset[str] | None:
    found: set[str] = set()
    for kind, value in members:
        if str(kind) == "LITERAL":
            found.add(chr(value))
        elif str(kind) == "RANGE" and value[1] - value[0] < _MOST:
            found.update(map(chr, range(value[0], value[1] + 1)))
        else:
            return None  # all but some, or a class like \w
    return frozenset(found) if len(found) <= _MOST else None


def _one_of(characters: Iterable[str]) -> str:
    return f"[{re.escape(''.join(sorted(characters)))}]"
