"""What owners may do: items of a list of powers, and duties that give a power."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from dutygraph.graph.facts import Act
from dutygraph.graph.text.duties import alternatives
from dutygraph.graph.vocabulary import Vocabulary

_ACTS: tuple[Act, ...] = (
    "propose", "review", "approve", "decide", "sign", "control", "assess", "supervise", "participate", "represent",
    "consent", "record",
)  # fmt: skip
_CLAUSE = re.compile(r"[,;](?!\d)| and ")


@dataclass(frozen=True, slots=True)
class Grant:
    """An act, and the span of the matter within the text that was read."""

    act: Act
    start: int
    end: int


class Powers:
    """Reads grants by the words of a vocabulary. All texts are plain forms."""

    def __init__(self, words: Vocabulary) -> None:
        acts, duties = words.acts, words.duties
        self._act_of: dict[str, Act] = {}
        for act in _ACTS:
            for word in acts[act]:
                self._act_of.setdefault(word, act)
        every = alternatives(self._act_of)
        right = alternatives(acts["right"])
        self._right = re.compile(f"(?P<act>{every})(?:{alternatives(words.titles['of'])})?{right}")
        self._has = re.compile(f"(?:{alternatives(acts['may'])})+")
        self._entitled = re.compile(alternatives(acts["entitled"]))
        self._head = re.compile(every)
        links = alternatives(words.titles["links"])
        self._more = re.compile(f"(?:(?:{links}|、){every})+")
        upon, has = alternatives(duties["upon"]), alternatives(acts["may"])
        does = alternatives(duties["does"])
        self._does = re.compile(f"(?:{alternatives(acts['may'])})*{upon}(?P<matter>.+?){does}(?P<act>{every})")
        self._over = re.compile(f"{upon}(?P<matter>.+?){has}(?P<act>[^,]+?){right}$")
        self._of = re.compile(alternatives(words.titles["of"]) + "$")
        granting = alternatives(acts["from_duty"])
        self._granting = re.compile(granting)
        self._charge = re.compile(f"{alternatives([*duties['charges'], *acts['chairs']])}")
        self._opener = re.compile(f"(?:{alternatives([*duties['openers'], *duties['charges']])}) *")
        self._phrase = re.compile("|".join(duties["phrases"]))
        self._signing = re.compile(alternatives(acts["sign"]))
        of = alternatives(words.titles["of"])
        self._nominal = re.compile(f"{of}(?P<list>(?:(?!{of}).)*)$")
        doer = alternatives(acts["doer"])
        self._done_by = re.compile(f"(?P<matter>[^,]{{2,}}?){doer}[^,]{{2,14}}?(?P<act>{granting})$")
        of = alternatives(acts["of_rules"])
        self._nominal_rule = re.compile(f"{of}(?P<list>(?:(?!{of}).)*)$")
        self._nominal_act = re.compile(alternatives([*acts["from_duty"], *acts["nominal"]]))
        self._submitted = re.compile("|".join(acts["submitted"]))
        self._decides = re.compile(f"{alternatives(acts['fixes'])}.*?{alternatives(acts['decided_things'])}$")

    def stated(self, text: str, default: Act) -> Grant:
        """The act of one item of a list of powers: the noun before 权, else its first verb, else `default`."""
        if match := self._over.match(text):  # 对仓管员的绩效有考核权
            act = self._head.search(match["act"])
            return Grant(self._act_of[act.group()] if act else "decide", *match.span("matter"))
        if match := self._does.match(text):  # 有权对违纪员工进行处罚
            return Grant(self._act_of[match["act"]], *match.span("matter"))
        if match := self._right.search(text):
            end = match.start()
            while end and self._of.search(text[:end]):
                end -= 1
            return Grant(self._act_of[match["act"]], 0, end or len(text))
        at = match.end() if (match := self._has.match(text)) else 0
        at += len(text[at:]) - len(text[at:].lstrip())
        if match := self._head.match(text, at):
            more = self._more.match(text, match.end())
            return Grant(self._act_of[match.group()], more.end() if more else match.end(), len(text))
        return Grant(default, 0, len(text))

    def default(self, label: str) -> Act:
        """The act of a list's items by the word that heads it (审核事项: review); `decide` where it says none."""
        match = self._head.search(label)
        return self._act_of[match.group()] if match else "decide"

    def of_duty(self, text: str) -> Iterator[Grant]:
        """The acts for which a duty gives the power: 审核客户订单, 主持合同的签订, 报批准后实施."""
        at = 0
        for clause in _CLAUSE.split(text):
            start = text.index(clause, at) if clause else at
            at = start + len(clause)
            if grant := self._of_clause(text, start, at) or self._of_right(text, start, at):
                yield grant
                return
        if match := self._submitted.search(text):
            yield Grant("propose", 0, match.start() or len(text))
        elif match := self._decides.search(text):
            yield Grant("decide", match.start(), match.end())

    def _of_right(self, text: str, start: int, end: int) -> Grant | None:
        """有权制止违章作业: what somebody has the right to do."""
        match = self._entitled.match(text, start, end)
        if not match or match.end() == end:
            return None
        act = self._head.match(text, match.end(), end)
        return Grant(self._act_of[act.group()] if act else "decide", act.end() if act else match.end(), end)

    def _of_clause(self, text: str, start: int, end: int) -> Grant | None:
        if match := self._done_by.match(text, start, end):
            return Grant(self._act_of[match["act"]], start, match.end("matter"))
        in_charge = bool(self._charge.match(text, start, end))
        head = self._verb_at(text, start, end)
        if match := self._granting.match(text, head, end):
            rest = match.end()
            return Grant(self._act_of[match.group()], rest if rest < end else start, end)
        if in_charge and (match := self._signing.search(text, start, end)):
            return Grant("sign", head, match.start() if match.start() > head else end)
        nominal = (self._nominal if in_charge else self._nominal_rule).search(text, start, end)
        found = self._nominal_act.search(nominal["list"]) if nominal else None
        return Grant(self._act_of[found.group()], head, nominal.start()) if nominal and found else None

    def _verb_at(self, text: str, start: int, end: int) -> int:
        while True:
            match = self._phrase.match(text, start, end) or self._opener.match(text, start, end)
            if not match or match.end() >= end:
                return start
            start = match.end()


@lru_cache(maxsize=8)
def powers_of(words: Vocabulary) -> Powers:
    """The reader of a vocabulary, made once."""
    return Powers(words)
