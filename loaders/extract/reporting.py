"""Whom a text names as superior or subordinate: values of labels, and phrases of prose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dutygraph.graph.facts import Line
from dutygraph.graph.text.gates import Gates
from dutygraph.loaders.extract.lexicon import Lexicon, any_of
from dutygraph.loaders.extract.names import Names

_BRACKET = re.compile(r"\([^()]*\)")
_SAID = re.compile(r"[,:!?\d]")
_VALUE_END = re.compile(r"[。;\n]")


class Named(NamedTuple):
    """`plain[start:end]` names somebody; `alternative` where it stands behind 或 or a stroke."""

    start: int
    end: int
    alternative: bool = False


class Phrase(NamedTuple):
    """A phrase of prose that names superiors, with the kind of line it states and how surely."""

    start: int
    end: int
    names: tuple[Named, ...]
    line: Line
    stated: bool


class Superiors:
    """Reads names of superiors by the words of a vocabulary. Texts are plain forms."""

    def __init__(self, lexicon: Lexicon, names: Names) -> None:
        words = lexicon.words.superiors
        self._names = names
        self._people_count = lexicon.people_count
        self._counted = re.compile(f"(?<=[^\\d\\s-]) ?\\d{{1,3}} ?{any_of(lexicon.words.headcounts['units'])}$")
        self.vague = frozenset(words["vague"])
        self._empty = frozenset(words["empty"])
        separators = [w for w in words["separators"] if not w.isascii() or not w.isalpha()]
        english = [rf" {w} " for w in words["separators"] if w.isascii() and w.isalpha()]
        self._separator = re.compile(f" *(?:{any_of(separators)}|{any_of(english)}) *|  +")
        self._alternative = re.compile("/|" + any_of(w for w in words["separators"] if w in words.get("either", ())))
        self._own = re.compile(any_of(words["own"]))
        named = words["named"]
        self._reports = Gates(
            [(_compiled(p, named), True) for p in words["report"]]
            + [(_compiled(p, named), False) for p in words["mention"]]
        )
        kinds: tuple[Line, ...] = ("solid", "dotted")
        self._phrases = Gates((_compiled(pattern, named), kind) for kind in kinds for pattern in words[kind])
        self._deputy = [_compiled(pattern, named) for pattern in words["deputy"]]
        self._acting = [_compiled(pattern, named) for pattern in words["acting"]]
        self._deputizes = Gates((_compiled(pattern, named), None) for pattern in words["deputizes"])
        self._on_matters = re.compile("|".join(words["on_matters"]))
        self._away = re.compile(any_of(words["away"]))
        self._stands_in = [(re.compile(pattern), pattern.isascii()) for pattern in words["stands_in"]]
        self._works = re.compile(any_of(words["works"]))
        self._vacancy = re.compile(any_of(words["vacancy"]))

    def value(self, plain: str, start: int, end: int) -> list[Named]:
        """The names in a label's value; empty for `无` and for people nobody names (上级领导)."""
        end = self._value_end(plain, start, end)
        found: list[Named] = []
        at, alternative = start, False
        for match in [*self._separator.finditer(plain, start, end), None]:
            until = match.start() if match else end
            if _open(plain, start, until) or (match and self._is_one(plain, at, match, end)):
                continue
            if named := self._name(plain, at, until, alternative):
                found.append(named)
            if match:
                at, alternative = match.end(), bool(self._alternative.search(match.group()))
        return found

    def _value_end(self, plain: str, start: int, end: int) -> int:
        """Where a value ends: at the first stop, but for a `;` between names (Head Waiter; Sommelier; Barista)."""
        stop = _VALUE_END.search(plain, start, end)
        found = at = stop.start() if stop else end
        while at < end and plain[at] == ";":
            following = _VALUE_END.search(plain, at + 1, end)
            behind = following.start() if following else end
            if not self._may_be_listed(plain[at + 1 : behind].strip()):
                break
            at = behind
            found = at if self._names.kind(plain[start:at].rpartition(";")[2].strip(), short=True) else found
        return found

    def _may_be_listed(self, text: str) -> bool:
        """Whether a text between two `;` is as short as a name, and no sentence or label."""
        return 0 < len(text) <= (40 if text.isascii() else 18) and not _SAID.search(text)

    def _is_one(self, plain: str, start: int, link: re.Match[str], end: int) -> bool:
        """Whether `and` stands inside a title (Sales and Events Manager), not between two names."""
        if (
            not link.group().strip().isalpha()
            or not link.group().isascii()
            or self._names.kind(plain[start : link.start()])
        ):
            return False
        following = self._separator.search(plain, link.end(), end)
        return self._names.kind(plain[start : following.start() if following else end]) is not None

    def _name(self, plain: str, start: int, end: int, alternative: bool) -> Named | None:
        while start < end and plain[start] in " :-—":
            start += 1
        if match := self._own.match(plain, start, end):
            start = match.end()
        if (bracket := plain.find("(", start, end)) > start:
            end = bracket
        if count := self._counted.search(plain, start, end):
            end = count.start()  # 采购员 3 名
        while end > start and plain[end - 1] in " -—.":
            end -= 1
        word = plain[start:end]
        if self._people_count.fullmatch(word):
            return None
        if not word or len(word) > (40 if word.isascii() else 18) or word in self.vague or word in self._empty:
            return None
        return Named(start, end, alternative)

    def phrases(self, plain: str, start: int, end: int) -> Iterator[Phrase]:
        """Phrases of a sentence that name superiors, each name checked to be one; what 业务上 qualifies is dotted."""
        found = [
            Phrase(match.start(), match.end(), names, line, True)
            for pattern, line in self._phrases.open(plain, start, end)
            for match in pattern.finditer(plain, start, end)
            if (names := tuple(self._people(plain, match.start("X"), match.end("X"))))
        ]
        dotted = [range(phrase.start + 1, phrase.end) for phrase in found if phrase.line == "dotted"]
        yield from (phrase for phrase in found if phrase.line == "dotted" or not _within(phrase, dotted))

    def led_by(self, plain: str, start: int, end: int) -> Phrase | None:
        """Under whom a duty is done, said at its head (在经理的领导下,负责…)."""
        for phrase in self.phrases(plain, start, min(end, start + 40)):
            if phrase.start == start:
                return phrase
        return None

    def only_line(self, plain: str, start: int, end: int) -> bool:
        """Whether a clause says to whom its subject reports and nothing else (科长向处长汇报, 在处长领导下工作)."""
        return any(
            (phrase.end == end or self._says_in_what(plain, phrase.end, end))
            and (phrase.start == start or self._names.kind(plain[start : phrase.start]) is not None)
            for phrase in self.phrases(plain, start, end)
        )

    def _says_in_what(self, plain: str, start: int, end: int) -> bool:
        """Whether a line goes on only with its matters (to the Bursar on accounting matters), or with 工作."""
        if self._works.fullmatch(plain, start, end):
            return True
        return " and " not in plain[start:end] and bool(self._on_matters.fullmatch(plain, start, end))

    def reports(self, plain: str, start: int, end: int) -> Iterator[Phrase]:
        """Reports a duty makes: it begins with one (向总监报告…: stated), or mentions one."""
        for pattern, stated in self._reports.open(plain, start, end):
            match = (pattern.match if stated else pattern.search)(plain, start, end)
            if match and (names := tuple(self._people(plain, match.start("X"), match.end("X")))):
                yield Phrase(match.start(), match.end(), names, "solid", stated)
                return

    def principal(self, plain: str, start: int, end: int) -> Phrase | None:
        """Whom a deputy helps (`襄助处长处理处务`), at the head of what is said of it."""
        for pattern in self._deputy:
            match = pattern.match(plain, start, end)
            if match and (names := self._longest(plain, match.start("X"), end)):
                return Phrase(start, names.end, (names,), "solid", True)
        return None

    def acting(self, plain: str, start: int, end: int) -> Named | None:
        """Who acts while a post is vacant (`没合适人选可由总经理直接管辖`)."""
        if not self._vacancy.search(plain, start, end):
            return None
        for pattern in self._acting:
            if (match := pattern.search(plain, start, end)) and self._names.kind(match["X"]):
                return Named(match.start("X"), match.end("X"))
        return None

    def deputizes(self, plain: str, start: int, end: int) -> Phrase | None:
        """For whom somebody stands in, and when (`于主任委员因故不能行使职权时代理其职务`)."""
        for pattern, _ in self._deputizes.open(plain, start, end):
            for match in pattern.finditer(plain, start, end):
                names = tuple(self._people(plain, match.start("X"), match.end("X")))
                if len(names) == 1:
                    return Phrase(match.start(), match.end(), names, "solid", True)
        return None

    def stand_in(self, plain: str, start: int, end: int) -> tuple[Named, Named | None] | None:
        """Who stands in while somebody is away (总经理不在时由副总经理代行其职责), and for whom where it says so."""
        if not self._away.search(plain, start, end):
            return None
        english = plain[start:end].isascii()
        for pattern, is_english in self._stands_in:
            match = pattern.search(plain, start, end) if is_english == english else None
            if match is None:
                continue
            deputies = self._person(plain, *match.span("Y"))
            absent = self._person(plain, *match.span("X")) if match["X"] else ()
            if len(deputies) == 1 and len(absent) == bool(match["X"]):
                return deputies[0], absent[0] if absent else None
        return None

    def _person(self, plain: str, start: int, end: int) -> tuple[Named, ...]:
        """One post where the whole is a title (保管员组长), else the names in it."""
        if self._names.kind(plain[start:end]) in ("role", "body"):
            return (Named(start, end),)
        return tuple(self._people(plain, start, end))

    def _people(self, plain: str, start: int, end: int) -> Iterator[Named]:
        for named in self.value(plain, start, end):
            yield from self._split(plain, named)

    def _split(self, plain: str, named: Named) -> Iterator[Named]:
        """Names run together (处长副处长) apart; nothing where a part is no name."""
        parts = list(self._names.run(plain, named.start, named.end))
        whole = bool(parts) and parts[0].start == named.start and parts[-1].end == named.end
        if whole and any(part.kind != "unit" for part in parts):
            yield from (Named(p.start, p.end, named.alternative) for p in parts if p.kind != "unit")
        elif self._names.kind(plain[named.start : named.end]):
            yield named

    def _longest(self, plain: str, start: int, end: int) -> Named | None:
        for stop in range(min(end, start + 12), start + 1, -1):
            if self._names.kind(plain[start:stop]) in ("role", "body"):
                return Named(start, stop)
        return None


def _compiled(pattern: str, named: Sequence[str]) -> re.Pattern[str]:
    """A pattern with {X} for whom it names; `named` holds that of Chinese, then that of English patterns."""
    named_here = named[1] if pattern.isascii() else named[0]
    return re.compile(pattern.replace("{X}", named_here, 1).lstrip("^"))


def _within(phrase: Phrase, spans: Sequence[range]) -> bool:
    return any(phrase.start in span and phrase.end - 1 in span for span in spans)


def _open(plain: str, start: int, end: int) -> bool:
    return plain.count("(", start, end) > plain.count(")", start, end)
