"""How probable a piece of Chinese text is, from the frequencies of its words."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

_LONGEST = 4
_UNKNOWN = -17.0
_LATIN = -6.0
_OTHER = -9.0


class WordFrequencies:
    """Natural logarithms of word probabilities, from the vocabulary table `frequency`."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        total = math.log(table["total"])
        self._words = {
            word: int(power) * math.log(2) - total for power, words in table["words"].items() for word in words.split()
        }
        self._words.update(table["marks"])
        self.closing: str = table["closing"]
        self.between: str = table["between"]
        self._no_stop_after = frozenset(table["no_stop_after"].split())
        self._no_start: str = table["no_start"]

    def score(self, text: str) -> float:
        """Log probability of the best way to read `text` (Simplified) as words.

        >>> from dutygraph.graph import vocabulary
        >>> f = WordFrequencies(vocabulary.table("frequency"))
        >>> f.score("确保客户") > f.score("确矗客户")
        True
        """
        return self._best(text)[-1]

    def between_of(self, left: str, right: str) -> Callable[[str], float]:
        """A function of a character: the score of `left`, the character and `right` in one (all Simplified).

        Scoring a hundred characters in one place so costs a tenth of scoring the texts.
        """
        before = self._best(left)
        behind = [self._best(right[at:])[-1] for at in range(min(_LONGEST, len(right)) + 1)]
        starts = [(left[at:], before[at]) for at in range(max(0, len(left) - _LONGEST + 1), len(left) + 1)]
        words = self._words

        def score(character: str) -> float:
            single = words.get(character)
            best = before[-1] + behind[0] + (self._unknown(character) if single is None else single)
            for start, so_far in starts:
                for at in range(min(_LONGEST - len(start) - 1, len(right)) + 1):
                    word = words.get(start + character + right[:at])
                    if word is not None and so_far + word + behind[at] > best:
                        best = so_far + word + behind[at]
            return best

        return score

    def _best(self, text: str) -> list[float]:
        """The score of each beginning of a text."""
        words = self._words
        best = [0.0] * (len(text) + 1)
        for start, character in enumerate(text):
            if start == 0:
                best[1:] = [-math.inf] * len(text)
            so_far = best[start]
            single = words.get(character)
            value = so_far + (self._unknown(character) if single is None else single)
            best[start + 1] = max(best[start + 1], value)
            for end in range(start + 2, min(start + _LONGEST, len(text)) + 1):
                word = words.get(text[start:end])
                if word is not None and so_far + word > best[end]:
                    best[end] = so_far + word
        return best

    def commonness(self, text: str) -> float:
        """Mean log probability of the characters of `text` (Simplified) by themselves."""
        return sum(self._words.get(c, self._unknown(c)) for c in text) / len(text)

    def is_word(self, text: str) -> bool:
        """Whether `text` (Simplified) is a word of the table."""
        return text in self._words

    def parts_sentences(self, left: str, right: str) -> bool:
        """Whether a full stop may stand between two pieces of Simplified text."""
        if not left or not (left[-1].isalnum() or left[-1] in self.closing):
            return False
        last = next((left[-size:] for size in range(_LONGEST - 1, 0, -1) if left[-size:] in self._words), "")
        if last in self._no_stop_after:
            return False
        if not right or right[0] not in self._no_start:
            return True
        return any(right[:size] in self._words for size in range(2, _LONGEST))

    @staticmethod
    def _unknown(character: str) -> float:
        if character.isascii() or "\uff01" <= character <= "\uff5e":
            return _LATIN if character.isalnum() else _OTHER
        return _UNKNOWN
