"""Duties taken apart: which verbs, on which matter, how far, and for whom.

A duty becomes words, each with a part to play: an *act* (a verb of process such as 制定 or 检查, with its class),
a *matter* word (what the act is about), a *qualifier* (年度, 全国, 重大) or a *party* (销售总监, 策划部). Parts that
are not the matter itself weigh less: the ground (根据…), the purpose (以提升…), whom it is told to (向…). Verbs of
process are a closed list (graph/vocabulary/overlap.toml); every other word is compared as it stands, so that words
nobody listed work too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from dutygraph.graph import vocabulary
from dutygraph.graph.text.folding import simplify

Part = Literal["act", "matter", "qualifier", "party"]

_HALF_PAIRS = re.compile("[\ud800-\udfff]")  # no converter takes them

LONGEST = 600
"""Characters of a duty that are read; a longer text is a paragraph, and its beginning says what it is about."""

BASIS, PURPOSE, RECIPIENT, MAIN = 0.25, 0.35, 0.3, 1.0
"""What a matter word weighs by the part of the duty it stands in."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word: `text` in its compared form, `start:end` in the duty, its part, the verb's class, its weight 0..1, the
    clause and, for matter words, the noun phrase it stands in (both from 0)."""

    text: str
    start: int
    end: int
    part: Part
    verb_class: str | None
    weight: float
    clause: int
    phrase: int


@dataclass(frozen=True, slots=True)
class Parsed:
    """A duty taken apart. `text` is what was read (Simplified, half width), offsets count in it."""

    text: str
    words: tuple[Word, ...]
    catch_all: bool
    own_staff: bool


@dataclass(frozen=True)
class Lexicon:
    """The vocabulary file in the form the parser looks words up."""

    verb_class: Mapping[str, str]
    topical: frozenset[str]
    nominal: frozenset[str]
    filler: frozenset[str]
    qualifiers: frozenset[str]
    zones: Mapping[str, str]
    party_endings: tuple[str, ...]
    post_endings: tuple[str, ...]
    not_parties: frozenset[str]
    catch_all: tuple[str, ...]
    own_staff: tuple[str, ...]
    clause_ends: frozenset[str]
    joins: frozenset[str]
    links: frozenset[str]
    opening: frozenset[str]
    closing: frozenset[str]

    @property
    def stops(self) -> frozenset[str]:
        """After these a verb before them was the last of its phrase."""
        return self.clause_ends | self.joins | self.filler


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Read once from `graph/vocabulary/overlap.toml`."""
    table = vocabulary.table("overlap")
    verbs = {word: name for name, words in table["verbs"].items() for word in words.split()}
    topical_classes = set(table["topical"]["classes"].split())
    topical = {word for word, name in verbs.items() if name in topical_classes}
    generic: Mapping[str, Any] = table["generic"]
    return Lexicon(
        verb_class=verbs,
        topical=frozenset(topical | set(table["topical"]["words"].split())),
        nominal=frozenset(table["nominal"]["words"].split()),
        filler=frozenset(table["filler"]["words"].split()),
        qualifiers=frozenset(word for words in table["qualifiers"].values() for word in words.split()),
        zones={word: zone for zone, words in table["zones"].items() for word in words.split()},
        party_endings=tuple(table["parties"]["endings"].split()),
        post_endings=tuple(table["parties"]["posts"].split()),
        not_parties=frozenset(table["parties"]["not_parties"].split()),
        catch_all=tuple(word.replace("_", " ") for word in generic["catch_all"].split()),
        own_staff=tuple(generic["own_staff"].split()),
        **{name: frozenset(marks.split()) for name, marks in table["marks"].items()},
    )


_DROPPED_TAGS = frozenset("pcuxrdfqmyeo")
"""Parts of speech that carry no matter: prepositions, conjunctions, particles, pronouns, adverbs, numbers …"""


@lru_cache(maxsize=1)
def _segmenter() -> Any:
    import rjieba  # here, because it reads its dictionary when it is made

    cutter = rjieba.Jieba()
    table = vocabulary.table("overlap")
    known = [word for words in table["verbs"].values() for word in words.split()]
    known += table["synonyms"]["groups"].split() + " ".join(table["zones"].values()).split()
    for word in sorted({word for word in known if len(word) > 1 and not word.isascii()}):
        if not cutter.has_word(word):
            cutter.add_word(word, None, "n")
    return cutter


def _readable(text: str) -> str:
    """Half width, lower case, Simplified, one character for one where that is possible, so that offsets still count."""
    text = _HALF_PAIRS.sub("\ufffd", text[:LONGEST])
    if not text.isascii():
        text = "".join([half if len(half := unicodedata.normalize("NFKC", char)) == 1 else char for char in text])
    return simplify(text).lower()


def _base_form(word: str) -> str:
    """An English word without its ending, as far as the vocabulary knows the rest.

    >>> _base_form("approves"), _base_form("supplies"), _base_form("planning"), _base_form("businesses")
    ('approve', 'supply', 'plan', 'business')
    """
    known = lexicon().verb_class
    for ending, put in (("ies", "y"), ("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e"), ("es", ""), ("s", "")):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            stem = word[: -len(ending)] + put
            for form in (stem, stem[:-1] if len(stem) > 2 and stem[-1] == stem[-2] else stem):
                if form in known:
                    return form
    if not word.endswith("s") or word.endswith(("ss", "us", "is")) or len(word) < 4:
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("sses", "xes", "ches", "shes")) else word[:-1]


def _joined(tagged: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The segmenter cuts 不含 in two; what the vocabulary knows as one word is put together again."""
    out: list[tuple[str, str]] = []
    for word, tag in tagged:
        if out and len(word) == 1 and len(out[-1][0]) == 1 and out[-1][0] + word in lexicon().zones:
            out[-1] = (out[-1][0] + word, "p")
        else:
            out.append((word, tag))
    return out


def _tokens(text: str) -> Iterator[tuple[str, str, int]]:
    """Words as (text, tag, start). Long compounds are cut in two where both halves are words."""
    cutter = _segmenter()
    place = 0
    for word, tag in _joined(cutter.tag(text)):
        if word.isascii():
            if word[:1].isalpha():
                yield _base_form(word), "eng", place
            else:
                yield word, tag, place
        elif (
            len(word) >= 4
            and word not in lexicon().verb_class
            and cutter.has_word(word[:2])
            and cutter.has_word(word[2:])
        ):
            yield word[:2], tag, place
            yield word[2:], tag, place + 2
        else:
            yield word, tag, place
        place += len(word)


@lru_cache(maxsize=200_000)
def parse(text: str) -> Parsed:
    """Take one duty apart. Any text is read: an empty one has no words.

    >>> [(w.text, w.part) for w in parse("協助銷售總監制定年度合同範本").words]
    [('协助', 'act'), ('总监', 'party'), ('制定', 'act'), ('年度', 'qualifier'), ('合同', 'matter'), ('范本', 'matter')]
    """
    readable = _readable(text)
    words = lexicon()
    return Parsed(
        text=readable,
        words=tuple(_Reader(readable).read()),
        catch_all=any(mark in readable for mark in words.catch_all),
        own_staff=any(mark in readable for mark in words.own_staff),
    )


class _Reader:
    """One pass over the words of one duty."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words: list[Word] = []
        self.zone = MAIN
        self.clause = 0
        self.bracket = 0
        self.negated = ""
        self.phrase = 0
        self.nominal = False  # after 之 or 的, where verbs are nouns: 计划之拟订

    def read(self) -> list[Word]:
        lexical = lexicon()
        stops = lexical.stops
        tokens = list(_tokens(self.text))
        for number, (token, tag, start) in enumerate(tokens):
            if token in lexical.clause_ends:
                self._end_clause()
            elif token in lexical.joins:
                self.phrase += 1
            elif token in lexical.links:
                self.nominal = True
            elif token in lexical.opening:
                self.bracket += 1
            elif token in lexical.closing:
                self.bracket, self.negated = max(0, self.bracket - 1), ""
            elif token in lexical.zones and self._enter(lexical.zones[token], token):
                continue
            elif token in lexical.filler:
                if token in lexical.verb_class:
                    self.zone = MAIN if self.zone in (BASIS, RECIPIENT) else self.zone
            else:
                closing = number + 1 == len(tokens) or tokens[number + 1][0] in stops
                self._word(token, tag, start, closing)
        return self.words

    def _end_clause(self) -> None:
        if any(word.clause == self.clause and word.part == "matter" for word in self.words):
            self.clause += 1
        self.phrase += 1
        self.zone, self.negated, self.nominal = MAIN, "", False

    def _enter(self, zone: str, token: str) -> bool:
        """Whether the word opens a part that is not the matter, and is nothing else itself."""
        matters = any(word.part == "matter" for word in self.words)
        if zone == "negation":
            self.negated = "one" if len(token) == 1 else "all"
        elif zone == "basis":
            self.zone = BASIS
        elif zone == "recipient":
            self.zone = RECIPIENT
        elif zone == "purpose":
            if not matters:
                return False
            self.zone = PURPOSE
        return token not in lexicon().verb_class

    def _word(self, token: str, tag: str, start: int, closing: bool) -> None:
        lexical = lexicon()
        verb = lexical.verb_class.get(token)
        is_party = token not in lexical.not_parties and token.endswith(lexical.party_endings) and not token.isascii()
        if is_party and (verb is None or self._after_matter(start)):
            self._absorb(start)
            self._add(token, start, "party", None, 0.0)
        elif verb is not None or (
            self.nominal and closing and tag[:1] == "v" and self._has_matter() and not self._has_act()
        ):
            self._act(token, start, verb)
        elif token in lexical.qualifiers:
            self._add(token, start, "qualifier", None, 1.0)
        elif tag[:1] not in _DROPPED_TAGS or (len(token) > 1 and tag[:1] in "fd") or tag == "eng":
            if self.zone == BASIS and tag[:1] == "v" and self._has_matter():
                self.zone = MAIN
            self._add(
                token, start, "matter", None, self.zone * (0.5 if len(token) == 1 and not token.isascii() else 1.0)
            )

    def _act(self, token: str, start: int, verb: str | None) -> None:
        lexical = lexicon()
        if self.zone in (BASIS, RECIPIENT) and any(
            (word.clause == self.clause and word.weight in (BASIS, RECIPIENT)) or word.part == "party"
            for word in self.words
        ):
            self.zone = MAIN
        made = (
            token in lexical.nominal
            and not self.nominal
            and any(word.clause == self.clause and word.part != "party" for word in self.words)
        )
        as_matter = made or (token in lexical.topical and not (self.nominal and self._has_matter()))
        if not as_matter:
            self.phrase += 1
        self._add(token, start, "act", verb or "execute", self.zone * (0.3 if made else 1.0))
        if as_matter:
            self._add(token, start, "matter", verb, (1.0 if made else 0.7) * self.zone)

    def _has_act(self) -> bool:
        """受理客户的投诉: what is dealt with is no second act, while in 投诉之处理 and 文件的归档、销毁 it is one."""
        return any(
            word.clause == self.clause and word.part == "act" and word.verb_class != "execute" for word in self.words
        )

    def _has_matter(self) -> bool:
        return any(word.clause == self.clause and word.part == "matter" for word in self.words)

    def _after_matter(self, start: int) -> bool:
        return bool(self.words) and self.words[-1].end == start and self.words[-1].part in ("matter", "qualifier")

    def _absorb(self, start: int) -> None:
        """销售|总监: what stands right before a title belongs to it."""
        while self.words and self.words[-1].end == start and self.words[-1].part in ("matter", "qualifier"):
            if self.words[-1].part == "matter" and self.words[-1].verb_class is not None:
                break
            start = self.words.pop().start

    def _add(self, token: str, start: int, part: Part, verb: str | None, weight: float) -> None:
        if part == "matter" and self.negated:
            token, self.negated = "!" + token, self.negated if self.negated == "all" else ""
        if self.bracket:
            weight *= 0.5
        self.words.append(
            Word(token, start, start + len(token.lstrip("!")), part, verb, weight, self.clause, self.phrase)
        )
