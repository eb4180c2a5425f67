"""Figures in both scripts, in words and digits, exactly."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dutygraph.graph.text.numbers import even, is_traditional, plain, read_number

DIGITS = "零一二三四五六七八九"
FORMAL = "零壹贰叁肆伍陆柒捌玖"


def in_words(number: int, digits: str = DIGITS, places: str = "十百千") -> str:
    """A whole number in Chinese numerals, the way a contract writes it."""
    if number == 0:
        return digits[0]
    words, group = "", 0
    while number:
        number, part = divmod(number, 10_000)
        spelled = four_places(part, digits, places)
        if part:
            gap = digits[0] if number and part < 1000 else ""
            words = gap + spelled + ["", "万", "亿", "万亿"][group] + words
        group += 1
    return words.strip(digits[0]) if words.startswith(digits[0]) else words


def four_places(part: int, digits: str, places: str) -> str:
    words, zero = "", False
    for power in (3, 2, 1, 0):
        digit = part // 10**power % 10
        if digit:
            words += (digits[0] if zero and words else "") + digits[digit] + (places[power - 1] if power else "")
            zero = False
        else:
            zero = True
    return words


@pytest.mark.parametrize(
    ("figure", "value"),
    [
        ("5000", "5000"),
        ("\uff11\uff12，\uff10\uff10\uff10", "12000"),
        ("1,234,567.89", "1234567.89"),
        ("1.5万", "15000"),
        ("1.5萬", "15000"),
        ("50 万", "500000"),
        ("2百万", "2000000"),
        ("3千5百", "3500"),
        ("1亿2000万", "120000000"),
        ("三千五百", "3500"),
        ("两万五", "25000"),
        ("兩萬五", "25000"),
        ("一百二", "120"),
        ("三万零五", "30005"),
        ("两千零五十", "2050"),
        ("十二万五千", "125000"),
        ("一万二千亿", "1200000000000"),
        ("三万亿", "3000000000000"),
        ("二〇二四", "2024"),
        ("叁万", "30000"),
        ("玖佰叁拾", "930"),
        ("三点五万", "35000"),
        ("百分之七十", "0.7"),
        ("百分之零点七五", "0.0075"),
        ("十分之一", "0.1"),
        ("半", "0.5"),
        ("5k", "5000"),
        ("0.5M", "500000"),
        ("2.5 million", "2500000"),
        ("9" * 40 + ".01", "9" * 40 + ".01"),
    ],
)
def test_a_figure_has_one_exact_value(figure: str, value: str) -> None:
    assert plain(read_number(figure)) == value


@pytest.mark.parametrize("text", ["", "元", "三分之一", "abc", "万元", "1.2.3"])
def test_what_is_no_figure_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_number(text)


@settings(max_examples=500, deadline=None)
@given(st.integers(0, 10**15))
def test_a_number_in_words_is_read_back(number: int) -> None:
    assert read_number(in_words(number)) == number
    assert read_number(in_words(number, FORMAL, "拾佰仟")) == number


@settings(max_examples=300, deadline=None)
@given(st.decimals(min_value=0, max_value=Decimal(10) ** 12, places=2, allow_nan=False, allow_infinity=False))
def test_digits_are_read_back_with_and_without_separators(number: Decimal) -> None:
    assert read_number(f"{number:f}") == number
    assert read_number(f"{number:,f}") == number
    assert read_number(plain(number)) == number


@given(st.text(max_size=80))
def test_even_text_keeps_every_place(text: str) -> None:
    assert len(even(text)) == len(text)


def test_both_scripts_and_widths_are_one_text() -> None:
    assert even("\uff15\uff10萬元（含）以上，由總經理核准") == even("50万元(含)以上,由总经理核准")
    assert is_traditional("總經理核准")
    assert not is_traditional("总经理核准")
