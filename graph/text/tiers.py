"""Joins the acts of a text to the amounts they hold for.

A clause names the amount first (5000元以下由经理审批) or the holder first (经理审批5000元以下的费用); acts of a later
clause without an amount belong to the amount before them (5万元以上的，由经理审核，报总经理批准). All texts are even.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from dutygraph.graph.text.actors import Span
from dutygraph.graph.text.intervals import End, Interval, Stop, Verb
from dutygraph.graph.text.limit_words import LimitWords

_STRENGTH = ("record", "propose", "consent", "deliberate", "review", "sign", "approve", "decide")
_AFTER = ("approve", "decide", "deliberate", "review")
_ALONE = (*_AFTER, "sign")
"""Acts that count though nobody is named, behind the amount (5万元以上须审批) and before it (签订5万元以下合同)."""

_NEAR = 16  # characters between an act and its object
_NEAR_LATIN = 48


class Act(msgspec.Struct, gc=False):
    """A verb and the spans of those who do it, none where nobody is named."""

    verb: Verb
    names: tuple[Span, ...]
    act: str
    end: int
    passed: bool = False


class Tier(msgspec.Struct, gc=False):
    """One interval, the acts on it, and where its clause stands: `subject` is the text before the amount."""

    interval: Interval
    sentence: int
    subject: Span
    acts: list[Act] = []
    clause_end: int = 0


def bind(text: str, words: LimitWords) -> list[Tier]:
    """The amounts of an even text, in order, each with its acts."""
    return _Binder(text, words).bind()


class _Binder:
    def __init__(self, text: str, words: LimitWords) -> None:
        self._text = text
        self._words = words
        self._actors = words.actors
        self._tiers: list[Tier] = []
        self._open: list[Tier] = []  # of this sentence, without an act so far
        self._bound: list[Tier] = []  # what the last act was joined to
        self._told: list[Tier] = []  # what an act was joined to last, in this sentence or before
        self._early: list[Act] = []  # acts of this clause before any amount
        self._in_clause: list[Tier] = []
        self._last_act: Act | None = None  # of this clause
        self._heading: Act | None = None  # the last act, of which a holder may be named alone
        self._quantity: str | None = None  # of the last amount that has an act
        self._edge = 0  # where the name of the next holder may start
        self._subject = 0  # where the words on the next amount start
        self._clause = 0
        self._sentence = 0
        self._clause_start = 0
        self._object: tuple[Act, Span] | None = None  # an act of the clause before, and what it is done to

    def bind(self) -> list[Tier]:
        for token in self._words.scanner.scan(self._text):
            if isinstance(token, Stop):
                self._stop(token)
            elif isinstance(token, Verb):
                self._verb(token)
            else:
                self._amount(token)
        self._stop(Stop(len(self._text), len(self._text), True))
        return self._tiers

    def _amount(self, interval: Interval) -> None:
        tier = Tier(interval, self._sentence, (self._subject, interval.start))
        self._tiers.append(tier)
        if interval.low is not None and interval.low is interval.high:
            if self._text[interval.start : interval.end] in self._words.per_of:
                return  # 一次, 一个月: what an amount is counted for
            if self._alternative(interval):
                return
            if not self._said_as_limit(interval):
                self._edge = self._subject = interval.end
                return  # an amount that bounds nothing
            interval.low = None
        self._edge = self._subject = interval.end
        if not self._in_clause and self._open:
            # An amount before, whose clause says who acts but not by a verb we know (由业务员催收), stays alone.
            leads = self._actors.leads
            self._open = [t for t in self._open if not leads(self._text, t.interval.end, t.clause_end)]
        beside = self._counted_beside(interval)
        early = beside or [act for act in self._early if act.names or self._near(act, interval)]
        self._early = []
        self._in_clause.append(tier)
        if early:
            tier.acts = early
            self._quantity = interval.quantity
            self._bound = self._told = [tier]
            self._open = []
        else:
            self._open.append(tier)

    def _said_as_limit(self, interval: Interval) -> bool:
        """审批上限5000元, and behind it 总监2万元: a mere figure that a power is said of is its upper end."""
        if any(act.verb.right and self._near(act, interval) for act in self._early):
            return True
        if self._in_clause and self._in_clause[-1].acts and self._counted_and(self._in_clause[-1].interval, interval):
            return True
        power = self._heading is not None and self._heading.verb.right > 0
        return power and bool(self._actors.only(self._text, self._subject, interval.start))

    def _alternative(self, interval: Interval) -> bool:
        """超过预算10%或者50万元: a mere figure beside a bounded one, which is bounded likewise and has its acts."""
        before = self._in_clause[-1] if self._in_clause else None
        if before is None or before.interval.low is before.interval.high or interval.low is None:
            return False
        if before.interval.quantity == interval.quantity:
            return False
        if not self._words.either.fullmatch(self._text, before.interval.end, interval.start):
            return False
        end, bounded = interval.low, before.interval.low or before.interval.high
        end.inclusive, end.marked = bounded.inclusive, bounded.marked  # type: ignore[union-attr]
        interval.low, interval.high = (end, None) if before.interval.low else (None, end)
        tier = self._tiers[-1]
        tier.subject = (interval.start, interval.start)
        tier.acts = list(before.acts)
        self._in_clause.append(tier)
        (self._bound if before in self._bound else self._open).append(tier)
        self._edge = self._subject = interval.end
        return True

    def _may(self, names: tuple[Span, ...], verb: Verb) -> bool:
        """总监可自行办理."""
        return self._words.own_cue.search(self._text, names[-1][1], verb.start) is not None

    def _counted_beside(self, interval: Interval) -> list[Act]:
        """The acts on the amount before, where this one only counts otherwise: 5,000 per order and 50,000 per year."""
        before = self._in_clause[-1] if self._in_clause else None
        if before is None or not before.acts:
            return []
        return before.acts if self._counted_and(before.interval, interval) else []

    def _counted_and(self, before: Interval, interval: Interval) -> bool:
        between = self._words.counted_and.fullmatch(self._text, before.end, interval.start)
        return before.low is None and between is not None

    def _near(self, act: Act, interval: Interval) -> bool:
        """Whether an act without a holder has this amount as its object: 审批5000元以下的费用."""
        between = self._text[act.end : interval.start]
        return len(between) <= (_NEAR_LATIN if between.isascii() else _NEAR) and (
            act.verb.right > 0 or ":" not in between
        )

    def _verb(self, verb: Verb) -> None:
        if verb.own and not self._open and not self._in_clause:
            return
        last = self._last_act
        if last and last.verb.end == verb.start and not verb.own:  # 审核批准, 研究决定
            if last.act == "propose" != verb.act:  # 签报核定: who decides is not said
                self._edge = verb.end
                return
            last.act = max(last.act, verb.act, key=_strength)
            last.verb.end = last.end = self._edge = verb.end
            return
        found = self._actors.of(self._text, self._edge, verb)
        if found.negated:
            self._edge = verb.end
            self._open = []
            return
        if verb.own and not (found.names and (found.led or self._may(found.names, verb))):
            return
        names = found.names
        if not names and found.idle and last:
            if last.passed and self._actors.follows(self._text, self._edge, verb.start):
                return  # 经法务审核后签订: who signs is not said
            names = last.names
        if not names and self._in_clause:
            names = self._holder_before(self._in_clause[-1])
        if not names and not (verb.right or verb.act in (_AFTER if self._in_clause else _ALONE)):
            return
        act = Act(verb, names, verb.act, max(verb.end, names[-1][1] if names else 0), found.passed)
        self._edge, self._last_act = act.end, act
        if names or self._text[verb.start].isascii():
            self._subject = act.end  # in English what an act is about stands behind it
        self._join(act, found.subject)

    def _join(self, act: Act, subject: bool) -> None:
        self._heading = act
        before = self._open or self._bound or self._told
        if act.names and before and not self._in_clause:
            rest = self._words.complement.match(self._text, self._clause)
            if rest:
                self._rest(act, [tier.interval for tier in before], rest)
                return
        if self._open and (self._in_clause or (act.names and not act.verb.right)):
            self._bound, self._open = [tier for tier in self._open if not self._goes_on(tier)], []
        elif not (self._in_clause and self._bound):
            if not (subject and self._bound):
                self._early.append(act)
            return
        for tier in self._bound:
            tier.acts.append(act)
            self._quantity = tier.interval.quantity
        self._told = self._bound

    def _goes_on(self, tier: Tier) -> bool:
        """Whether this clause begins where a tier ends, and its act is not that tier's: 超过30%的须经总监批准."""
        here = self._in_clause[0].interval.low if self._in_clause else None
        high = tier.interval.high
        return here is not None and high is not None and here.value == high.value and tier not in self._in_clause

    def _rest(self, act: Act, belows: Sequence[Interval], rest: re.Match[str]) -> None:
        """`…, 超过部分由总经理审批`: what is above the amounts before."""
        self._bound, self._open = [], []
        for below in belows:
            if below.high is None:
                continue
            inclusive = self._words.complement_of[rest["word"]] == "at_least" or not below.high.inclusive
            low = End(below.high.value, inclusive, marked=not inclusive)
            interval = Interval(self._clause, rest.end(), low, None, below.quantity, below.base)
            tier = Tier(interval, self._sentence, (rest.end(), rest.end()), [act])
            self._tiers.append(tier)
            self._in_clause.append(tier)
            self._bound.append(tier)

    def _holder_before(self, tier: Tier) -> tuple[Span, ...]:
        """部门经理对5000元以下的费用有审批权."""
        names = self._actors.leading(self._text, *tier.subject)
        if names:
            tier.subject = (tier.interval.start, tier.interval.start)
        return names

    def _stop(self, stop: Stop) -> None:
        if self._early and self._bound and not self._in_clause:
            for tier in self._bound:
                tier.acts += [act for act in self._early if act.names and not act.verb.right]
        if self._object and self._in_clause and not (self._early or self._last_act):
            self._said_behind(self._object, stop.start)
        self._object = None
        acting = [act for act in self._early if not act.names and not act.verb.right]
        if acting and not self._in_clause and not stop.strong:
            self._object = acting[-1], (acting[-1].end, stop.start)
        for tier in self._in_clause:
            tier.clause_end = stop.start
            if not (tier.acts and (tier.acts[-1].names or any(act.names for act in tier.acts))):
                self._name_only(tier, stop.start)
        if not self._in_clause and self._last_act is None:
            self._rest_of_a_name(stop.start)
        self._early, self._in_clause, self._last_act = [], [], None
        self._edge = self._subject = self._clause_start = stop.end
        rest = self._words.complement.match(self._text, self._clause)
        if stop.strong or rest is None or rest.end() != stop.start:  # 超过上述限额的,由…
            self._clause = stop.end
        if stop.strong:
            self._named_before(stop.start)
            self._open, self._bound = [], []
            self._sentence = stop.end

    def _said_behind(self, said: tuple[Act, Span], end: int) -> None:
        """审批农资采购申请,单笔10万元以内: a clause of nothing but the amount limits the act before it."""
        act, matter = said
        tier = self._in_clause[0]
        before = self._text[self._clause_start : tier.interval.start].strip()
        behind = self._text[self._in_clause[-1].interval.end : end].strip()
        if tier.acts or behind or (before and self._words.per.fullmatch(before) is None):
            return
        for tier in self._in_clause:
            tier.acts, tier.subject = [act], matter
        self._open = [tier for tier in self._open if tier not in self._in_clause]
        self._bound = self._told = list(self._in_clause)

    def _rest_of_a_name(self, end: int) -> None:
        """`directors up to $10,000; the CFO anything above`."""
        below = self._tiers[-1] if self._tiers else None
        if self._heading is None or below is None or not below.acts:
            return
        rest = self._words.complement_behind.search(self._text, self._clause, end)
        if rest and (names := self._actors.only(self._text, self._clause, rest.start())):
            act = Act(self._heading.verb, names, self._heading.act, rest.end())
            self._rest(act, [below.interval], rest)

    def _named_before(self, end: int) -> None:
        """2万元以内报主任,10万元以内报局长批准: who acts stands alone, and what is done only at the end."""
        heading = self._heading
        if heading is None or heading.verb.start < self._sentence:
            return
        for tier in self._tiers:
            if tier.sentence != self._sentence or tier.acts or tier.interval.low is tier.interval.high:
                continue
            start, until = tier.interval.end, tier.clause_end
            led = tier.interval.start < heading.verb.start and self._actors.leads(self._text, start, until)
            if led and (names := self._actors.only(self._text, start, until)):
                tier.acts = [Act(heading.verb, names, heading.act, names[-1][1])]

    def _name_only(self, tier: Tier, end: int) -> None:
        """审批权限：部门经理5000元以下 and 5000元以下：部门经理, where the act stands before."""
        heading, interval = self._heading, tier.interval
        if heading is None or (self._quantity and interval.quantity and interval.quantity != self._quantity):
            return
        actors = self._actors
        names = actors.only(self._text, interval.end, end)
        if not names and (names := actors.only(self._text, *tier.subject)):
            tier.subject = (interval.start, interval.start)
        if names:
            act = tier.acts[0] if tier.acts else heading
            tier.acts = [Act(act.verb, names, act.act, max(interval.end, act.end if tier.acts else 0, names[-1][1]))]
            self._open = [other for other in self._open if other is not tier]
            self._bound = [tier]


def _strength(act: str) -> int:
    return _STRENGTH.index(act) if act in _STRENGTH else -1
