"""The readers of single texts that a vocabulary gives, made once and shared by all documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from dutygraph.graph.text.duties import parse
from dutygraph.graph.text.gates import Gates
from dutygraph.graph.vocabulary import Vocabulary
from dutygraph.loaders.extract.flows import Flows
from dutygraph.loaders.extract.lexicon import any_of, squeeze
from dutygraph.loaders.extract.names import Name
from dutygraph.loaders.extract.pieces import Cutter, cutter
from dutygraph.loaders.extract.reporting import Superiors
from dutygraph.loaders.extract.staffing import Staffing
from dutygraph.loaders.extract.statements import Clauses

_MATTER = 3
"""Characters of a matter at least, where one stands beside another."""

_HAN_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,6}·[\u4e00-\u9fff]{1,6}")
_LATIN_NAME = re.compile(r"[a-z][a-z.'-]*(?: [a-z][a-z.'-]*){1,3}")
_ACTS = (
    "propose", "review", "approve", "decide", "sign", "control", "assess", "supervise", "participate", "represent",
    "consent", "record",
)  # fmt: skip
_GRANTED_ACTS = ("approve", "review", "sign", "decide")
_REQUIRED_ACTS = ("approve", "review", "decide", "consent")


class Required(NamedTuple):
    """An approval that a rule requires: whose, of what, where its words end, and the act."""

    holder: tuple[int, int]
    matter: tuple[int, int]
    end: int
    act: str


class Reading:
    """All readers of one vocabulary."""

    def __init__(self, words: Vocabulary) -> None:
        self.words = words
        self.cutter: Cutter = cutter(words)
        self.lexicon = self.cutter.lexicon
        self.names = self.cutter.names
        self.clauses = Clauses(self.lexicon)
        self.superiors = Superiors(self.lexicon, self.names)
        self.staffing = Staffing(self.lexicon, self.names, self.cutter.marks)
        subjects = words.subjects
        self.flows = Flows(words, self.names)
        self.remarks = re.compile(any_of(subjects["remarks"]))
        self.fillers = re.compile(any_of(subjects["fillers"]))
        self.needs = re.compile(any_of(subjects["needs"]))
        duty_verbs = subjects["duty_verbs"]
        not_person = f"(?!{any_of(subjects['person'])})"
        adverbs = any_of(w for w in words.duties["openers"] if not w.isascii())
        self._acts = re.compile(
            f"{adverbs}?{any_of(w for w in duty_verbs if not w.isascii())}{not_person}"
            f"|{any_of(w for w in duty_verbs if w.isascii())}\\b"
        )
        self.parts_of = re.compile(any_of(words.units["parts_of"]))
        self.connectors = re.compile(f"(?:{any_of(subjects['connectors'])})+")
        # ...其职责如左: / 行使下列职权: / responsibilities include:
        own = any_of([*subjects["anaphora"], *words.titles["of"]])
        self._lists = re.compile(f"[,，]?(?:{own})?(?:{any_of(subjects['lists'])}) *:?$")
        ends = any_of(subjects["list_ends"])
        self._list_ends = re.compile(f"[ ,]*\\b{ends} *:$")  # The Purser must:
        self._name_ends = re.compile(r"(?:^|[.] )(?:the )?([a-z][a-z&/' -]{2,50}):$")  # ... in May. The Purser:
        self.composition = re.compile("|".join(subjects["composition"]))
        may = any_of(w for w in words.acts["entitled"] if w.isascii())
        self.may = re.compile(rf"{may} (?!be\b|not\b)")
        self._powers = re.compile(f"[,，]?(?:{own})?(?:{any_of(subjects['power_lists'])}) *:?$")
        self._opens = re.compile(f"(?:{any_of(subjects['opens'])})")
        self.must = re.compile(any_of(subjects["must"]))
        self._carries = re.compile(any_of(w for w in duty_verbs if w.endswith(duty_verbs[0])))
        self.general = re.compile(any_of(words.titles["general"]) + "$")
        self._says_of_things = re.compile(f"[^,]{{2,12}}?(?:{any_of(subjects['describes'])})")
        self._joins = re.compile(any_of(words.headcounts["joins"]))
        self._as_well = re.compile(any_of(words.acts["as_well"]))
        links = any_of(w for w in words.superiors["separators"] if w.isascii() and w.isalpha())
        self._and = re.compile(f"[ ,]*(?:{links} )?")
        self._parts = re.compile(r"[^,]+")
        self._needed_post = re.compile(r"[\u4e00-\u9fff]{2,6}$")
        self._duties_too = re.compile(any_of(w for w in words.labels["powers"] if len(w) == 2))
        self._include = re.compile(f"(?:{own})?(?:{any_of(subjects['lists'])})")
        self._headings = {
            squeeze(word): key.removesuffix("_headings")
            for key, group in words.frequencies.items()
            if key.endswith("_headings")
            for word in group
        }
        self.rules = re.compile(any_of(words.headings["rules"]) + "$")
        self._of = words.titles["of"]
        self.measure = re.compile(any_of(words.duties["metrics_end"]) + "$")
        self.block_label = re.compile(f"{any_of(words.labels['area_block'])} ?:")
        self.head_word = words.titles["head"][0]
        named = r"(?P<X>[^,。;:()、]{2,12}?)"
        self._required = Gates((re.compile(p.replace("{X}", named)), None) for p in words.acts["required"])
        decided = any_of(word for act in _REQUIRED_ACTS for word in words.acts[act])
        self._onward = re.compile(f"(?:{'|'.join(words.acts['onward'])}){named}(?P<act>{decided})(?=[,;。]|$)")
        self._proposer = re.compile("|".join(words.acts["proposer"]))
        self._tiered = [re.compile(pattern) for pattern in words.acts["tiered"]]
        self._circumstance = re.compile("|".join(subjects["circumstances"]))
        self.power = re.compile("|".join(words.acts["power"]))
        self._requires = re.compile(any_of(word for act in _REQUIRED_ACTS for word in words.acts[act]))
        self._by = [re.compile(p.replace("{X}", named)) for p in words.subjects["by"]]
        self._grants = re.compile(any_of(words.acts["from_duty"]))
        self._doer = words.acts["doer"]
        self._being = re.compile(any_of(subjects["being"]))
        self._chosen = re.compile("|".join(subjects["chosen"]))
        self._nobody = frozenset([*words.superiors["empty"], *words.titles["nobody"]])
        self._skip = re.compile(any_of(w for w in words.labels["skip"] if len(w) >= 4 and not w.isascii()))

    def acts(self, text: str) -> bool:
        """Whether a text that follows a name says what its bearer does."""
        return bool(self._acts.match(text.lstrip(" ,")))

    def does(self, plain: str, start: int, end: int) -> bool:
        """Whether a clause goes on at `start` with what its subject does, or with the opening of that."""
        return start < end and bool(self._acts.match(plain, start, end) or self._include.match(plain, start, end))

    def carries(self, text: str) -> bool:
        """Whether a text says that somebody is in charge (负责…)."""
        return bool(self._carries.match(text.lstrip(" ,")))

    def is_person(self, text: str) -> bool:
        """Whether a cell for a name holds one: two to four characters of Chinese, or a Latin name, no 待定 or TBD."""
        text = text.strip()
        if text in self._nobody or self.names.kind(text) is not None:
            return False
        return bool(_HAN_NAME.fullmatch(text) or _LATIN_NAME.fullmatch(text))

    def goes_on(self, plain: str, start: int, end: int) -> bool:
        """Whether a sentence without a subject says what somebody does, not what something consists of."""
        return bool(self.clauses.verb.match(plain, start, end)) and not self._says_of_things.match(plain, start, end)

    def only_opens(self, plain: str, start: int, end: int) -> bool:
        """Whether a clause is but the end of a list's opening (如下)."""
        while end > start and plain[end - 1] in " :":
            end -= 1
        return bool(self._opens.fullmatch(plain, start, end))

    def behind_include(self, plain: str, start: int, end: int) -> int:
        """Where a clause goes on behind words that only open it (其职责包括…)."""
        match = self._include.match(plain, start, end)
        return match.end() if match and match.end() < end else start

    def required(self, plain: str, start: int, end: int) -> Iterator[Required]:
        """Approvals without which a matter does not go on (…必须经过董事会批准)."""
        if not self._requires.search(plain, start, end):
            return
        for pattern, _ in self._required.open(plain, start, end):
            if match := pattern.search(plain, start, end):
                matter = match.span("matter")
                if proposed := self._proposer.search(plain, *matter):
                    begins = start if proposed.start() == matter[0] else matter[0]
                    matter = self.before_doer(plain, begins, proposed.start())
                    yield Required(proposed.span("Y"), matter, match.end(), "propose")
                yield Required(match.span("X"), matter, match.end(), self._required_act(match["act"]))
                while match := self._onward.match(plain, match.end(), end):
                    yield Required(match.span("X"), matter, match.end(), self._required_act(match["act"]))
                return

    def _required_act(self, word: str) -> str:
        return next((act for act in _REQUIRED_ACTS if word in self.words.acts[act]), "approve")

    def doers(self, plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Who does what a sentence rules (由财务部负责审核)."""
        for pattern in self._by:
            for match in pattern.finditer(plain, start, end):
                yield match.span("X")

    def granting(self, plain: str, start: int, end: int) -> str:
        """The act that a text begins with, where it gives the power to it (审批); empty where it begins otherwise."""
        match = self._grants.match(plain, start, end)
        return next((act for act in _GRANTED_ACTS if match[0] in self.words.acts[act]), "") if match else ""

    def before_doer(self, plain: str, start: int, end: int) -> tuple[int, int]:
        """The span of what is decided, in front of 由."""
        while end > start and (plain[end - 1] in self._doer or plain[end - 1] in " ,"):
            end -= 1
        return start, end

    def behind_being(self, plain: str, start: int, end: int) -> int:
        """Where a text goes on behind what its subject is (是第一责任人,负责…), `start` where it says nothing else."""
        if not self._being.match(plain, start, end):
            return start
        at = plain.find(",", start, end) + 1
        return at if at and self.acts(plain[at:end]) else start

    def behind_choice(self, plain: str, start: int, end: int) -> int:
        """Where a text goes on behind words on how a post is filled (由董事互选之,)."""
        match = self._chosen.match(plain, start, end)
        return match.end() if match else start

    def name_in(self, plain: str, start: int, end: int) -> Name | None:
        """The name that a text is, None where it is none."""
        run = list(self.names.run(plain, start, end))
        if len(run) != 1 or run[0].end != end or self.general.search(plain[start:end]):
            start += self.names.ours(plain[start:end])
            kind = self.names.kind(plain[start:end])
            return Name(start, end, "body") if kind == "body" else None
        return run[0]

    def parts(self, plain: str, start: int, end: int) -> list[tuple[int, int]]:
        """The parts of a clause between commas."""
        return [match.span() for match in self._parts.finditer(plain, start, end)]

    def behind_circumstance(self, plain: str, start: int, end: int) -> int:
        """Where a sentence goes on behind when it holds (发生火灾时,保安队长有权…), `start` where it says none."""
        match = self._circumstance.match(plain, start, end)
        return match.end() if match else start

    def tiered(self, plain: str, start: int, end: int) -> tuple[int, int] | None:
        """The matter of which a sentence opens a list of tiers (办公用品采购,按下列权限审批:)."""
        found = (pattern.match(plain, start, end) for pattern in self._tiered)
        return next((match.span("matter") for match in found if match), None)

    def is_organization(self, text: str) -> bool:
        """Whether a text names the whole organisation (集团, 本会)."""
        return bool(self.lexicon.organizations.search(text)) or 0 < self.names.ours(text) == len(text)

    def needed_post(self, plain: str, start: int, end: int) -> tuple[int, int] | None:
        """The post with which a part of a sentence about needed people ends (谈判能力强的销售人员)."""
        at = max(plain.rfind(word, start, end) + len(word) if word in plain[start:end] else -1 for word in self._of)
        if at > start and self.names.is_title(plain[at:end]):
            return at, end
        return None

    def behind_line(self, plain: str, start: int, end: int) -> int:
        """Where a sentence goes on behind a phrase that only names superiors (承处长之命,)."""
        for phrase in self.superiors.phrases(plain, start, end):
            if phrase.start <= start + 1:
                start = phrase.end
        link = self._and.match(plain, start, end)
        return link.end() if link else start

    def before_line(self, plain: str, start: int, end: int) -> int:
        """Where what somebody does ends, in front of words on to whom he reports (负责…,向总经理汇报)."""
        for phrase in self.superiors.phrases(plain, start, end):
            if phrase.end == end and plain[phrase.start - 1] == "," and phrase.start - 1 > start:
                return phrase.start - 1
        return end

    def matters_of(self, matter: str) -> list[str]:
        """The matters that a compound names: parts that end alike (差旅费和会议费), or that 以及 joins."""
        parts = [part for part in self._joins.split(matter) if part]
        alike = len({part[-1] for part in parts}) == 1
        whole = len(parts) > 1 and all(len(part) >= _MATTER for part in parts)
        return parts if whole and (alike or self._as_well.search(matter)) else [matter]

    def list_opener(self, plain: str, start: int, end: int) -> tuple[int, str] | None:
        """Where the words begin with which a sentence opens a list below it, and of what: duties or authority."""
        if match := self._powers.search(plain, start, end):
            return match.start(), "powers" if self._duties_too.search(match.group()) else "authority"
        if match := self._lists.search(plain, start, end):
            return match.start(), "duties"
        if match := self._list_ends.search(plain, start, end):
            return match.start(), "duties"
        if (match := self._name_ends.search(plain[start:end])) and self.names.may_be_title(match.group(1)):
            return start + match.start(), "duties"
        return None

    def same_units(self, key: str) -> tuple[str, ...]:
        """A unit's name and the one with a shorter or longer word for unit (销售部, 销售部门)."""
        short, long = self.words.units["alike"]
        if key.endswith(long):
            return key, key.removesuffix(long) + short
        return (key, key.removesuffix(short) + long) if key.endswith(short) else (key,)

    def frequency_heading(self, text: str) -> str | None:
        """How often what stands under a heading is done; `other` where the heading only says that it recurs."""
        return self._headings.get(text)

    def how_often(self, text: str) -> str | None:
        """How often a cell says that something is done: 每周, 月, 1次/季度."""
        return (self._headings.get(text) or parse(text, self.words).frequency) if text else None

    def skipped_heading(self, text: str) -> bool:
        """Whether a heading announces what is no duty."""
        return bool(self._skip.search(text))


@lru_cache(maxsize=8)
def reading_of(words: Vocabulary) -> Reading:
    """The readers of a vocabulary, made once."""
    return Reading(words)
