"""The tokens of a clause about limits: intervals of amounts, words for acts, and the marks between clauses.

Ends follow docs/authority.md: a figure with 以下 or 以上 is included (PRC Civil Code art. 1259) unless a word says
otherwise. All offsets are those of the even text (`numbers.even`), which are those of the document.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

import msgspec

from dutygraph.graph.text.numbers import Figures, as_plain
from dutygraph.graph.text.words import any_of, by_word, firsts, guarded, spelled

_LOWER = ("over", "at_least")
_UPPER = ("under", "at_most")
_POWERS_OF_PERCENT = {"percent": 0, "tenths": 1, "discount": 1, "permille": -1}
_OTHER = ("stop", "verb")  # groups of what is no figure
_BEFORE_BASE = 24  # characters between a word like 超过 and its figure
_DIFFERENT = "different"
_FIRST_YEAR = 1000  # 2024年 is a date
_FIRST_AMOUNT = 100  # without a unit


class End(msgspec.Struct, gc=False):
    """One end of an interval. A word excluded it or included it where `marked`; in brackets where `bracketed`."""

    value: Decimal
    inclusive: bool = True
    marked: bool = False
    bracketed: bool = False


class Interval(msgspec.Struct, gc=False):
    """Amounts from `low` to `high`; an absent end is open, and where both are the same the amount bounds nothing.

    `quantity` is None where no unit is stated, `yuan` where the unit is that of the text's own currency.
    """

    start: int
    end: int
    low: End | None
    high: End | None
    quantity: str | None
    base: str | None = None


class Verb(msgspec.Struct, gc=False):
    """A word for an act. `own` is doing it oneself (采购, 办理); `right` counts the characters of 权 behind it."""

    start: int
    end: int
    act: str
    own: bool
    right: int


class Stop(msgspec.Struct, gc=False):
    """The end of a clause; a strong one ends the sentence or the list item."""

    start: int
    end: int
    strong: bool


Token: TypeAlias = Interval | Verb | Stop


class _Point(msgspec.Struct, gc=False):
    """One figure and the words around it; `side` is a key of [before] or [after], None for a mere figure."""

    start: int
    end: int
    figure: str
    unit: str | None
    base: str | None
    side: str | None
    before: str | None
    after: str | None
    inclusive: bool | None
    both: bool


def settle(intervals: Sequence[Interval]) -> None:
    """Settle the ends that no word marks: one is excluded where the neighbour, or else the other end, says 含."""
    ends = [end for interval in intervals for end in (interval.low, interval.high) if end is not None]
    if not any(end.bracketed for end in ends):
        return
    for interval in intervals:
        low, high = interval.low, interval.high
        for end, other in ((low, high), (high, low)):
            if end is None or end.marked or low is high:
                continue
            facing = [
                facing
                for neighbour in intervals
                if neighbour is not interval and neighbour.quantity == interval.quantity
                if (facing := neighbour.high if end is low else neighbour.low) is not None
                and facing.marked
                and facing.value == end.value
            ]
            if facing:
                end.inclusive = not any(neighbour.inclusive for neighbour in facing)
            else:
                end.inclusive = other is None or not (other.bracketed and other.inclusive)


class Scanner:
    """Finds the tokens of even text by one vocabulary (the tables of limits.toml)."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        self._figures = Figures(words)
        self.numerals = self._figures.characters
        self._before = by_word(words["before"])
        self._after = by_word(words["after"]) | by_word(words["flipped"])
        self._units = by_word(words["units"])
        self._opens = frozenset(words["range"]["opens"])
        self._closes = frozenset(words["after"]["between"])
        self._joins = frozenset(words["range"]["joins"])
        self._paired_joins = frozenset(words["range"]["paired_joins"])
        self._bare_dates = frozenset(words["dates"]["bare"])
        self._acts = by_word(words["acts"])
        self._own = by_word(words["own_acts"])
        self._right = re.compile(any_of(words["names"]["right"]))
        self._right_firsts = frozenset(word[0] for word in words["names"]["right"])
        self._excluded = re.compile(any_of(words["marks"]["excluded"]))
        self._both = re.compile(any_of(words["marks"]["both"]))
        self._links = re.compile(rf"(?:\s|{any_of(words['range']['links'])})*")
        self._before_base = re.compile(
            rf"(?P<before>{spelled(self._before)})(?P<base>[^\d,;。:()]+?){any_of(words['bases']['of'])}?\s?$"
        )
        self._magnitude = re.compile(rf"(?:[{self._figures.powers}]|\s?{any_of(words['magnitudes'])})+$")
        patterns = _Patterns(words, self._figures)
        self._token = re.compile(patterns.token())
        self._bound = re.compile(patterns.bound())

    def has_bound(self, text: str) -> bool:
        """Whether even text bounds an amount at all; quick, for most texts do not."""
        return self._bound.search(text) is not None

    def amounts(self, text: str) -> list[Interval]:
        """The amounts of even text, in order."""
        return [token for token in self.scan(text) if isinstance(token, Interval)]

    def scan(self, text: str) -> list[Token]:
        """The tokens of even text, in order."""
        matches = list(self._token.finditer(text))
        tokens: list[Token] = []
        at, count = 0, len(matches)
        while at < count:
            match = matches[at]
            at += 1
            kind = match.lastgroup
            if kind == "stop":
                start, end = match.span()
                tokens.append(Stop(start, end, text[start] != ","))
                continue
            if kind == "verb":
                tokens.append(self._verb(match))
                continue
            point = self._point(match)
            interval = None
            # A comma may stand inside one interval: ≥10万,<50万.
            ahead = at + (at + 1 < count and matches[at][0] == ",")
            if ahead < count and matches[ahead].lastgroup not in _OTHER:
                other = self._point(matches[ahead])
                interval = self._join(point, other, text[point.end : other.start])
                at = ahead + 1 if interval else at
            if interval := interval or self._alone(point, text):
                tokens.append(interval)
        return tokens

    def _verb(self, match: re.Match[str]) -> Verb:
        word, (start, end) = match[0], match.span()
        right = 0
        if match.string[end : end + 1] in self._right_firsts and (found := self._right.match(match.string, end)):
            right = found.end() - end
        act = self._acts.get(word)
        return Verb(start, end + right, act or self._own[word], act is None, right)

    def _point(self, match: re.Match[str]) -> _Point:
        before, currency, figure, unit, named, share, mark1, mark2, after, mark3 = match.groups()[:10]
        inclusive, both = None, False
        if mark := mark1 or mark2 or mark3:
            inclusive, both = self._excluded.search(mark) is None, self._both.search(mark) is not None
        if currency and (currency != "$" or self._units.get(unit) != "yuan"):  # $200元 counts 元
            unit = currency
        side = self._before.get(before) or self._after.get(after)
        start, end = match.span()
        return _Point(start, end, figure or share or "", unit, named, side, before, after, inclusive, both)

    def _join(self, first: _Point, second: _Point, gap: str) -> Interval | None:
        """Two figures as one interval, None where they are two."""
        gap = gap.strip()
        paired = first.before in self._opens or second.after in self._closes
        ranged = gap in self._joins or (gap in self._paired_joins and paired)
        if ranged:
            dates = first.side is None and second.side is None and first.unit in self._bare_dates
            if dates or first.side in _UPPER:
                return None
        elif first.side is None or (second.side is None and gap) or not self._links.fullmatch(gap):
            return None
        quantity = self._same(first, second)
        if quantity is _DIFFERENT:
            return None
        low, high = self._value(first, second if ranged else None), self._value(second, None)
        if low is None or high is None:
            return None
        if first.side in _UPPER:
            if second.side not in _LOWER:
                return None
            first, second, low, high = second, first, high, low
        elif second.side in _LOWER and gap and not ranged:
            return None
        if low >= high or (quantity is None and not self._counts(high, second)):
            return None
        both = second.inclusive if second.both else None
        return Interval(
            min(first.start, second.start),
            max(first.end, second.end),
            self._end(low, first, both),
            self._end(high, second, both),
            quantity,
            first.base or second.base,
        )

    def _same(self, first: _Point, second: _Point) -> str | None:
        """The quantity of two figures, the sentinel where they count different things."""
        if first.base or second.base:
            return "percent"
        one, other = self._quantity(first), self._quantity(second)
        if one is None or other is None or one == other:
            return one or other
        if "yuan" in (one, other) and (one + other).replace("yuan", "").isupper():  # 新台币10万元至50万元
            return other if one == "yuan" else one
        return _DIFFERENT

    def _alone(self, point: _Point, text: str) -> Interval | None:
        value = self._value(point, None)
        if value is None or (point.unit is None and point.base is None and not self._counts(value, point)):
            return None
        quantity = "percent" if point.base else self._quantity(point)
        if quantity == "percent" and point.side is None:  # 超过净资产10%: the word stands before what is compared with
            compared = self._before_base.search(text, max(0, point.start - _BEFORE_BASE), point.start)
            if compared:
                side, base = self._before[compared["before"]], compared["base"].strip()
                point = msgspec.structs.replace(point, start=compared.start(), side=side, base=base)
        end = self._end(value, point, None)
        low = end if point.side not in _UPPER else None
        high = end if point.side not in _LOWER else None
        return Interval(point.start, point.end, low, high, quantity, point.base)

    def _counts(self, value: Decimal, point: _Point) -> bool:
        """Whether a figure without a unit is an amount all the same: 50万以下, 5000以上, not 3 and not 2024."""
        year = 1900 < value < 2100 and value % 100 != 0
        return self._magnitude.search(point.figure) is not None or (value >= _FIRST_AMOUNT and not year)

    def _end(self, value: Decimal, point: _Point, both: bool | None) -> End:
        inclusive = point.inclusive if both is None else both
        if inclusive is not None:
            return End(value, inclusive, marked=True, bracketed=True)
        excluded = point.side in ("over", "under")
        return End(value, not excluded, marked=excluded)

    def _value(self, point: _Point, other: _Point | None) -> Decimal | None:
        """The figure in units of its quantity; in a range 1-5万 the first takes the magnitude of the second."""
        figure, unit = point.figure, point.unit
        if point.base and not figure:
            return Decimal(100)
        try:
            value = self._figures.value(figure)
            if other is not None and unit is None:
                unit = other.unit
                value = self._in_magnitude(figure, value, other)
        except ValueError:
            return None
        if unit is None or self._figures.of in figure:
            return as_plain(value.scaleb(2)) if self._figures.of in figure else value
        if unit in self._bare_dates and value >= _FIRST_YEAR:
            return None
        key = self._units[unit]
        power = 0 if key == "discount" and value >= 10 else _POWERS_OF_PERCENT.get(key)  # 九折, 九五折
        return as_plain(value.scaleb(power)) if power else value

    def _in_magnitude(self, figure: str, value: Decimal, other: _Point) -> Decimal:
        magnitude = self._magnitude.search(other.figure)
        if magnitude is None or self._magnitude.search(figure):
            return value
        larger = self._figures.value(figure + magnitude[0])
        return larger if larger < self._figures.value(other.figure) else value

    def _quantity(self, point: _Point) -> str | None:
        if point.unit is None:
            return "percent" if self._figures.of in point.figure else None  # 百分之十
        key = self._units[point.unit]
        return "percent" if key in _POWERS_OF_PERCENT else key


class _Patterns:
    """Builds the patterns of one vocabulary."""

    def __init__(self, words: Mapping[str, Any], figures: Figures) -> None:
        self._words = words
        self._figures = figures
        currencies = [w for unit, ws in words["units"].items() if unit.isupper() for w in ws]
        self._currency = spelled(currencies)
        self._currency_starts = {word[0] for word in currencies}
        self._unit = spelled(w for ws in words["units"].values() for w in ws)
        self._after = spelled(w for ws in words["after"].values() for w in ws)
        self._before = [w for ws in words["before"].values() for w in ws]

    def token(self) -> str:
        """Groups: before, currency, figure, unit, named, share, two marks, after, a third mark; verb; stop."""
        words = self._words
        before = [*self._before, *words["range"]["opens"]]
        own = [w for ws in words["own_acts"].values() for w in ws]
        acts = [w for ws in words["acts"].values() for w in ws]
        stops = ",;。!?\n"
        return (
            rf"(?=[{firsts([*acts, *own, *before, *words['bases']['named'], *stops, '.'])}{self._starts()}])"
            rf"(?:(?P<before>{spelled(before)})?\s?{self._amount()}"
            rf"|(?P<verb>{self._verb(acts, own)})|(?P<stop>[{stops}]|\.(?=\s|$)))"
        )

    def bound(self) -> str:
        """A figure beside a word that makes it the end of an interval, or a named amount."""
        before = spelled(self._before)
        join = any_of([*self._words["range"]["joins"], *self._words["range"]["paired_joins"]])
        first = rf"(?:{self._currency}\s?)?[{self._figures.characters}{self._figures.half}\d]"
        named = self._words["bases"]["named"]
        return (
            rf"(?=[{self._starts()}])(?:{self._figures.pattern}|{self._figures.half})\s?(?:{self._unit})?(?:/[^\W\d_])?"
            rf"(?:\s?\([^()]*\))?\s?(?:{self._after}|{join}\s?{first})"
            rf"|(?=[{firsts(self._before)}]){before}(?:\s?{first}|[^,;。:()\d]{{1,{_BEFORE_BASE}}}[\d.]+\s?%)"
            rf"|{any_of(named)}"
        )

    def _starts(self) -> str:
        firsts = self._currency_starts | set(self._figures.characters) | {self._figures.half}
        return re.escape("".join(sorted(firsts))) + r"\d"

    def _number(self) -> str:
        figures = self._figures
        join = any_of(j for j in self._words["range"]["joins"] if not j.isalpha() or not j.isascii())
        # Numerals are ordinary characters too (统一, 一般): a figure only before a unit, a bound or a range.
        follows = rf"\s?(?:{self._unit}|{self._after}|\(|{join}\s?[{figures.characters}\d])"
        chinese = rf"{figures.chinese}(?:{figures.of}{figures.chinese}|(?={follows}))"
        return rf"(?:{figures.arabic}|{chinese}|{figures.half}(?={self._unit}))"

    def _amount(self) -> str:
        words, marks = self._words, self._words["marks"]
        said = rf"{any_of(marks['included'] + marks['excluded'])}(?!{any_of(marks['never_before'])})"
        bracket = rf"\s?\((?=[^()]*{said})[^()]{{0,20}}\)"
        # A sign behind the figure, before the word for the amount: 1000≤金额.
        flipped = rf"{any_of(w for ws in words['flipped'].values() for w in ws)}"
        flipped += rf"(?=\s?(?![{self._figures.characters}])[^\W\d_])"
        named = rf"(?P<named>{any_of(words['bases']['named'])}){any_of(words['bases']['of'])}?"
        return (
            rf"(?:(?P<currency>{self._currency})?\s?(?P<figure>{self._number()})\s?(?P<unit>{self._unit})?(?:/[^\W\d_]{{1,2}}(?={self._after}|[,:)]))?"
            rf"|{named}(?P<share>{self._figures.fraction})?)"
            rf"(?P<mark1>{bracket}|{said})?(?:\s?\([^()]{{0,20}}\)(?=\s?{self._after}))?"
            rf"(?P<mark2>{said})?\s?(?P<after>{self._after}|{flipped})?(?P<mark3>{bracket}|{said})?"
        )

    def _verb(self, acts: list[str], own: list[str]) -> str:
        names = self._words["names"]
        of_names = any_of(names["after_own"])
        no_name = rf"(?:(?={any_of(names['person'])})|(?!{guarded(names['after_verb'], names['unless_before'], {})}))"
        han = [word for word in acts if not word.isascii() and len(word) > 1]
        short = [word for word in acts if not word.isascii() and len(word) == 1]
        modal = self._words["english"]["modal_acts"]
        latin = [word for word in (*acts, *own) if word.isascii() and word not in modal]
        act = guarded(han, {}, self._words["acts_unless_after"])
        doing = any_of(word for word in own if not word.isascii())
        return (
            rf"{act}{no_name}|{doing}(?!{of_names}){no_name}|{any_of(short)}(?=\s*(?:[,;。、)]|$))"
            rf"|(?<![a-z])(?:{any_of(latin)}(?![a-z])|{any_of(modal)}(?![a-z]|\sto\s))"
        )
