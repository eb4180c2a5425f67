"""Numbers of a workbook as its cells show them: dates, percentages, thousands, words around a number."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple

_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm",
    17: "mmm-yy", 18: "h:mm", 19: "h:mm", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy-mm-dd h:mm", 37: "#,##0", 38: "#,##0",
    39: "#,##0.00", 40: "#,##0.00", 45: "mm:ss", 46: "h:mm:ss", 47: "mm:ss",
    **dict.fromkeys((27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58), "yyyy-mm-dd"),
    **dict.fromkeys((32, 33, 34, 35, 55, 56), "h:mm"),
}  # fmt: skip
_TOKEN = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[[^\]]*\]|[#0?][#0?,.]*|[^"\\_*\[#0?]+')
_DIGITS = re.compile(r"[#0?][#0?,.]*")
_LATIN_DATE = re.compile(r"[ymdhs]", re.IGNORECASE)
_MOST_DECIMALS = 15


class _Format(NamedTuple):
    before: str = ""
    after: str = ""
    decimals: int = 0
    has_thousands: bool = False
    percent: bool = False
    has_digits: bool = False
    has_date: bool = False
    has_time: bool = False


def built_in(number: int) -> str:
    """The format of a number that every workbook knows; "" = as it comes."""
    return _BUILT_IN.get(number, "")


def shown_number(value: float, pattern: str, *, since_1904: bool = False) -> str:
    """A number as a cell of that format shows it; dates and times in ISO form.

    >>> [shown_number(*v) for v in ((50000.0, ""), (0.15, "0%"), (12500.0, "#,##0.00"), (45292.0, "yyyy/m/d"))]
    ['50000', '15%', '12,500.00', '2024-01-01']
    """
    section, has_sign = _section(pattern, value)
    found = _parse(section)
    if found.has_date or found.has_time:
        return _moment(value, found, since_1904)
    if not found.has_digits:
        return _plain(value) if not (found.before or found.after) else found.before + found.after
    try:
        number = Decimal(repr(value)) * (100 if found.percent else 1)
        places = min(found.decimals, _MOST_DECIMALS)
        rounded = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    except InvalidOperation:
        return _plain(value)
    text = f"{abs(rounded):,f}" if found.has_thousands else f"{abs(rounded):f}"
    sign = "-" if rounded < 0 and not has_sign else ""
    return sign + found.before + text + found.after


def _plain(value: float) -> str:
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def _moment(value: float, found: _Format, since_1904: bool) -> str:
    # Day 60 of the older calendar is a 29 February that 1900 did not have; days before it are one too many.
    start = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30 if value >= 60 else 31)
    try:
        moment = start + timedelta(seconds=round(value * 86_400))
    except OverflowError:
        return _plain(value)
    time = moment.strftime("%H:%M:%S" if moment.second else "%H:%M")
    return (
        f"{moment:%Y-%m-%d} {time}"
        if found.has_date and found.has_time
        else time
        if found.has_time
        else f"{moment:%Y-%m-%d}"
    )


def _section(pattern: str, value: float) -> tuple[str, bool]:
    """The part of a format that is for a number, and whether it shows the sign by itself."""
    sections = pattern.split(";")
    if value < 0 and len(sections) > 1 and sections[1]:
        return sections[1], True
    return (sections[2] if not value and len(sections) > 2 and sections[2] else sections[0]), False


@lru_cache(maxsize=4096)
def _parse(section: str) -> _Format:
    before, after, digits = "", "", ""
    date = time = percent = False
    if section.lower() in ("general", "@", ""):
        return _Format()
    for token in _TOKEN.findall(section):
        literal = ""
        if token[0] == '"':
            literal = token.strip('"')
        elif token[0] == "\\":
            literal = token[1:]
        elif token[0] == "[":
            literal = token[2:-1].partition("-")[0] if token.startswith("[$") else ""
            time = time or bool(re.fullmatch(r"\[[hms]+\]", token, re.IGNORECASE))
        elif _DIGITS.fullmatch(token):
            digits = digits or token
        elif token[0] not in "_*":
            percent = percent or "%" in token
            lower = token.lower()
            date = date or "y" in lower or "d" in lower
            time = time or "h" in lower or "s" in lower
            literal = "" if _LATIN_DATE.search(token) else token
        if digits:
            after += literal
        else:
            before += literal
    whole, _, fraction = digits.partition(".")
    is_date = date or (time and not digits)
    return _Format(
        before.strip(), after.rstrip(), len(re.sub(r"[^0#?]", "", fraction)), "," in whole.rstrip(","), percent,
        bool(digits), date and is_date, time and is_date,
    )  # fmt: skip
