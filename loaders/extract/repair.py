"""Lost bytes: a conversion turned the GBK bytes A3 BF into question marks, also where they belonged to two characters.

A3 BF is the full-width question mark; it also stands across any character that ends in A3 and one that starts with
BF. There the first lost its lead byte, and all that follows pairs up one byte late (`確保客戶` reads `確??蛻`) until
something puts the decoder back in step. The way back: take the characters apart into bytes, put A3 BF back where the
question mark stands, decode again, and choose the bytes that are gone by the probability of the words they make. A
text is only changed where what comes out is far more probable than what stands there, so honest question marks stay.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import islice, pairwise
from typing import NamedTuple

from dutygraph.graph.text.folding import simplify
from dutygraph.loaders.extract.frequency import WordFrequencies
from dutygraph.loaders.extract.gloss import without_glosses
from dutygraph.loaders.extract.rewriting import Edit

_LOST = "?\ufffd"
_MARKS = tuple(_LOST)
_SITE = re.compile(rf"[{_LOST}]{{1,3}}(?=[^\x00-\x3f{_LOST}])")
_LEADS = range(0x81, 0xFF)
_TRAILS = (*range(0x40, 0x7F), *range(0x80, 0xFF))
_STOP = "。"
_SWALLOWED = ",;:"
_ENDING = "。；："
_OPENING = "(（《“‘「『【"
_CLOSING = ")）》”’」』】"
_OPENED = re.compile(r"[^()（）\n]{1,8}\)")
_BYTE_80 = ("\x80", "€")
"""How decoders write the byte 80 where it is no part of a pair."""

_CONTEXT = 6
"""Characters on each side that choosing one looks at."""

_GAIN = 6.0
"""Natural logarithm of how much more probable a repair must be than what stands there."""

_GAIN_BARE = 6.5
"""The same where only marks are replaced, in a text that shows no other damage."""

_ASTRAY = -7.0
"""Log probability a character below which a reading is no text."""

_RARE = 2.0
"""What it costs that a decoder swallowed a mark."""

_TURN = 4
"""Characters behind a turning that show whether it goes astray."""

_STRANGE = -10.5
"""Log probability below which the characters that a reading begins with are those of no text."""

_MOST_RUNS = 6
_MOST_SITES = 2_000
_PATIENCE = 100
"""Readings of one place, places of one text, and places without a repair one after the other, that are looked at."""

_MOST_CHARACTERS = 300
"""Characters, the most frequent first, that are tried for one that is lost."""

_BRACKET = 3.0
"""What it adds that a bracket closes one that is open, and costs that it does not."""

_SENTENCE = 60
"""Characters to the left in which a bracket may be open."""

_SEEN = 2.0
"""What it adds that the document itself has two characters side by side elsewhere."""

_SCRIPT = 5.0
"""What it costs at most that a character belongs to the script the document is not written in."""

_NO_STOP = 4.0
"""What a full stop costs where no sentence ends."""

_LONGEST = 400
"""Characters after which a run that never comes back into step is given up."""

_JOINT = 4
"""Characters of a run up to which both its ends are chosen together, and how many first ones are tried then."""


class _Run(NamedTuple):
    """One way to read what follows a lost lead byte: `body`, then one of `last` if there are any, then `tail`."""

    body: str
    last: tuple[str, ...]
    tail: str
    end: int


class _Choice(NamedTuple):
    gain: float
    bare: bool
    edit: Edit


def repairs(text: str, frequencies: Callable[[], WordFrequencies]) -> list[Edit]:
    """The places of `text` where bytes were lost, in order, each with what stood there; linear in the text.

    `frequencies` is called only where something may have been lost.
    """
    if not any(mark in text for mark in _LOST):
        return []
    document: _Document | None = None
    found: list[_Choice] = []
    fruitless = 0
    for match in islice(_SITE.finditer(text), _MOST_SITES):
        if fruitless > _PATIENCE:
            break
        document = document or _Document(text, frequencies())
        best = document.choose(max(match.start(), found[-1].edit.end if found else 0), match.end())
        fruitless = 0 if best else fruitless + 1
        if best:
            found.append(best)
    damaged = any(not choice.bare for choice in found)
    return [choice.edit for choice in found if damaged or not choice.bare or choice.gain > _GAIN_BARE]


class _Document:
    """What choosing needs of the whole text."""

    def __init__(self, text: str, frequencies: WordFrequencies) -> None:
        self._text = text
        self._frequencies = frequencies
        self._orders: dict[tuple[str, ...], list[str]] = {}
        self._pairs = set(pairwise(text))
        self._marks = {
            mark: math.log((text.count(mark) + 1) / (len(text) + 25)) - frequencies.score(mark)
            for mark in frequencies.between
        }
        # Full-width marks are two bytes: none of them is swallowed.
        self._swallowed = _SWALLOWED if text.count(",") >= text.count("，") else ""
        self._swallowed += "\n" if "\n" in text else ""
        self._traditional = _share_of_traditional(text)

    def choose(self, start: int, end: int) -> _Choice | None:
        """The best repair of the marks at `start:end`, None where nothing gains enough."""
        # Decoders write one mark for the lead byte and one for the question mark; a third may stand for the byte that
        # follows; some write one for both.
        for first, last in ((-2, 0), (-3, -1), (-1, 0)):
            best = self._longest(self._choices(end + first, end + last)) if end + first >= start else None
            if best:
                return best
        return None

    def _longest(self, choices: Iterable[_Choice]) -> _Choice | None:
        """The longest reading that does not have to go astray to get beyond a shorter one."""
        best: _Choice | None = None
        for choice in choices:  # shorter ones come first
            if best and choice.edit.end > best.edit.end:
                beyond = choice.edit.text[len(best.edit.text) - 1 :][:_TURN]
                if not beyond or self._score(beyond) / len(beyond) <= _ASTRAY:
                    continue
            elif best and choice.gain <= best.gain:
                continue
            best = choice
        return best

    def _choices(self, start: int, end: int) -> Iterator[_Choice]:
        left = without_glosses(self._text[max(0, start - _SENTENCE) : start])[-_CONTEXT:]
        for run in islice(_runs(self._text, end, self._swallowed), _MOST_RUNS):
            if len(run.body) >= _TURN and self._frequencies.commonness(simplify(run.body[:_CONTEXT])) < _STRANGE:
                return
            plain, right = self._behind(run)
            now = self._score(left + self._text[start : run.end] + plain)
            opened = _open_brackets(self._text[max(0, start - _SENTENCE) : start] + run.body)
            read, score = max(self._readings(run, left, right, opened), key=lambda r: r[1])
            if score - now > _GAIN and (run.body or self._in_word(read, right)):
                yield _Choice(score - now, not run.body, Edit(start, run.end, read + run.tail))

    def _behind(self, run: _Run) -> tuple[str, str]:
        """What stands behind a run without glosses, as it is and with the tail of the run in front."""
        text = without_glosses(
            (run.last or run.body or _STOP)[-1] + run.tail + self._text[run.end : run.end + _SENTENCE]
        )[1:]
        plain = text.removeprefix(run.tail)[:_CONTEXT] or "\n"
        return plain, run.tail + plain if text.startswith(run.tail) else plain

    def _readings(self, run: _Run, left: str, right: str, opened: str) -> Iterator[tuple[str, float]]:
        """What the run may have said, with the score of it in its place."""
        firsts = self._ranked(self._frequent(_firsts()), left, run.body + right)
        for first in firsts[: _JOINT if run.last and len(run.body) < _JOINT else 1]:
            read = first + run.body
            last = self._ranked(self._frequent(run.last), left + read, right, opened)[:1]
            costs = self._cost(first, left, run.body) + (_RARE if run.tail and run.tail in self._swallowed else 0.0)
            costs += sum(self._cost(c, left + read, right, opened) for c in last)
            read += "".join(last)
            yield read, self._score(left + read + right) - costs

    def _frequent(self, characters: tuple[str, ...]) -> list[str]:
        if characters not in self._orders:
            order = sorted(characters, key=lambda c: self._frequencies.commonness(_simple(c)), reverse=True)
            self._orders[characters] = order[:_MOST_CHARACTERS]
        return self._orders[characters]

    def _ranked(self, characters: Iterable[str], left: str, right: str, opened: str = "") -> list[str]:
        left, right = left[-_CONTEXT:], right[:_CONTEXT]
        score = self._frequencies.between_of(simplify(left), simplify(right))
        return sorted(characters, key=lambda c: score(_simple(c)) - self._cost(c, left, right, opened), reverse=True)

    def _cost(self, character: str, left: str, right: str, opened: str = "") -> float:
        """What speaks against a character besides the words it makes."""
        if character in _CLOSING:
            return -_BRACKET if character in opened[-1:] else _BRACKET
        cost = _SCRIPT * _strangeness(character, self._traditional)
        if character == _STOP and not self._frequencies.parts_sentences(simplify(left), simplify(right)):
            cost += _NO_STOP
        if character in self._marks:
            return cost - self._marks[character]
        before, behind = (left[-1:], character), (character, right[:1])
        return cost - _SEEN * ((before in self._pairs) + (behind in self._pairs))

    def _in_word(self, read: str, right: str) -> bool:
        return any(self._frequencies.is_word(simplify(word)) for word in (read[-2:], read[-1:] + right[:1]))

    def _score(self, text: str) -> float:
        return self._frequencies.score(simplify(text))


@lru_cache(maxsize=65536)
def _simple(character: str) -> str:
    return simplify(character)


def _runs(text: str, at: int, swallowed: str) -> Iterator[_Run]:
    """The readings of `text[at:]` where BF stood before it, the lead byte of a character that follows the lost one.

    `swallowed` are the marks that may have gone together with a byte.
    """
    pending = 0xBF
    body: list[str] = []
    limit = min(len(text), at + _LONGEST)
    while at < limit:
        character = text[at]
        lead, trail = _bytes(character)
        if character in _LOST:
            yield from _lost_trail(text, at, pending, "".join(body), swallowed)
            # Or A3 BF again, written as one mark or two: its first byte ends a character, its second starts the next.
            at += text[at + 1 : at + 2] in _MARKS
            if not _bytes(text[at + 1 : at + 2])[1]:
                return
            lead, trail = 0xA3, 0xBF
        elif lead < 0x40 or lead == 0x7F:
            yield _Run("".join(body), _with_lead(pending), "", at)
            return
        read = _pair(pending, lead)
        if read is None:
            return
        body.append(read)
        at += 1
        if not trail and len(body) == 1 and text[at : at + 1].isascii() and text[at : at + 1].isalpha():
            return  # a Latin word
        if trail < 0x80:  # a letter, or the second byte of a character: where a character starts we are in step again
            yield _Run("".join(body) + (chr(trail) if trail else ""), (), "", at)
            return
        pending = trail
    if at == len(text):
        yield _Run("".join(body), _with_lead(pending), "", at)


def _lost_trail(text: str, at: int, pending: int, body: str, swallowed: str) -> Iterator[_Run]:
    """The mark at `at` stands for a trail byte that made no pair with what followed it."""
    lead, _ = _bytes(text[at + 1 : at + 2])
    last = _with_lead(pending)
    if lead < 0x40:
        yield _Run(body, last, "", at + 1)
        return
    opened = bool(_OPENED.match(text, at + 1))
    if lead >= 0x80:
        last_alone = tuple(c for c in last if _bytes(c)[1] >= 0x80 and not _pair(_bytes(c)[1], lead))
        yield _Run(body, last_alone, "", at + 1)
    elif not opened:
        yield _Run(body, last, "", at + 1)
    # Some decoders write one mark for the byte and the one behind it, which was a mark of its own then.
    for mark in "(" if opened else swallowed:
        fitting = last if mark != "\n" else tuple(c for c in last if c in _ENDING)
        if fitting:
            yield _Run(body, fitting, mark, at + 1)


def _open_brackets(text: str) -> str:
    """The brackets that would close those open at the end of `text`, innermost last."""
    closing: list[str] = []
    for character in text:
        if character in _OPENING:
            closing.append(_CLOSING[_OPENING.index(character)])
        elif closing and character == closing[-1]:
            closing.pop()
    return "".join(closing)


def _share_of_traditional(text: str) -> float:
    """Which script a text is written in: 1 = Traditional, 0 = Simplified, 0.5 = neither or both."""
    sample = Counter(text[:20_000])
    traditional = sum(count for c, count in sample.items() if _forms(c)[0])
    simplified = sum(count for c, count in sample.items() if _forms(c)[1])
    return (traditional + 1) / (traditional + simplified + 2)


def _strangeness(character: str, traditional: float) -> float:
    """From 0 to 1: how much a character does not belong to a text of this share of Traditional."""
    is_traditional, is_simplified, is_variant = _forms(character)
    if is_variant:
        return 1.0
    return max(0.0, 1 - 2 * traditional) if is_traditional else max(0.0, 2 * traditional - 1) * is_simplified


@lru_cache(maxsize=65536)
def _forms(character: str) -> tuple[bool, bool, bool]:
    """Whether a character is only Traditional, only Simplified, or a rare variant of another."""
    if ord(character) < 0x3400:
        return False, False, False
    t2s, s2t = _converters()
    simple = t2s(character)
    full = s2t(character)
    return simple != character, full != character, simple != character and s2t(simple) != character


@lru_cache(maxsize=1)
def _converters() -> tuple[Callable[[str], str], Callable[[str], str]]:
    from opencc import OpenCC  # here, because it reads its dictionaries when it is made

    return OpenCC("t2s").convert, OpenCC("s2t").convert


@lru_cache(maxsize=1)
def _firsts() -> tuple[str, ...]:
    """The characters whose second byte is A3."""
    return tuple(c for lead in _LEADS if (c := _pair(lead, 0xA3)) and c >= "\u3000")


@lru_cache(maxsize=256)
def _with_lead(lead: int) -> tuple[str, ...]:
    return tuple(c for trail in _TRAILS if (c := _pair(lead, trail)))


@lru_cache(maxsize=65536)
def _pair(lead: int, trail: int) -> str | None:
    """The character of two GBK bytes, None where there is none."""
    try:
        read = bytes((lead, trail)).decode("gb18030")
    except UnicodeDecodeError:
        return None
    return read if len(read) == 1 and not 0xE000 <= ord(read) < 0xF900 else None


@lru_cache(maxsize=65536)
def _bytes(character: str) -> tuple[int, int]:
    """The GBK bytes of a character, (byte, 0) where it is one, (0, 0) where GBK has none for it."""
    if character in _BYTE_80:
        return 0x80, 0
    try:
        code = character.encode("gb18030")
    except UnicodeEncodeError:
        return 0, 0
    return (code[0], code[1]) if len(code) == 2 else (code[0], 0) if len(code) == 1 else (0, 0)
