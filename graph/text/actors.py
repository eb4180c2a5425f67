"""Who acts: the names of posts, bodies and units beside a verb, in Chinese and English."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from dutygraph.graph.text.intervals import Verb
from dutygraph.graph.text.words import Endings, any_of, finder, firsts, guarded, spelled

Span = tuple[int, int]
_LONGEST = 40  # characters of a name that ends like one
_LONGEST_BARE = 8  # of one that only a word like 由 marks
_MOST_WORDS = 4  # of an English name that only `may` marks


class Found(msgspec.Struct, frozen=True, gc=False):
    """Who a verb says acts; `names` is empty where nobody is named.

    `led` tells that a word like 由 leads to the name, `passed` that it is another than 由 (经, 报), `subject` that the
    clause has a subject of its own before it, `idle` that nothing but such words stands before the verb, `negated`
    that the act is not needed or not allowed.
    """

    names: tuple[Span, ...] = ()
    led: bool = False
    passed: bool = False
    subject: bool = False
    idle: bool = False
    negated: bool = False


_NEGATED = Found(negated=True)


class Actors:
    """Finds who acts by one vocabulary (the tables of limits.toml). All texts are even."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        cues, around, roles, names = words["cues"], words["around"], words["roles"], words["names"]
        guards = cues["unless_before"], cues["unless_after"]
        agent, soft = guarded(cues["agent"], *guards), guarded(cues["soft"], *guards)
        self.cues = rf"(?:{agent}|{soft})"
        self._cue = re.compile(rf"(?=[{firsts([*cues['agent'], *cues['soft']])}])(?:(?P<agent>{agent})|{soft})")
        self._by_word = frozenset(cues["by"])
        self._then = re.compile(any_of(cues["then"]))
        self._objects = tuple(cues["objects"])
        together = words["together"]["words"]
        self._idle = re.compile(rf"(?:{self.cues}|{any_of(around['after'])}|[\s、,]|{any_of(together)})*")
        self._together = finder(together)
        self._joint = re.compile(f"[{firsts(together)}]")
        self._adverbs = Endings(around["after"])
        marks = "".join(around["marks"])
        self._opening = re.compile(rf"(?:{any_of(around['before'])}(?=..)|[{marks}\s]|and\b|or\b)+")
        self._openers = frozenset([*(word[0] for word in around["before"]), *marks, "a", "o"])
        self._ends = Endings(roles["ends"])
        ends = spelled(roles["ends"])
        counted = [word for several in words["per"].values() for word in several if not word.isascii()]
        behind = any_of([*words["prepositions"]["words"], *counted])
        self._until_preposition = re.compile(rf".*{ends}(?=\s?{behind})")
        self._until_end = re.compile(rf".*{ends}")
        self._never = frozenset(roles["never"])
        self._never_ends = Endings(roles["never_ends"])
        self._negation = finder(words["negations"]["words"])
        self._odd = re.compile(f"[:》{firsts(words['negations']['words'])}]")
        self._but = finder(words["negations"]["but"])
        person = [*names["person"], *names["behind"]]
        self._behind = re.compile(rf"{any_of(person)}\s?(?P<name>[^,;。\n()]+)")
        self._behind_firsts = frozenset(word[0] for word in person)
        filler = [*words["alone"]["words"], *(word for ws in words["per"].values() for word in ws)]
        self._filler = re.compile(rf"{self.cues}|{any_of(filler)}|\s|,")
        self._fillers = Endings([*filler, ","])
        self._title = re.compile("[:》]")
        self._cut = re.compile(r'[:()"“”》]|- |  ')
        self._english_patterns(words["english"])

    def _english_patterns(self, english: Mapping[str, Any]) -> None:
        self._articles = re.compile(rf"(?:\s*{spelled(english['articles'])}(?=\s))*\s*")
        self._by = re.compile(rf"\s(?:[a-z]+\s){{0,2}}?{spelled(english['by'])}\s(?P<name>[a-z][a-z /&'-]*)")
        self._behind_cut = re.compile(rf"\s{any_of(english['cuts'])}\s")
        self._may = re.compile(rf"(?:\s*{spelled(english['may'])}|'s)*\s*$")
        self._needs = re.compile(rf"(?s:.*)(?<![a-z])(?P<cue>{any_of(english['needs'])})\s")

    def of(self, text: str, edge: int, verb: Verb) -> Found:
        """Who does `verb`, looking back to `edge` (the end of what stands before it) and on where it says so."""
        start = verb.start
        if self._odd.search(text, edge, start):
            while cut := self._title.search(text, edge, start):
                edge = cut.end()
            if self._negation.search(text, edge, start) and not self._but.search(text, edge, start):
                return _NEGATED
        if text[start].isascii():
            return self._english(text, edge, verb)
        if not verb.own and (names := self._standing_behind(text, verb.end)):
            return Found(names, True)
        cues = list(self._cue.finditer(text, edge, start))
        lead = text[edge : cues[0].start()].strip(" ,、") if cues else ""
        subject = bool(lead) and not lead.startswith(self._objects)
        end = start
        for cue in reversed(cues):
            end = self._clip(text, cue.end(), end)
            led = cue["agent"] is not None
            if names := self._names(text, cue.end(), end, led):
                return Found(names, led, led and cue[0] not in self._by_word, subject)
            end = cue.start()
        if names := self._names(text, edge, self._clip(text, edge, end), False):
            return Found(names, subject=subject)
        return Found(subject=subject, idle=self._idle.fullmatch(text, edge, start) is not None)

    def _standing_behind(self, text: str, at: int) -> tuple[Span, ...]:
        """审批由部门经理负责, 审批人为总经理."""
        if text[at : at + 1] not in self._behind_firsts or not (behind := self._behind.match(text, at)):
            return ()
        start, end = behind.start("name"), self._clip(text, *behind.span("name"))
        return self._split(text, start, end) if self._is_name(text, start, end) else ()

    def follows(self, text: str, start: int, end: int) -> bool:
        """Whether a stretch of text says that what follows is done afterwards."""
        return self._then.search(text, start, end) is not None

    def leads_at(self, text: str, at: int) -> bool:
        """Whether a word that leads to a name stands right there."""
        return self._cue.match(text, at) is not None

    def leads(self, text: str, start: int, end: int) -> bool:
        """Whether a word like 由 stands in a stretch of text."""
        return any(cue["agent"] for cue in self._cue.finditer(text, start, end))

    def only(self, text: str, start: int, end: int) -> tuple[Span, ...]:
        """The names that make up a whole stretch of text, as in a list without verbs."""
        end = self._fillers.strip(text, start, end)
        while cut := self._cut.search(text, start, end):
            start = cut.end()
        while start < end and (filler := self._filler.match(text, start, end)):
            start = filler.end()
        start = self._article(text, start, end)
        if text.startswith(("and ", "or "), start):
            return ()  # … above $50,000 and chairs the committee
        return self._split(text, start, end) if self._is_name(text, start, end) else ()

    def leading(self, text: str, start: int, end: int) -> tuple[Span, ...]:
        """The names that open a stretch of text before a preposition: 部门经理对…."""
        start = self._open(text, start, end)
        name = self._until_preposition.match(text, start, end)
        return self._split(text, start, name.end()) if name and self._is_name(text, start, name.end()) else ()

    def _open(self, text: str, start: int, end: int) -> int:
        if start < end and text[start] in self._openers and (opening := self._opening.match(text, start, end)):
            return opening.end()
        return start

    def _clip(self, text: str, start: int, end: int) -> int:
        end = self._adverbs.strip(text, start, end)
        if end > start and text[end - 1] == ")" and (opening := text.rfind("(", start, end)) >= 0:
            return opening  # 总经理(或其授权人)
        return end

    def _names(self, text: str, start: int, end: int, led: bool) -> tuple[Span, ...]:
        while cut := self._cut.search(text, start, end):
            start = cut.end()
        start = self._open(text, start, end)
        if start >= end:
            return ()
        if self._is_name(text, start, end):
            return self._split(text, start, end)
        prefix = (self._until_end if led else self._until_preposition).match(text, start, end)
        if prefix and self._is_name(text, start, prefix.end()):
            return self._split(text, start, prefix.end())
        name = text[start:end]
        bare = led and end - start <= _LONGEST_BARE and not any(c.isdigit() for c in name)
        if bare and (len(name) == 1 or name not in self._never) and not self._never_ends.length(text, start, end):
            return self._split(text, start, end)
        return ()

    def _is_name(self, text: str, start: int, end: int) -> bool:
        return (
            0 < end - start <= _LONGEST
            and self._ends.length(text, start, end) > 0
            and text[start:end] not in self._never
            and not self._never_ends.length(text, start, end)
        )

    def _split(self, text: str, start: int, end: int) -> tuple[Span, ...]:
        """Several who act together; 人力资源及行政部 is one, for its first part does not end like a name."""
        if not self._joint.search(text, start, end):
            return ((start, end),)
        spans: list[Span] = []
        at = start
        for mark in self._together.finditer(text, start, end):
            if mark.start() > at:
                spans.append((at, mark.start()))
            at = mark.end()
        if not spans or at >= end:
            return ((start, end),)
        spans = [self._trim(text, a, b) for a, b in [*spans, (at, end)]]
        named = [self._is_name(text, a, b) for a, b in spans]
        return tuple(spans) if all(named[:-1]) or not any(named) else ((start, end),)

    def _trim(self, text: str, start: int, end: int) -> Span:
        """Without the spaces around and the article before."""
        while start < end and text[end - 1] == " ":
            end -= 1
        return self._article(text, start, end), end

    def _english(self, text: str, edge: int, verb: Verb) -> Found:
        behind = self._by.match(text, verb.end)
        cut = behind and self._behind_cut.search(text, *behind.span("name"))
        until = cut.start() if cut else behind.end() if behind else 0
        if behind and (prefix := self._until_end.match(text, behind.start("name"), until)):
            names = self._split(text, self._article(text, prefix.start(), prefix.end()), prefix.end())
            if all(self._is_name(text, *name) for name in names):
                return Found(names, True)
        may = self._may.search(text, edge, verb.start)
        may_do = may is not None and not may[0].isspace() and may[0] != ""
        end = may.start() if may and may_do else verb.start
        while cut := self._cut.search(text, edge, end):
            edge = cut.end()
        cue = self._needs.match(text, edge, end)
        start = self._article(text, cue.end() if cue else edge, end)
        start = self._article(text, self._open(text, start, end), end)
        while end > start and text[end - 1] == " ":
            end -= 1
        free = may_do and 0 < len(text[start:end].split()) <= _MOST_WORDS
        if self._is_name(text, start, end) or (free and not self._never_ends.length(text, start, end)):
            return Found(self._split(text, start, end), cue is not None)
        return Found()

    def _article(self, text: str, start: int, end: int) -> int:
        article = self._articles.match(text, start, end)
        return article.end() if article else start
