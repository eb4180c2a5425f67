"""Figures in words and digits as exact decimals: 12,000 · 1.5万 · 三千五百 · 两万五 · $5K · 十分之一."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from decimal import Context, Decimal, localcontext
from functools import lru_cache
from typing import Any, TypeVar

from dutygraph.graph import vocabulary
from dutygraph.graph.text.folding import simplify
from dutygraph.graph.text.words import any_of

# Wide enough that no figure a document can hold is rounded; Decimal's own default keeps 28 digits.
_EXACT = Context(prec=500)
_Number = TypeVar("_Number", int, Decimal)
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d\u2500"
_TILDES = "\uff5e\u301c\u223c"


class _EvenCharacters(dict[int, str]):
    """Half width, Simplified, lower case for one character, itself where the form is longer than one."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        even = unicodedata.normalize("NFKC", character).lower()
        if len(even) != 1:
            even = character
        if unicodedata.category(even) == "Lo" and len(simple := simplify(even)) == 1 and simple != even:
            _TRADITIONAL.add(character)
            even = simple
        self[code] = even
        return even


_TRADITIONAL: set[str] = set()
"""The Traditional characters met so far."""

_EVEN = _EvenCharacters({ord(c): "-" for c in _DASHES} | {ord(c): "~" for c in _TILDES} | {ord("\u3000"): " "})


def even(text: str) -> str:
    """The text in half width, Simplified characters and lower case, **every character in its place**.

    >>> even("５０萬元（含）以上，由總經理核准")
    '50万元(含)以上,由总经理核准'
    """
    return text.translate(_EVEN)


def is_traditional(text: str) -> bool:
    """Whether a text that `even` has seen holds characters that only Traditional script writes."""
    return not _TRADITIONAL.isdisjoint(text)


class Figures:
    """The figures of one vocabulary: `pattern` finds one in even text, `value` reads it."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        self._digits: dict[str, int] = words["digits"]
        self._powers: dict[str, int] = words["places"]
        self._groups: dict[str, int] = words["groups"]
        self._magnitudes: dict[str, int] = words["magnitudes"]
        self.of: str = words["fractions"]["of"]
        self.half: str = words["fractions"]["half"]
        self._point: str = words["fractions"]["point"]
        self._all_powers = {**self._powers, **self._groups}
        self.powers = "".join(self._all_powers)
        powers = f"[{self.powers}]"
        digits = "[" + "".join(self._digits) + "]"
        self.characters = "".join([*self._digits, *self._powers, *self._groups])
        arabic = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
        latin = rf"(?:\s?{any_of(self._magnitudes)}(?![a-z]))"
        self.arabic = rf"{arabic}(?:{latin}|(?:\s?{powers}+(?:\d{{1,4}}{powers}+)*(?:\d(?!\d))?)?)"
        self.chinese = rf"[{self.characters}]+(?:{self._point}{digits}+{powers}*)?"
        self.fraction = rf"{self.chinese}{self.of}{self.chinese}"
        self.pattern = rf"(?:{self.fraction}|{self.arabic}|{self.chinese})"
        self._token = re.compile(rf"{arabic}|[{self.characters}]|{self._point}{digits}+")
        self._latin = re.compile(rf"({arabic})\s?({any_of(self._magnitudes)})")

    @lru_cache(maxsize=4096)  # noqa: B019  a vocabulary lives as long as the process, and figures recur
    def value(self, figure: str) -> Decimal:
        """The number an even figure states. Raises ValueError where it is none, or no finite decimal (三分之一).

        >>> Figures(vocabulary.table("limits")).value("十二万五千")
        Decimal('125000')
        """
        if figure.isascii() and figure.isdecimal():
            return Decimal(figure)
        if (power := self._all_powers.get(figure[-1])) and figure[:-1].isascii() and figure[:-1].isdecimal():
            return _scaled(figure[:-1], power)
        if figure == self.half:
            return Decimal("0.5")
        if self.of in figure:
            return as_plain(self._share(*figure.split(self.of, 1)))
        if found := self._latin.fullmatch(figure):
            return _scaled(found[1], self._magnitudes[found[2]])
        return as_plain(self._sum(figure))

    def _share(self, whole: str, part: str) -> Decimal:
        with localcontext(_EXACT):
            below, above = self._sum(whole), self._sum(part)
            share = above / below if below else Decimal("NaN")
            if share * below != above:
                raise ValueError(f"{part}/{whole} is no finite decimal")
            return share

    def _sum(self, figure: str) -> Decimal:
        tokens = self._token.findall(figure)
        if not tokens:
            raise ValueError(f"no figure: {figure!r}")
        if len(tokens) > 1 and all(token in self._digits for token in tokens):  # 二〇二四, digit by digit
            return Decimal("".join(str(self._digits[token]) for token in tokens))
        if "." in figure or self._point in figure:
            with localcontext(_EXACT):
                return Decimal(self._places(tokens, Decimal(1)))
        return Decimal(self._places(tokens, 1))

    def _places(self, tokens: list[str], one: _Number) -> _Number:
        """The tokens as one number, of the kind of `one`: whole numbers need no decimals."""
        total = section = one * 0  # up to the last group (万, 亿); since then
        digit: _Number | None = None
        power: int | None = None  # of the place or group just before the digit
        group = 99
        for token in tokens:
            if token in self._groups:
                section += digit or 0
                power = self._groups[token]
                if power > group or (section == 0 and total > 0):  # 一万二千亿, 三万亿
                    total = (total + section) * 10**power
                else:
                    total += (section or one) * 10**power
                section, digit, group = one * 0, None, power
            elif token in self._powers:
                power = self._powers[token]
                section += (one if digit is None else digit) * 10**power
                digit = None
            elif token.startswith(self._point):
                digits = "".join(str(self._digits[digit]) for digit in token[len(self._point) :])
                digit = (digit or one * 0) + type(one)(Decimal(f"0.{digits}"))
            elif (single := self._digits.get(token)) is not None:
                digit = one * single
                power = power if single else None  # 三万零五 is 30005
            else:
                digit = type(one)(token.replace(",", ""))
        if digit is not None and power is not None and digit < 10:  # 两万五 is 25000
            digit *= 10 ** (power - 1)
        return total + section + (digit or 0)


def _scaled(arabic: str, power: int) -> Decimal:
    if "." in arabic:
        return as_plain(Decimal(f"{arabic.replace(',', '')}E{power}"))
    return Decimal(arabic.replace(",", "") + "0" * power)


def as_plain(number: Decimal) -> Decimal:
    """The same number without exponent and trailing zeros, so that it shows as people write it."""
    return Decimal(plain(number))


@lru_cache(maxsize=1)
def _default() -> Figures:
    return Figures(vocabulary.table("limits"))


def read_number(figure: str) -> Decimal:
    """The exact value of one figure in either script, full or half width, thousands separators allowed.

    Raises ValueError where the text is no figure.

    >>> [str(read_number(f)) for f in ("12,000", "1.5萬", "三千五百", "兩萬五", "百分之七十", "5k")]
    ['12000', '15000', '3500', '25000', '0.7', '5000']
    """
    figures, text = _default(), even(figure).strip()
    if not re.fullmatch(figures.pattern, text) and text != figures.half:
        raise ValueError(f"no figure: {figure!r}")
    return figures.value(text)


def plain(number: Decimal) -> str:
    """Digits without exponent and without trailing zeros, the form of amounts in facts.

    >>> plain(Decimal("1.50E+4")), plain(Decimal("0.750"))
    ('15000', '0.75')
    """
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
