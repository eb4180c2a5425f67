"""Duties in pieces: what each clause does to which matter, and how far one piece holds the matter of another.

Clauses and words are those of `graph.text.acts`, likeness and weight of words those of `graph.measures.overlaps.words`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import groupby
from typing import NamedTuple

from dutygraph.graph import vocabulary
from dutygraph.graph.measures.audits.titles import words
from dutygraph.graph.measures.overlaps.words import likeness, weight
from dutygraph.graph.text.acts import Word, parse
from dutygraph.graph.text.folding import fold

_ROUNDED = 1e-9
"""How far two sums of the same weights may lie apart."""

NEAR = 0.6
"""Likeness from which a word stands for another: a synonym, or a word that holds it."""

TELLING = 0.8
"""Weight that the matter of a piece must have to be searched for: one telling word."""

_HELP = "assist"
_EDGES = re.compile(r"^\W+|\W+$")
_OF = re.compile("|".join(vocabulary.default().titles["of"]))


class Piece(NamedTuple):
    """One clause. `acts` are (verb, class) in order; `matter` words with what each weighs; `helps` where it only helps,
    then `helped` is whom, as written, '' where nobody is named."""

    text: str
    acts: tuple[tuple[str, str], ...]
    matter: tuple[tuple[str, float], ...]
    helps: bool
    helped: str

    @property
    def mass(self) -> float:
        """What the matter weighs in all."""
        return sum(value for _, value in self.matter)

    def does(self, classes: Iterable[str]) -> bool:
        """Whether one of its acts is of one of the classes."""
        return any(kind in classes for _, kind in self.acts)


@lru_cache(maxsize=300_000)
def pieces(text: str) -> tuple[Piece, ...]:
    """The clauses of a duty that say something.

    >>> [(p.helps, p.helped, [w for w, _ in p.matter]) for p in pieces("协助销售总监处理投诉，审核订单")]
    [(True, '销售总监', ['投诉']), (False, '', ['订单'])]
    """
    parsed = parse(text)
    found = []
    clauses = [list(group) for _, group in groupby(parsed.words, key=lambda word: word.clause)]
    ends = [*(clause[0].start for clause in clauses[1:]), *([len(parsed.text)] if clauses else [])]
    for clause, ends_at in zip(clauses, ends, strict=True):
        acts = tuple((word.text, word.verb_class or "execute") for word in clause if word.part == "act")
        first = next((word for word in clause if word.part == "act"), None)
        helps = first is not None and first.verb_class == _HELP
        start, end = _helped(parsed.text, clause, first) if helps and first else (0, 0)
        matter = {
            word.text: max(0.0, word.weight * weight(word.text))
            for word in clause
            if word.part == "matter" and not (start <= word.start < end) and word.text[:1] != "!"
        }
        if acts or matter:
            found.append(
                Piece(
                    _EDGES.sub("", parsed.text[clause[0].start : ends_at]),
                    acts,
                    tuple(matter.items()),
                    helps,
                    _EDGES.sub("", parsed.text[start:end]),
                )
            )
    return tuple(found)


def _helped(text: str, clause: Sequence[Word], first: Word) -> tuple[int, int]:
    """Where the text says whom the clause helps: between the helping verb and the next act or filler verb."""
    start = first.end
    while start < len(text) and text[start].isascii() and text[start].isalpha():  # the rest of a form: assist|s
        start += 1
    if first.text in words("duties", "takes_part"):
        return start, start
    parties = {word.start for word in clause if word.part == "party"}  # 营销|经理: a verb may begin a title
    later = [word.start for word in clause
             if word.start > first.start and word.part == "act" and word.end not in parties]  # fmt: skip
    until = min(later, default=-1)
    for verb in words("duties", "filler_verbs"):
        at = text.find(verb, start, clause[-1].end)
        if start < at and (until < 0 or at < until):
            until = at
    if until < 0:  # what stands right before the end of the last party is all there is
        until = max((word.end for word in clause if word.start in parties and word.start >= start), default=start)
    return (start, until) if until > start and not _OF.search(text, start, until) else (start, start)


def attends(piece: Piece) -> bool:
    """Whether a piece is about being present: a meeting, a training, or a verb of attendance.

    >>> [attends(pieces(text)[0]) for text in ("参加公司例会", "参与合同谈判")]
    [True, False]
    """
    return any(verb in words("duties", "attends") for verb, _ in piece.acts) or any(
        fold(word) in words("duties", "attendance") for word, _ in piece.matter
    )


def covered(piece: Piece, by: Iterable[Piece], *, core: bool = False) -> float:
    """The greatest share, by weight, of a piece's matter that one of the others holds; `core` leaves out plans and what
    is too general."""
    wanted = core_matter(piece) if core else piece.matter
    return max((share(wanted, other) for other in by), default=0.0)


def share(wanted: Sequence[tuple[str, float]], other: Piece) -> float:
    """The share, by weight, of matter words that a piece has or has near words for, among its acts too."""
    total = sum(value for _, value in wanted)
    if not total:
        return 0.0
    held = [word for word, _ in other.matter] + [verb for verb, _ in other.acts]
    return sum(value for word, value in wanted if any(_near(word, each) for each in held)) / total


def found_in(wanted: Sequence[tuple[str, float]], others: Iterable[Piece]) -> float:
    """The share, by weight, of matter words that stand, or near words of which stand, anywhere in the others."""
    total = sum(value for _, value in wanted)
    held = {word for piece in others for word in (*(w for w, _ in piece.matter), *(verb for verb, _ in piece.acts))}
    return sum(value for word, value in wanted if any(_near(word, each) for each in held)) / total if total else 0.0


def core_matter(piece: Piece) -> tuple[tuple[str, float], ...]:
    """The matter without words for plans and words too general to be what a plan is about."""
    left_out = {*words("duties", "plans"), *words("duties", "general")}
    return tuple((word, value) for word, value in piece.matter if fold(word) not in left_out)


@lru_cache(maxsize=1_000_000)
def _near(a: str, b: str) -> bool:
    return likeness(a, b) >= NEAR


class Index:
    """Pieces by the characters of their matter, so that those that may hold a word are found without looking at all."""

    def __init__(self, found: Iterable[tuple[str, Piece]]) -> None:
        """`found` are pieces with the id of whatever they belong to."""
        self.entries = list(found)

    @cached_property
    def _by_word(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for place, (_, piece) in enumerate(self.entries):
            for word in {*(word for word, _ in piece.matter), *(verb for verb, _ in piece.acts)}:
                places.setdefault(word, []).append(place)
        return places

    @lru_cache(maxsize=100_000)  # noqa: B019 - an index lives as long as one audit
    def _places(self, word: str) -> frozenset[int]:
        return frozenset(place for other, places in self._by_word.items() if _near(word, other) for place in places)

    @lru_cache(maxsize=100_000)  # noqa: B019 - an index lives as long as one audit
    def holds(self, wanted: tuple[tuple[str, float], ...], least: float) -> bool:
        """Whether an entry holds at least so much of the matter, by weight."""
        total = left = sum(value for _, value in wanted)
        looked_at: set[int] = set()
        for word, value in sorted(wanted, key=lambda each: (len(self._places(each[0])), each)):
            if left < least * total:  # what holds none of the words before cannot hold enough
                return False
            left -= value
            for place in self._places(word):
                if place not in looked_at and share(wanted, self.entries[place][1]) >= least:
                    return True
                looked_at.add(place)
        return False

    def holding(self, wanted: Sequence[tuple[str, float]], least: float) -> Iterator[tuple[str, Piece]]:
        """The entries that hold at least so much of the matter, by weight; those with its rarest words first."""
        total = left = sum(value for _, value in wanted)
        looked_at: set[int] = set()
        for word, value in sorted(wanted, key=lambda each: (len(self._places(each[0])), each)):
            if left < least * total - _ROUNDED:  # what holds none of the words before cannot hold enough
                return
            left -= value
            for place in sorted(self._places(word) - looked_at):
                held = sum(each for other, each in wanted if place in self._places(other))
                if held >= least * total:
                    yield self.entries[place]
            looked_at |= self._places(word)
