"""A text to clauses: one responsibility each, split at `;` `；` `。` and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dutygraph.loaders.extract.draft import Span
from dutygraph.loaders.extract.lexicon import Lexicon, any_of

_END = re.compile(r"[。;]|(?<=[a-z)])\.(?= |$)|(?<=[\d,]\d\d)\.(?= [a-z])|(?<=[^\x00-\x7f])\.(?=\s|$)|[!?]|\n(?=\s*\n)")
_BRACKETS = (("(", ")"), ("《", "》"), ("「", "」"))
_AREA = re.compile(r"([^,。;:、!?\"]{2,16}|[a-z&/' -]{3,40}):(?!/)")
_EDGE = " \n,、;。.:-—·*"


class Clauses:
    """Splits texts by the words of a vocabulary. Texts are plain forms, spans are places in them."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        subjects, duties = lexicon.words.subjects, lexicon.words.duties
        back = any_of(w for w in subjects["anaphora"])
        link = any_of(w for w in subjects["connectors"])
        self._references = frozenset(word[0] for word in (*subjects["anaphora"], *subjects["connectors"]))
        self.back = re.compile(f"(?:{link}[,、]?)*{back}(?:{link}|[,])*")
        links = any_of(w for w in lexicon.words.superiors["separators"] if w.isascii() and w.isalpha())
        self._loose = re.compile(f"(?:^|[ ,]+){links}$")  # …; and
        self.link = re.compile(f"(?:{link}[,、]?)+(?={any_of(duties['verbs'])})")
        self.verb = re.compile(any_of(duties["verbs"]))

    def sentences(self, plain: str, start: int, end: int) -> Iterator[Span]:
        """The spans of the clauses, without the marks at their ends; what stands in brackets is not split."""
        at = start
        for match in _END.finditer(plain, start, end):
            if match.start() < at:
                continue
            if _inside(plain, at, match.start()):
                continue
            yield from self._whole(plain, at, match.start())
            at = match.end()
        yield from self._whole(plain, at, end)

    def _whole(self, plain: str, start: int, end: int) -> Iterator[Span]:
        """A clause without the marks at its ends, and without the word that ties it to the next one of a list."""
        for s, e in _trimmed(plain, start, end):
            loose = self._loose.search(plain[s:e])
            yield from _trimmed(plain, s, s + loose.start()) if loose else ((s, e),)

    def area(self, plain: str, start: int, end: int) -> tuple[Span, int] | None:
        """The heading at the head of a clause (`团队管理:负责…`) and where the clause goes on."""
        match = _AREA.match(plain, start, end)
        if not match or match.end() >= end:
            return None
        if plain[start : match.end(1)].startswith(("http", "www")):
            return None
        return (start, match.end(1)), _skip(plain, match.end(), end)

    def without_reference(self, plain: str, start: int, end: int) -> tuple[int, bool]:
        """Where a clause begins behind `他们`, `同时`, `其`; and whether it named its owner so."""
        if plain[start:end][:1] not in self._references:
            return start, False
        if match := self.back.match(plain, start, end):
            return _skip(plain, match.end(), end), True
        if match := self.link.match(plain, start, end):
            return _skip(plain, match.end(), end), False
        return start, False


def _inside(plain: str, start: int, at: int) -> bool:
    """Whether a bracket is open at `at`."""
    for opening, closing in _BRACKETS:
        opened = plain.count(opening, start, at)
        if opened and opened > plain.count(closing, start, at):
            return True
    return False


def _skip(plain: str, start: int, end: int) -> int:
    while start < end and plain[start] in " \n,、":
        start += 1
    return start


def _trimmed(plain: str, start: int, end: int) -> Iterator[Span]:
    while start < end and plain[start] in _EDGE:
        start += 1
    while end > start and plain[end - 1] in _EDGE:
        end -= 1
    if start < end:
        yield start, end
