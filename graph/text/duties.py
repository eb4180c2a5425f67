"""What a duty says: its verb, how strongly its owner is involved, how often it is done.

All texts are plain forms: Simplified, half width, lower case. The words are data (graph/vocabulary).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple, cast

from dutygraph.graph.facts import Frequency, Mode
from dutygraph.graph.vocabulary import Vocabulary

_CLAUSE = re.compile(r"[,;]")
_BRACKET = re.compile(r"\([^()]*\)")
_MODES: tuple[Mode, ...] = (
    "lead", "assist", "supervise", "participate", "report", "coordinate", "approve", "consulted", "informed",
)  # fmt: skip
_FREQUENCIES: tuple[Frequency, ...] = ("daily", "weekly", "monthly", "quarterly", "yearly", "adhoc")


class Parsed(NamedTuple):
    """The parts of a duty; `verb` and `object` are None where the text does not begin with a known verb."""

    verb: str | None
    object: str | None
    mode: Mode
    frequency: Frequency | None


def alternatives(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first; English words end at their end."""
    ordered = sorted(set(words), key=lambda w: (-len(w), w))
    parts = [re.escape(w) + (r"(?![a-z])" if w.isascii() and w[-1].isalpha() else "") for w in ordered]
    return "(?:" + "|".join(parts) + ")" if parts else "(?!)"


class _Reader:
    """The patterns of one vocabulary."""

    def __init__(self, words: Vocabulary) -> None:
        duties, modes = words.duties, words.modes
        self._mode_of: dict[str, Mode] = {verb: mode for mode in _MODES for verb in modes[mode]}
        every = alternatives(self._mode_of)
        staff, leading = alternatives(duties["staff"]), alternatives(duties["leading"])
        contact, outside = alternatives(duties["contact"]), alternatives(duties["outsiders"])
        self._lead_in = re.compile(f"(?:{alternatives(duties['lead_ins'])}[,]?)")
        self._phrase = re.compile("|".join(duties["phrases"]))
        self._charge = re.compile(alternatives(duties["charges"]))
        self._firm = re.compile(alternatives(duties["firm"]))
        self._opener = re.compile(f"(?:{alternatives(duties['openers'])}|{alternatives(duties['charges'])}) *")
        self._head = re.compile(every)
        self._verb = re.compile(alternatives([*duties["verbs"], *self._mode_of]))
        self._does = re.compile(f"{alternatives(duties['upon'])}.+?{alternatives(duties['does'])}(?P<verb>{every})")
        self._tells = re.compile(
            f"{alternatives(duties['towards'])}(?P<whom>.{{1,16}}?){alternatives(modes['report'])}"
        )
        self._advises = re.compile("|".join(duties["advice"]))
        self._with = re.compile(
            f"(?:{alternatives(duties['keep'])})?{alternatives(duties['with'])}(?P<whom>.{{1,16}}?){contact}"
        )
        self._among = re.compile(f"{alternatives(duties['with'])}[^,]*?{alternatives(duties['peers'])}[^,]*?{contact}")
        self._outside = re.compile(outside)
        self._people = re.compile(f"{staff}[^,;]{{0,6}}?{leading}")
        self._leads = re.compile(f"{leading}[^,;]{{0,8}}?{staff}")
        self._arranges = re.compile(
            f"{alternatives(duties['arrange'])}[^,]{{0,4}}?(?:{staff}|{alternatives(duties['own_unit'])})"
        )
        self._progress = re.compile("|".join(duties["progress"]))
        self._rule = re.compile(f".*(?:{alternatives(words.acts['of_rules'])})(?P<verb>{every})$")
        self._nominal = re.compile(f"(?:^|.*(?:{alternatives(words.titles['of'])}))(?P<verb>{every})")
        self._frequency = re.compile("|".join(f"(?P<{k}>{alternatives(words.frequencies[k])})" for k in _FREQUENCIES))

    def parse(self, text: str) -> Parsed:
        bare = _BRACKET.sub("", text)
        clauses = [(clause, self._stripped(clause)) for clause in _CLAUSE.split(bare) if clause]
        verb, thing = self._verb_of(clauses)
        often = self._frequency.search(text)
        return Parsed(verb, thing, self._mode(clauses), cast(Frequency, often.lastgroup) if often else None)

    def _mode(self, clauses: list[tuple[str, str]]) -> Mode:
        for at, (clause, said) in enumerate(clauses):
            if mode := self._clause_mode(said, bool(self._charge.match(clause))):
                return mode
            if at == 0 and (self._charge.match(clause) or self._firm.match(said)):
                return "own"
        return "own"

    def _stripped(self, clause: str) -> str:
        """A clause from its verb on, without adverbs and phrases that only say on what grounds."""
        clause = self._lead_in.sub("", clause, count=1) if self._lead_in.match(clause) else clause
        while True:
            match = self._phrase.match(clause) or self._opener.match(clause)
            if not match or match.end() >= len(clause):
                return clause.lstrip()
            clause = clause[match.end() :]

    def _clause_mode(self, said: str, in_charge: bool) -> Mode | None:
        if match := self._rule.match(said):  # 预算、决算之审核
            return self._mode_of[match["verb"]]
        if self._among.search(said):
            return "coordinate"
        if match := self._with.match(said):
            return None if self._outside.search(match["whom"]) else "coordinate"
        if match := self._tells.match(said):
            return None if self._outside.search(match["whom"]) else "report"
        if self._advises.match(said):
            return "report"
        if self._people.search(said.split("、")[0]) or self._leads.match(said) or self._arranges.match(said):
            return "lead"
        if match := self._does.match(said):
            return self._mode_of[match["verb"]]
        if self._progress.match(said) and not in_charge:
            return "supervise"
        if match := self._head.match(said):
            return self._mode_of[match.group()]
        if not self._verb.match(said) and (match := self._nominal.match(said)):
            return self._mode_of[match["verb"]]
        return None

    def _verb_of(self, clauses: list[tuple[str, str]]) -> tuple[str | None, str | None]:
        for _, said in clauses:
            if match := self._verb.match(said):
                return match.group(), said[match.end() :].strip() or None
        return None, None


@lru_cache(maxsize=8)
def _reader(words: Vocabulary) -> _Reader:
    return _Reader(words)


def parse(text: str, words: Vocabulary) -> Parsed:
    """Read a duty.

    >>> from dutygraph.graph import vocabulary
    >>> parse("每周协助经理制定计划", vocabulary.default())
    Parsed(verb='协助', object='经理制定计划', mode='assist', frequency='weekly')
    """
    return _reader(words).parse(text)
