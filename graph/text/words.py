"""Words as patterns and as endings, for texts of both scripts and of Latin letters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first, branching on the first character.

    `re` tries the branches of an alternation one by one; grouped by first character it tries few.
    """
    by_first: dict[str, list[str]] = {}
    for word in sorted(set(words), key=lambda w: (-len(w), w)):
        by_first.setdefault(word[0], []).append(word[1:])
    branches = []
    for first, rests in by_first.items():
        rest = "|".join(re.escape(rest) for rest in rests if rest)
        optional = "?" if "" in rests else ""
        branches.append(re.escape(first) + (f"(?:{rest}){optional}" if rest else ""))
    return "(?:" + "|".join(branches) + ")"


def spelled(words: Iterable[str]) -> str:
    """A pattern for words of any script; words in Latin letters stand alone."""
    words = list(words)
    latin = [word for word in words if _is_latin(word[0])]
    other = [word for word in words if not _is_latin(word[0])]
    parts = [any_of(other)] if other else []
    return "(?:" + "|".join([*parts, *([rf"(?<![a-z]){any_of(latin)}(?![a-z])"] if latin else [])]) + ")"


def firsts(words: Iterable[str]) -> str:
    """The first characters of the words, for a character class."""
    return re.escape("".join(sorted({word[0] for word in words})))


def guarded(words: Iterable[str], unless_before: Mapping[str, str], unless_after: Mapping[str, str]) -> str:
    """A pattern for any of the words, some of them not before or after certain characters: 经 but not 经理."""
    words = list(words)
    plain = [word for word in words if word not in unless_before and word not in unless_after]
    branches = [spelled(plain)] if plain else []
    for word in words:
        if word not in plain:
            after = f"(?<![{unless_after[word]}])" if word in unless_after else ""
            before = f"(?![{unless_before[word]}])" if word in unless_before else ""
            branches.append(after + re.escape(word) + before)
    return "(?:" + "|".join(branches) + ")"


def finder(words: Iterable[str], behind: str = "") -> re.Pattern[str]:
    """Finds any of the words in a long text; `behind` is a pattern for what follows."""
    words = list(words)
    return re.compile(rf"(?=[{firsts(words)}]){spelled(words)}{behind}")


def by_word(table: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """The key under which each word of a table stands."""
    return {word: key for key, words in table.items() for word in words}


class Endings:
    """Which of many words a text ends in; a look-up for each length instead of a search at each place."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        lengths: dict[str, set[int]] = {}
        for word in self._words:
            lengths.setdefault(word[-1], set()).add(len(word))
        self._lengths = {last: sorted(found, reverse=True) for last, found in lengths.items()}

    def length(self, text: str, start: int, end: int) -> int:
        """Characters of the longest of the words that `text[start:end]` ends in, 0 for none."""
        if end <= start:
            return 0
        for length in self._lengths.get(text[end - 1], ()):
            at = end - length
            if at >= start and text[at:end] in self._words:
                if at > start and _is_latin(text[at]) and _is_latin(text[at - 1]):
                    continue  # in the middle of a Latin word
                return length
        return 0

    def strip(self, text: str, start: int, end: int) -> int:
        """The end of `text[start:end]` without such words and white space behind it."""
        while end > start:
            last = text[end - 1]
            if last == " ":
                end -= 1
            elif last in self._lengths and (length := self.length(text, start, end)):
                end -= length
            else:
                break
        return end


def _is_latin(character: str) -> bool:
    return "a" <= character <= "z"
