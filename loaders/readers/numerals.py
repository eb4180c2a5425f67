"""Numbers as formats write them: Word's automatic numbering and the lists of web pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from dutygraph.graph import vocabulary

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LARGEST = 99_999


def numeral(number: int, form: str) -> str:
    """`number` (from 0) in a form named as in Word (`chineseCounting`) or CSS (`lower-roman`); decimal where unknown.

    >>> [numeral(21, form) for form in ("chineseCounting", "lower-roman", "upperLetter", "decimalEnclosedCircle")]
    ['二十一', 'xxi', 'U', '㉑']
    """
    write = _FORMS.get(form)
    return write(number) if write and 0 <= number <= _LARGEST else str(number)


def _letters(number: int) -> str:
    """a … z, aa … zz, as Word repeats them."""
    return chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 20) if number else "0"


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text


def _counting(digits: str, places: Sequence[str], ten_thousand: str, *, bare_ten: bool) -> Callable[[int], str]:
    def under_ten_thousand(number: int) -> str:
        text, gap = "", False
        for place in (3, 2, 1, 0):
            digit = number // 10**place % 10
            if digit:
                text += (digits[0] if gap and text else "") + digits[digit] + places[place]
            gap = not digit
        return text

    def write(number: int) -> str:
        if not number:
            return digits[0]
        high, low = divmod(number, 10_000)
        text = under_ten_thousand(high) + ten_thousand if high else ""
        text += (digits[0] if high and 0 < low < 1000 else "") + under_ten_thousand(low)
        return text[1:] if bare_ten and 10 <= number < 20 else text

    return write


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)] if number else "0"


def _enclosed(*ranges: tuple[int, int, int]) -> Callable[[int], str]:
    """Signs in the code ranges (first number, last number, first code)."""

    def write(number: int) -> str:
        return next(
            (chr(code + number - first) for first, last, code in ranges if first <= number <= last), str(number)
        )

    return write


@lru_cache(maxsize=1)
def _signs() -> dict[str, Any]:
    return vocabulary.table("numerals")


def _chinese(number: int) -> str:
    signs = _signs()
    return _counting(signs["digits"], signs["places"], signs["ten_thousand"], bare_ten=True)(number)


def _legal(script: str) -> Callable[[int], str]:
    def write(number: int) -> str:
        signs = _signs()
        ten_thousand = signs["ten_thousand" if script == "simplified" else "ten_thousand_traditional"]
        places = signs[f"legal_places_{script}"]
        return _counting(signs[f"legal_{script}"], places, ten_thousand, bare_ten=False)(number)

    return write


def _digit_by_digit(number: int) -> str:
    signs = _signs()["circle_zero"] + _signs()["digits"][1:]
    return "".join(signs[int(digit)] for digit in str(number))


_CIRCLED = _enclosed((0, 0, 0x24EA), (1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1))
_FORMS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda n: f"{n:02}",
    "decimal-leading-zero": lambda n: f"{n:02}",
    "lowerLetter": _letters,
    "lower-alpha": _letters,
    "lower-latin": _letters,
    "a": _letters,
    "upperLetter": lambda n: _letters(n).upper(),
    "upper-alpha": lambda n: _letters(n).upper(),
    "upper-latin": lambda n: _letters(n).upper(),
    "A": lambda n: _letters(n).upper(),
    "lowerRoman": _roman,
    "lower-roman": _roman,
    "i": _roman,
    "upperRoman": lambda n: _roman(n).upper(),
    "upper-roman": lambda n: _roman(n).upper(),
    "I": lambda n: _roman(n).upper(),
    "ordinal": lambda n: f"{n}.",
    "decimalFullWidth": lambda n: "".join(chr(0xFF10 + int(d)) for d in str(n)),
    "decimalFullWidth2": lambda n: "".join(chr(0xFF10 + int(d)) for d in str(n)),
    "decimalEnclosedCircle": _CIRCLED,
    "decimalEnclosedCircleChinese": _CIRCLED,
    "decimalEnclosedParen": _enclosed((1, 20, 0x2474)),
    "decimalEnclosedFullstop": _enclosed((1, 20, 0x2488)),
    "ideographEnclosedCircle": _enclosed((1, 10, 0x3280)),
    "chineseLegalSimplified": _legal("simplified"),
    "ideographLegalTraditional": _legal("traditional"),
    "ideographTraditional": lambda n: _cycle(_signs()["stems"])(n),
    "cjk-heavenly-stem": lambda n: _cycle(_signs()["stems"])(n),
    "ideographZodiac": lambda n: _cycle(_signs()["branches"])(n),
    "cjk-earthly-branch": lambda n: _cycle(_signs()["branches"])(n),
    "ideographDigital": _digit_by_digit,
    "japaneseDigitalTenThousand": _digit_by_digit,
    "taiwaneseDigital": _digit_by_digit,
    "cjk-decimal": _digit_by_digit,
    **dict.fromkeys(
        (
            "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
            "taiwaneseCountingThousand", "cjk-ideographic", "simp-chinese-informal", "trad-chinese-informal",
        ),
        _chinese,
    ),
}  # fmt: skip
