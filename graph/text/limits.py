"""Who may do what up to which amount: the limits that a text states (docs/authority.md).

    单笔5000元以下由部门经理审批，5000元（含）以上至2万元由总监审批，超过2万元报总经理批准。

`intervals` finds the amounts, `actors` who acts; this module joins them. Words: graph/vocabulary/limits.toml.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple, cast

import msgspec

from dutygraph.graph import records
from dutygraph.graph.text.intervals import Interval, settle
from dutygraph.graph.text.limit_words import DEFAULT, LimitWords
from dutygraph.graph.text.numbers import even, is_traditional, plain
from dutygraph.graph.text.tiers import Act, Tier, bind

_STOPS = frozenset(["", *",;。:()"])
_LONGEST_MATTER = 24  # characters of a clause that says what the next one is about

Kind = Literal["limit", "procedure", "plain"]


class Limit(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One act of one holder and the amounts it holds for.

    `role` and `verb` are the document's words, `act` the act of the facts form. `min` and `max` are exact, None is
    open; `quantity` is a currency code, `percent`, `days` …; `per` is what one amount is counted for (`transaction`,
    `year` …); `base` what a share is compared with; `condition` the words that say when the grant holds; `matter` what
    the clause is about. `step` counts from 1 where several act one after another on the same amount. `text` is the
    amount in the document's words; `start:end` covers amount and act.
    """

    role: str | None
    act: records.Act
    min: Decimal | None
    max: Decimal | None
    min_inclusive: bool
    max_inclusive: bool
    quantity: str
    per: str | None
    condition: str | None
    start: int
    end: int
    verb: str
    base: str | None
    matter: str | None
    step: int | None
    text: str

    def as_fact(self) -> records.Limit:
        """The interval in the facts form."""
        return records.Limit(
            quantity=self.quantity,
            min=None if self.min is None else plain(self.min),
            max=None if self.max is None else plain(self.max),
            min_inclusive=self.min_inclusive,
            max_inclusive=self.max_inclusive,
            per=self.per,
            base=self.base,
            text=self.text,
        )


def read_limits(text: str, vocabulary: LimitWords = DEFAULT) -> list[Limit]:
    """The limits a text states, in order; several acts on one amount are several limits.

    Amounts that only choose a procedure (公开招标) or limit nothing (罚款50元) give none; `read_amounts` shows them.

    >>> [(l.role, l.act, str(l.min), str(l.max)) for l in read_limits("5千元以下由部门经理审批，超过5千元报总经理批准")]
    [('部门经理', 'approve', 'None', '5000'), ('总经理', 'approve', '5000', 'None')]
    """
    levelled = even(text)
    if not vocabulary.scanner.has_bound(levelled):
        return []
    tiers = bind(levelled, vocabulary)
    if not any(tier.acts for tier in tiers):
        return []
    settle([tier.interval for tier in tiers])
    return _Writer(text, levelled, vocabulary).limits(tiers)


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of a text and what it does there: it limits who may act, it picks a procedure, or neither."""

    kind: Kind
    start: int
    end: int


def read_amounts(text: str, vocabulary: LimitWords = DEFAULT) -> list[Amount]:
    """Every amount of a text and its kind.

    >>> [a.kind for a in read_amounts("迟到罚款50元；1万元以上须公开招标；5万元以上由总经理审批")]
    ['plain', 'procedure', 'limit']
    """
    levelled = even(text)
    tiers = bind(levelled, vocabulary)
    starts = [tier.interval.start for tier in tiers[1:]] + [len(text)]
    return [
        Amount(_kind(tier, levelled, start, vocabulary), tier.interval.start, tier.interval.end)
        for tier, start in zip(tiers, starts, strict=False)
    ]


def _kind(tier: Tier, text: str, following: int, words: LimitWords) -> Kind:
    if tier.acts:
        return "limit"
    bounds = tier.interval.low is not tier.interval.high
    return "procedure" if bounds and words.procedure.search(text, tier.interval.end, following) else "plain"


class Bounds(NamedTuple):
    """The amounts of one tier label, as a fact's limit; `start:end` is where they stand in the label."""

    limit: records.Limit
    start: int
    end: int


def read_ladder(labels: Sequence[str], vocabulary: LimitWords = DEFAULT, *, mere: bool = False) -> list[Bounds | None]:
    """The amounts of labels that belong to one ladder of tiers (rows or columns of a table), None where one has none.

    （含） in one label settles the ends of its neighbours. With `mere`, a figure without a word is an upper end.

    >>> [bounds and (bounds.limit.min, bounds.limit.max) for bounds in read_ladder(["Up to $5K", ">$5K", "any"])]
    [(None, '5000'), ('5000', None), None]
    """
    found = [_bounding(label, vocabulary, mere) for label in labels]
    intervals = [interval for interval in found if interval is not None]
    settle(intervals)
    named = {interval.quantity for interval in intervals if interval.quantity}
    foreign = sorted(quantity for quantity in named if quantity.isupper())
    script = "traditional" if any(is_traditional(label) for label in labels) else "simplified"
    yuan = foreign[0] if len(foreign) == 1 else vocabulary.currency[script]
    ladder: list[Bounds | None] = []
    for label, interval in zip(labels, found, strict=True):
        if interval is None:
            ladder.append(None)
            continue
        quantity = interval.quantity or (min(named) if named else "yuan")
        per = vocabulary.per.search(even(label))
        limit = records.Limit(
            quantity=yuan if quantity == "yuan" else quantity,
            min=None if interval.low is None else plain(interval.low.value),
            max=None if interval.high is None else plain(interval.high.value),
            min_inclusive=interval.low is None or interval.low.inclusive,
            max_inclusive=interval.high is None or interval.high.inclusive,
            per=per and vocabulary.per_of[per[0]],
            base=interval.base,
            text=label[interval.start : interval.end].strip(),
        )
        ladder.append(Bounds(limit, interval.start, interval.end))
    return ladder


def _bounding(label: str, words: LimitWords, mere: bool) -> Interval | None:
    for interval in words.scanner.amounts(even(label)):
        if interval.low is not interval.high:
            return interval
        if mere:
            interval.low = None
            return interval
    return None


class _Writer:
    """Turns tiers into limits; what one tier of a sentence says of per, condition and matter holds for the next."""

    def __init__(self, text: str, levelled: str, words: LimitWords) -> None:
        self._text = text
        self._even = levelled
        self._words = words
        self._pers = [(m.start(), m[0]) for m in words.per.finditer(levelled)]
        self._conditions = [m.span() for m in words.condition.finditer(levelled)]
        self._sentence = -1
        self._per: str | None = None
        self._condition: str | None = None
        self._matter: str | None = None
        self._base: str | None = None
        self._currency: str | None = None

    def limits(self, tiers: list[Tier]) -> list[Limit]:
        written: list[Limit] = []
        for index, tier in enumerate(tiers):
            if tier.acts or tier.interval.low is not tier.interval.high:
                self._carry(tier, tiers[index + 1].interval.start if index + 1 < len(tiers) else len(self._text))
                if tier.acts:
                    written += self._acts(tier, self._quantity(tier.interval, tiers))
        return written

    def _quantity(self, interval: Interval, tiers: list[Tier]) -> str:
        """The unit of the amount, else of the text's first amount.

        元 is the currency named last (港币10万元以下…, 10万元以上…), else that of the script.
        """
        quantity = interval.quantity or next((t.interval.quantity for t in tiers if t.interval.quantity), "yuan")
        if quantity == "yuan":
            script = "traditional" if is_traditional(self._text) else "simplified"
            return self._currency or self._words.currency[script]
        if quantity.isupper():
            self._currency = quantity
        return quantity

    def _carry(self, tier: Tier, following: int) -> None:
        base, until = self._compared(tier) if tier.interval.quantity == "percent" else (None, tier.subject[1])
        base = base or self._shared(tier.interval)
        matter = self._matter_of(tier, until, following)
        if tier.sentence != self._sentence:
            self._sentence = tier.sentence
            if matter:
                self._per = self._condition = self._base = None
        self._matter, self._base = matter or self._matter, base or self._base
        start, end = tier.interval.start, tier.interval.end
        for at, word in self._pers:
            joined = self._even[end : end + 1] in (" ", "(")
            if tier.sentence <= at < start or (start <= at <= end + joined):  # 单笔5万元, 5万元/年
                self._per = self._words.per_of[word]
        if self._conditions:
            before = [span for span in self._conditions if tier.sentence <= span[0] < start]
            behind = [span for span in self._conditions if end <= span[0] < following and span[1] <= tier.clause_end]
            if before or behind:
                at, until = before[-1] if before else behind[0]
                self._condition = self._text[at:until]

    def _shared(self, interval: Interval) -> str | None:
        """What a share is of, where it stands inside the amount: 超过净资产10%."""
        if not interval.base:
            return None
        at = self._even.index(interval.base, interval.start)
        return self._text[at : at + len(interval.base)]

    def _compared(self, tier: Tier) -> tuple[str | None, int]:
        """What a share is compared with (较上年增加10%), and where the words on the matter end before it."""
        start, end = tier.subject
        if compared := self._words.compared.search(self._even, start, end):
            return self._text[slice(*compared.span("base"))].strip(), compared.start()
        return None, end

    def _matter_of(self, tier: Tier, end: int, following: int) -> str | None:
        """What stands before the amount, else right after it: 审批5000元以下的费用."""
        start = tier.subject[0]
        if start < end:
            colon = self._even.rfind(":", start, end)
            matter = self._clean(max(start, colon + 1), end)
            if not matter and colon >= 0:
                matter = self._clean(start, colon)
            if matter:
                return matter
        at = tier.interval.end
        # A power names its own matter: 5000元以下费用审批权,1万元以下合同签订权.
        said = self._matter and tier.sentence == self._sentence and not any(act.verb.right for act in tier.acts)
        if said:
            return None
        if self._even[at : at + 1] in _STOPS or self._words.actors.leads_at(self._even, at):
            return self._announced(tier)
        places = [at for act in tier.acts for at, _ in ((act.verb.start, 0), *act.names) if at >= tier.interval.end]
        until = min([following, *(places or [tier.clause_end])])
        behind = self._words.matter_behind.match(self._even, tier.interval.end, until)
        return (self._clean(*behind.span()) if behind else None) or self._announced(tier)

    def _announced(self, tier: Tier) -> str | None:
        """What the clause before is about, if nobody acts in it: 办公用品采购,单笔5万元以下由…."""
        start, end = tier.sentence, tier.subject[0]
        first = tier.sentence != self._sentence and self._even[end - 1 : end] == ","
        if not first or end - start > _LONGEST_MATTER or self._words.actors.leads(self._even, start, end):
            return None
        return self._clean(start, end)

    def _clean(self, start: int, end: int) -> str | None:
        opening = self._words.matter_opening.match(self._even, start, end)
        start = opening.end() if opening else start
        end = self._words.matter_endings.strip(self._even, start, end)
        return self._text[start:end] if end - start > 1 else None

    def _acts(self, tier: Tier, quantity: str) -> list[Limit]:
        acts = _distinct(tier.acts) if len(tier.acts) > 1 else tier.acts
        interval, low, high = tier.interval, tier.interval.low, tier.interval.high
        text = self._text[interval.start : interval.end].strip()
        base = self._shared(interval) or (self._base if quantity == "percent" else None)
        limits: list[Limit] = []
        for step, act in enumerate(acts, 1):
            start = min(interval.start, act.verb.start)
            for name in act.names or (None,):
                limits.append(
                    Limit(
                        role=None if name is None else self._text[name[0] : name[1]],
                        act=_final(act, acts),
                        min=None if low is None else low.value,
                        max=None if high is None else high.value,
                        min_inclusive=low is None or low.inclusive,
                        max_inclusive=high is None or high.inclusive,
                        quantity=quantity,
                        per=self._per,
                        condition=self._condition,
                        start=start if name is None else min(start, name[0]),
                        end=max(interval.end, act.end),
                        verb=self._text[act.verb.start : act.verb.end - act.verb.right],
                        base=base,
                        matter=self._matter,
                        step=step if len(acts) > 1 else None,
                        text=text,
                    )
                )
        return limits


def _distinct(acts: list[Act]) -> list[Act]:
    """Without acts nobody is named for, where others are named, and without 办理 by one who also approves."""
    acts = [act for act in acts if act.names] or acts
    done = {name for act in acts if not act.verb.own for name in act.names}
    return [act for act in acts if not (act.verb.own and done.issuperset(act.names))]


def _final(act: Act, acts: list[Act]) -> records.Act:
    """审议 decides where it stands last; before another act it is a review."""
    if act.act == "deliberate":
        return "decide" if act is acts[-1] else "review"
    return cast(records.Act, act.act)
