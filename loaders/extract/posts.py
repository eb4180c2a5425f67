"""Headings that are posts or units only by their place: 前台 in one numbering with 课程顾问 and 教学主管."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from dutygraph.loaders.extract.names import Name, Names
from dutygraph.loaders.extract.pieces import Piece, without_remark
from dutygraph.loaders.extract.reading import Reading

_ABOVE_SHEET = "above a sheet"
_FIELDS = frozenset(("superior", "unit", "headcount"))
_LONGEST = 16
_LONGEST_LATIN = 40
_LONGEST_UNIT = 8
_ENDS = tuple("。;,!?")


def with_posts(pieces: Sequence[Piece], plain: str, reading: Reading, subject: str) -> list[Piece]:
    """The pieces, a short text in one row of numbers or headings with posts as one of them, where something follows it;
    likewise with units, where posts follow it; and a heading of which the text below it speaks as of a post.

    `subject` is whom the document's title names, in its plain form."""
    names = reading.names
    result = list(pieces) if names.kind(subject) == "role" else _told_below(pieces, plain, reading)
    last: dict[str, int] = {}
    for at, piece in enumerate(result):
        follows = result[at + 1] if at + 1 < len(result) else None
        style = _style(piece) or (_ABOVE_SHEET if _heads_sheet(piece, follows) else None)
        if style is None:
            continue
        if piece.level:
            last = {other: place for other, place in last.items() if (result[place].level or 9) <= piece.level}
        before = last.get(style)
        if before is not None and _follows(result[before], piece):
            if found := _as_other(result, at, before, plain, names):
                result[at] = found
            elif found := _as_other(result, before, at, plain, names):
                result[before] = found
        last[style] = at
    return result


def _told_below(pieces: Sequence[Piece], plain: str, reading: Reading) -> list[Piece]:
    """The pieces, an English heading as a post where the text below says to whom it reports, or what `the Chair` does;
    no heading of a part of a post's own section."""
    result = list(pieces)
    within: int | None = None
    for at, piece in enumerate(result[:-1]):
        if not piece.heading or not piece.level:
            continue
        within = None if within is not None and piece.level <= within else within
        if piece.kind == "text" and within is None:
            end, remark = without_remark(plain, piece.start, piece.end)
            text = plain[piece.start : end].strip(" :")
            if text.isascii() and _is_short(text) and _speaks_of(text, result[at + 1], plain, reading):
                name = Name(piece.start, piece.start + len(text), "role")
                result[at] = replace(piece, kind="owner", names=(name,), remark=remark)
        if result[at].kind == "owner" and result[at].names[0].kind == "role":
            within = piece.level if within is None else within
    return result


def _speaks_of(heading: str, follows: Piece, plain: str, reading: Reading) -> bool:
    """Whether what follows a heading speaks of it as of somebody."""
    if follows.kind == "label":
        return follows.key == "superior" and not follows.placed and not follows.heading
    if follows.kind not in ("text", "subject") or follows.heading or follows.mark:
        return False
    start = follows.names[0].start if follows.names else follows.start
    if plain.startswith("the ", start):
        start += 4
    form = next((form for form in (heading, f"{heading}s") if plain.startswith(f"{form} ", start)), "")
    behind = start + len(form) + bool(form)
    if not form and plain.startswith("report ", behind):
        return False  # Report to the warden at once: said to anybody
    if any(phrase.start == behind for phrase in reading.superiors.phrases(plain, behind, follows.end)):
        return True
    return bool(form) and reading.names.may_be_title(heading)


def _style(piece: Piece) -> str | None:
    """What numbers or headings of one row have in common; None where a piece is neither."""
    if piece.mark and piece.mark.number:
        return piece.mark.style
    return f"heading{piece.level}" if piece.heading and piece.level else None


def _heads_sheet(piece: Piece, follows: Piece | None) -> bool:
    """Whether a line without number stands over the fields of a job sheet."""
    line = piece.kind in ("owner", "text") and piece.fresh and not piece.mark and not piece.heading
    return line and follows is not None and follows.kind == "label" and follows.key in _FIELDS


def _follows(before: Piece, piece: Piece) -> bool:
    """Whether a piece is the next of its row."""
    return piece.mark is None or (before.mark is not None and before.mark.number + 1 == piece.mark.number)


def _as_other(pieces: Sequence[Piece], at: int, other: int, plain: str, names: Names) -> Piece | None:
    """The piece at `at` as a post or unit, as the one at `other` of the same row is."""
    piece, known = pieces[at], pieces[other]
    follows = pieces[at + 1] if at + 1 < len(pieces) else None
    if known.kind != "owner" or piece.kind != "text" or follows is None:
        return None
    if _style(follows) is not None and _style(follows) == _style(piece):
        return None
    end, remark = without_remark(plain, piece.start, piece.end)
    while end > piece.start and plain[end - 1] in " :":
        end -= 1
    text = plain[piece.start : end]
    kind = known.names[0].kind
    if kind == "role" and not (_is_post(text, names) or (_is_short(text) and _same_form(pieces, at, other))):
        return None
    if kind != "role" and names.is_everybody(text):
        return None
    if kind != "role" and not (len(text) <= _LONGEST_UNIT and _holds_post(follows) and not _is_post(text, names)):
        return None
    named: Literal["role", "unit"] = "role" if kind == "role" else "unit"
    return replace(piece, kind="owner", names=(Name(piece.start, end, named),), remark=remark)


def _is_post(text: str, names: Names) -> bool:
    return len(text) <= _LONGEST and names.kind(text, short=True) == "role"


def _is_short(text: str) -> bool:
    return len(text) <= (_LONGEST_LATIN if text.isascii() else _LONGEST) and not any(mark in text for mark in _ENDS)


def _same_form(pieces: Sequence[Piece], at: int, other: int) -> bool:
    """Whether a sheet with the same first label stands under both."""
    here, there = pieces[at + 1 : at + 2], pieces[other + 1 : other + 2]
    return bool(here and there) and here[0].kind == there[0].kind == "label" and here[0].key == there[0].key


def _holds_post(follows: Piece) -> bool:
    return follows.kind == "owner" and follows.names[0].kind == "role"
