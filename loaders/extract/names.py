"""Is this text the title of a post, or the name of a unit? Whole texts, and names that begin a longer one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from dutygraph.loaders.extract.lexicon import Lexicon, any_of

NameKind = Literal["role", "unit", "body"]

_LONGEST = 16
_REMEMBERED = 4096
_LONGEST_UNIT = 9
"""Characters of a unit's name that ends in one character like 组, which ends many other words."""

_SEPARATED = re.compile(r"[,;.。!?:\"<>《》、\[\]]")
_JOINT = re.compile(r"、|  +")
_HEAD_END = re.compile(r"[,;。!?:\"<>《》、]|  ")
_PAREN = re.compile(r"\([^()]*\)?$")
_ARTICLES = frozenset(("the", "a", "an"))
_JOINING = _ARTICLES | {"all", "and", "its", "our"}
_ENGLISH_WORD = re.compile(r"[a-z0-9&/'.-]+")


class Name(NamedTuple):
    """`plain[start:end]` names a role, a unit or a body."""

    start: int
    end: int
    kind: NameKind


class Names:
    """Recognises names by the words of a vocabulary. All texts are plain forms."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        subjects = lexicon.words.subjects
        not_person = f"(?!{any_of(subjects['person'])})"
        self._follow = re.compile(any_of(w for w in subjects["verbs"] if not w.isascii()) + not_person)
        self._each = re.compile(any_of([*lexicon.distributive, *subjects["carry"]]))
        follow = any_of(w for w in subjects["verbs"] if w.isascii())
        self._named_en = re.compile(rf"(?:the )?([a-z][a-z0-9&/' -]{{2,50}}?)(?= {follow}\b|:)")
        plain_verbs = any_of(w for w in lexicon.words.duties["verbs"] if w.isascii() and not w.endswith("s"))
        self._several_en = re.compile(rf"(?:the )?([a-z][a-z&/' -]{{2,40}}?)s (?={plain_verbs}\b)")
        verbs = {w for w in lexicon.words.duties["verbs"] if len(w) > 1} - set(lexicon.words.titles["noun_verbs"])
        self._verb = re.compile(any_of(verbs))
        ends = f"{lexicon.unit_ends.pattern}|{lexicon.title_ends.pattern}|{lexicon.body_ends.pattern}"
        self._ending = re.compile(ends)
        self._soft_verb = re.compile(any_of(lexicon.words.titles["soft_verbs"]))
        self._people = re.compile(any_of(lexicon.words.titles["people_ends"]) + "$")
        deputies = any_of(w for w in lexicon.words.titles["deputy_prefix"] if not w.isascii())
        self._english_verbs = frozenset(w for w in lexicon.words.duties["verbs"] if w.isascii())
        person = any_of(subjects["person"])
        carry = any_of(w for w in subjects["carry"] if not w.isascii())
        towards = any_of(lexicon.parting_towards)
        self._short_subject = re.compile(f"{any_of(lexicon.short_titles)}(?=(?:{carry}(?!{person})|{towards}))")
        self._ours = re.compile(f"{any_of(lexicon.words.titles['ours'])}|{lexicon.holds}")
        self._rank = re.compile(f"{deputies}?{any_of(lexicon.words.titles['ranks'])}")
        self._each_unit = re.compile(f"{any_of(lexicon.distributive)}(?:{any_of(lexicon.words.units['each'])})?")
        self._short_ends = tuple(lexicon.short_titles)
        # A text is asked for names when it is cut, and again when it is read.
        self.prefixes = lru_cache(_REMEMBERED)(self._prefixes)
        self.kind = lru_cache(_REMEMBERED)(self._kind)
        self._bare = re.compile(f"{deputies}?{lexicon.title_ends.pattern}$")

    def _kind(self, text: str, *, short: bool = False) -> NameKind | None:
        """What the whole text names, None where it is no name; `short` also takes posts by other words (策划)."""
        text = _PAREN.sub("", text.strip()).strip()
        if not text:
            return None
        if text.isascii():
            return self._english(text)
        text = text.replace(" ", "")
        if len(text) > _LONGEST or _SEPARATED.search(text):
            return None
        if (link := self._lexicon.links.search(text, 1)) and self._both_named(text, link.start(), link.end()):
            return None
        if self.is_title(text) or (short and self._is_short_title(text)):
            return "role"
        if self.is_unit(text):
            return "body" if self._lexicon.bodies.search(text) else "unit"
        return "body" if self._is_body(text) else None

    def _both_named(self, text: str, at: int, behind: int) -> bool:
        """Whether 和 stands between two names, not inside one (数据分析与运营部)."""
        ends = self._lexicon.title_end, self._lexicon.unit_end
        return any(end.search(text[:at]) for end in ends)

    def is_title(self, text: str) -> bool:
        """Whether a text without white space is the title of a post."""
        lexicon = self._lexicon
        if not (end := lexicon.title_end.search(text)) or text in lexicon.people or text[0] in "0123456789":
            return False
        if lexicon.no_start.match(text) or self._people.search(text) or self.is_action(text):
            return False
        return not lexicon.title_stops.search(text, 0, end.start()) and not self._is_parted(text)

    def _is_parted(self, text: str) -> bool:
        """Whether a verb stands between two names (教务处设主任): the second is no part of the first."""
        lexicon = self._lexicon
        for verb in lexicon.parting.finditer(text, 1):
            before, behind = text[: verb.start()], text[verb.end() :]
            ends = (lexicon.unit_end, lexicon.title_end, lexicon.organizations)
            whole = lexicon.title_end.search(behind) or (len(behind) > 2 and lexicon.unit_end.search(behind))
            if whole and any(end.search(before) for end in ends):
                return True
        return False

    def is_action(self, text: str) -> bool:
        """Whether what looks like a name is a verb and its object (审定会员), not a verb and an ending (采购部)."""
        if verb := self._verb.match(text):
            rest = text[verb.end() :]
            over = verb.group() in self._lexicon.words.titles["over"] and self._bare.match(rest)  # 分管副总裁
            return not (over or self._is_ending(rest))
        soft = self._soft_verb.match(text)
        if soft is None or len(text) <= soft.end() + 1:
            return False
        return self._lexicon.title_ends.fullmatch(text, soft.end()) is not None

    def is_unit(self, text: str) -> bool:
        """Whether a text without white space is the name of a unit."""
        lexicon = self._lexicon
        if len(text) < 2 or "(" in text or text in lexicon.no_units or not (end := lexicon.unit_end.search(text)):
            return False
        if len(text) > _LONGEST_UNIT and end.end() - end.start() == 1 and end.group() not in lexicon.long_units:
            return False
        if lexicon.no_start.match(text) or self.is_action(text) or (end.start() == 0 and len(text) < 3):
            return False
        if lexicon.no_unit_start.match(text) or self._is_parted(text):
            return False
        return not lexicon.unit_stops.search(text, 0, end.start())

    def without_unit(self, title: str) -> str | None:
        """A title without the word for unit before its rank: 营销部经理 is 营销经理; None where it has none."""
        short = self._lexicon.words.units["alike"]
        for word in sorted(short, key=len, reverse=True):
            at = title.rfind(word)
            if at > 1 and self.is_bare(title[at + len(word) :]):
                return title[:at] + title[at + len(word) :]
        return None

    def is_bare(self, title: str) -> bool:
        """Whether a title is a rank alone (经理, 副主任), which names nobody without its unit."""
        return bool(self._bare.match(title)) and len(title) <= 4

    def is_rank(self, title: str) -> bool:
        """Whether a title is that of anybody who heads a unit (主任, 副经理), no trade in it (教务主任)."""
        return bool(self._rank.fullmatch(title))

    def _is_short_title(self, text: str) -> bool:
        if len(text) < 2 or self._lexicon.no_start.match(text) or self._people.search(text) or self.is_action(text):
            return False
        return text.endswith(self._short_ends)

    def _is_body(self, text: str) -> bool:
        if self._lexicon.no_start.match(text) or self.is_action(text):
            return False
        return bool(self._lexicon.bodies.search(text)) and not self._lexicon.unit_stops.search(text)

    def _english(self, text: str) -> NameKind | None:
        text = re.sub(r"^(?:the|a|an) ", "", text)
        words = _ENGLISH_WORD.findall(text)
        if len(words) > 2 and words[0] in self._english_verbs and {*words[1:]} & _JOINING and not self._sits(words):
            return None  # manage and mentor the finance team
        if any(word in _ARTICLES and before != "of" for before, word in pairwise(words)):
            return None  # assists the store manager
        if not words or len(words) > 7 or text in self._lexicon.people or _SEPARATED.search(text):
            return None
        head = words[words.index("of") - 1] if "of" in words[1:] else words[-1]
        if {"for", "on", "with", "by", "in", "from"} & set(words) or {
            "is",
            "are",
            "will",
            "to",
            "with",
            "ensure",
            "that",
        } & set(words):
            return None
        if head.rstrip(".") in self._lexicon.english_titles or words[-1] in self._lexicon.english_titles:
            return "role"
        if text in self._lexicon.words.titles["bodies"] or head in ("board", "committee", "council"):
            return "body"
        if words[-1] in self._lexicon.english_units and len(words) > 1 and text not in self._lexicon.no_units:
            return "unit"
        return None

    def _sits(self, words: Sequence[str]) -> bool:
        """Whether words that begin with what may be a verb name a post or body (audit and risk committee)."""
        joined = {behind for word, behind in pairwise(words) if word == "and"}
        ends = words[-1] in self._lexicon.english_titles or words[-1] in self._lexicon.words.titles["bodies"]
        return ends and bool(joined) and not (self._english_verbs | {words[-1]}) & joined and not _ARTICLES & {*words}

    def is_everybody(self, text: str) -> bool:
        """Whether a text names people or units in general (staff, other departments)."""
        return text in self._lexicon.people or text in self._lexicon.no_units

    def may_be_title(self, text: str) -> bool:
        """Whether an English text ends as titles do, also where it may mean anybody (chair, lead)."""
        return bool(self._english(text)) or text.rpartition(" ")[2] in self._lexicon.english_titles

    def prefix(self, text: str) -> Name | None:
        """The name that begins a longer text and is followed by what a name is followed by; offsets within `text`."""
        if text[:1].isascii() and text[:1].isalpha() and text[:40].isascii():
            return self._english_prefix(text)
        if self._is_verb_first(text):
            return None
        head = text[: _LONGEST + 2]
        if stop := _HEAD_END.search(head, 1):
            head = head[: stop.start()]
        for end, kind in self._ends(head):
            found = head[:end]
            if self._goes_on(text, end, found):
                return Name(0, end, kind)
        short = self._short_subject.match(text)  # 会计负责…
        return Name(0, short.end(), "role") if short else None

    def _is_verb_first(self, text: str) -> bool:
        """Whether a text begins with a verb that begins no name, the usual case of a duty; cheap to see."""
        verb = self._verb.match(text)
        return verb is not None and not self._ending.match(text, verb.end())

    def _ends(self, head: str, known: Collection[str] = ()) -> list[tuple[int, NameKind]]:
        """Where names may end that begin a text; `known` are names met elsewhere, which need no ending."""
        ends: dict[int, NameKind] = {}
        if not known and not self._ending.search(head):
            return []
        for match in self._lexicon.body_ends.finditer(head):
            if self._is_body(head[: match.end()]):
                ends[match.end()] = "body"
        for match in self._lexicon.unit_ends.finditer(head):
            if self.is_unit(head[: match.end()]) and not self._lexicon.links.search(head, 0, match.start()):
                ends.setdefault(match.end(), "unit")
        for match in self._lexicon.title_ends.finditer(head):
            if self.is_title(head[: match.end()]) and not self._lexicon.links.search(head, 0, match.start()):
                ends[match.end()] = "role"
        for length in range(len(head), 1, -1) if known else ():
            if head[:length] in known:
                ends.setdefault(length, "role")
        return sorted(ends.items())

    def _is_ending(self, text: str) -> bool:
        ending = self._lexicon.unit_ends.fullmatch(text) or self._lexicon.title_ends.fullmatch(text)
        return bool(ending) or bool(self._lexicon.body_ends.fullmatch(text))

    def _goes_on(self, text: str, end: int, found: str) -> bool:
        rest = text[end : end + 24].lstrip()
        if not rest or rest[0] in ":(-—" or rest.startswith(found):
            return True
        if rest[0] == ",":
            return bool(self._each.match(rest, 1))
        return bool(self._follow.match(rest) or self._lexicon.list_start.match(rest))

    def _english_prefix(self, text: str) -> Name | None:
        match = self._named_en.match(text)
        if match and (kind := self._english(match.group(1))):
            return Name(match.start(1), match.end(1), kind)
        match = self._several_en.match(text)  # Tellers handle deposits
        if match and self._english(match.group(1)) == "role":
            return Name(match.start(1), match.end(1) + 1, "role")
        return None

    def ours(self, text: str) -> int:
        """How many characters in front of a name only say whose it is (本公司, 周岩任)."""
        match = self._ours.match(text)
        return match.end() if match else 0

    def run(self, plain: str, start: int, end: int, known: Collection[str] = ()) -> Iterator[Name]:
        """Names that stand one behind the other without marks between (营销中心客服部总经理), as far as they go."""
        at = start + self.ours(plain[start:end])
        while at < end:
            if plain[at] in " 、,;\n-—/":
                at += 1
                continue
            name = self._next(plain, at, end, known)
            if not name:
                return
            yield name
            at = name.end

    def _next(self, plain: str, at: int, end: int, known: Collection[str]) -> Name | None:
        head = plain[at : min(end, at + _LONGEST)]
        ends = self._ends(head, known)
        if not ends:
            return None
        stop, kind = ends[0]
        for later, later_kind in ends[1:]:
            # 市场部 + 经理, 经理 + 助理: a rank or a longer ending directly behind belongs to the name before it.
            # 社工 + 组: the ending of a unit, unless a title begins with it (秘书室主任 are two).
            rank = later_kind == "role" and kind == "unit" and self.is_bare(head[stop:later])
            room = later_kind == "unit" and kind == "role" and later - stop < 3
            room = room and not self._lexicon.title_ends.match(head, later)
            if rank or room or head[:later] in known:
                stop, kind = later, later_kind
        return Name(at, at + stop, kind)

    def _prefixes(self, text: str) -> tuple[Name, ...]:
        """The names that begin a text, also several joined by 、 (科长、主任承处长之命); offsets within `text`.

        What is named last is followed by what a name is followed by; the others are names in themselves.
        """
        if ours := self.ours(text):  # 本公司总经理
            found = self.prefixes(text[ours:])
            return tuple(Name(name.start + ours, name.end + ours, name.kind) for name in found)
        if single := self.prefix(text):
            return (single,)
        if text.startswith(tuple(self._lexicon.distributive)):
            start = self._each_unit.match(text).end()  # type: ignore[union-attr]
            one = self.prefix(text[start:]) or self.prefix(text[1:])
            start = start if one and self.is_title(text[start : start + one.end]) else 1
            if one:
                return (Name(start, start + one.end, one.kind),) if one.kind == "role" else ()
        names: list[Name] = []
        at = 0
        for match in _JOINT.finditer(text[:60]):
            kind = self.kind(text[at : match.start()], short=True)
            if not kind:
                break
            names.append(Name(at, match.start(), kind))
            at = match.end()
        last = self.prefix(text[at:])
        strong = any(self.is_title(text[n.start : n.end]) for n in names)
        if last and names and strong:
            return (*names, Name(at, at + last.end, last.kind))
        return ()
