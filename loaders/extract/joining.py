"""Sentences that pages and columns cut: line ends and white space that belong to a layout, not to the text.

Three cuts are mended, each only on its own evidence: pages that a site numbers (`2、态,熟悉市场`), lines that a column
wraps, and white space where a column's wraps became blanks (`分 析`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from dutygraph.loaders.extract.rewriting import Edit

_LINE = re.compile(r"[^\n]+")
_HAN = r"\u3400-\u9fff\uf900-\ufaff"
_PAGE = re.compile(r"\s*(\d{1,3})、")
_PAGE_LENGTH = 150
"""Characters a page of a preview has at least; items of a list are shorter."""

# Wide and full-width characters (Unicode's East Asian Width W and F), as far as documents have them.
_WIDE = re.compile(
    r"[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\U0001f300-\U0001faff\U00020000-\U0003fffd]+"
)

_MISSING = 3
"""How far the number of a page may be from the last one that is left."""

_WITHIN = ",，、:：（("
"""Marks that sentences have and headings hardly."""

_CHAIN = 2
"""Numbered pages it takes to see that they are pages."""

_WRAP_WIDTH = 20
"""Columns (a Han character is two) below which a line is not taken for a full one."""

_FULL_LINES = 5
"""Lines that end at the same column at least, in a text that a column wraps."""

_MOST = 0.6
"""Share of long lines that are full where there are fewer of them."""

_WRAPPED_SHARE = 0.4
"""Share of long lines that end at one width in a text that a column wraps."""

_REST = 8
"""Characters of a line at most that only ends the one before."""

_LONG_LINE = 300
"""Characters beyond which a line is a whole page or table, where blanks may part cells."""

_BLANK = re.compile(rf"(?<=[{_HAN},，、;；:：。）)”》])[ \u00a0](?=[{_HAN},，、;；。（(“《])")
_BY_MARK = re.compile(rf"(?<=[{_HAN}])[ \u00a0](?=[,，、;；。])|(?<=[,，、])[ \u00a0](?=[{_HAN}])")
_SPACED_OUT = re.compile(rf"[{_HAN}](?:[ \u00a0\u3000]{{1,4}}[{_HAN}])+")
_PIECE = 7
"""Characters of the shortest column: blanks behind shorter pieces part words of a list or a label from its value."""


class _Line(NamedTuple):
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class JoiningMarks:
    """The marks of the `noise` vocabulary that say whether a line goes on."""

    open_end: str
    closing_start: str
    sentence_end: str
    own_line: re.Pattern[str]

    @classmethod
    def of(cls, noise: Mapping[str, Any]) -> JoiningMarks:
        """From the vocabulary table `noise`."""
        marks = noise["joining"]
        return cls(marks["open_end"], marks["closing_start"], marks["sentence_end"], re.compile(marks["own_line"]))

    def ends_open(self, line: str) -> bool:
        """Whether nothing says that the sentence of a line is over."""
        return line.rstrip()[-1:] not in self.sentence_end


def joins(text: str, marks: JoiningMarks) -> list[Edit]:
    """The line ends, page numbers and blanks of a plain text to leave out, in order; linear in the text."""
    lines = _lines(text)
    edits = {edit.start: edit for edit in _pages(lines, marks)}
    for edit in _wraps(text, lines, marks):
        edits.setdefault(edit.start, edit)
    return _disjoint(edits, lines, marks)


def joins_in_blocks(text: str, marks: JoiningMarks, begins: Callable[[int], bool] | None) -> list[Edit]:
    """The same for a text whose format says where blocks are; `begins` tells whether one begins at a place.

    None = no line end in it cuts a sentence.
    """
    lines = _lines(text)
    edits = {edit.start: edit for edit in _wraps_in_blocks(text, lines, marks, begins)} if begins else {}
    return _disjoint(edits, lines, marks)


def _lines(text: str) -> list[_Line]:
    return [_Line(m.start(), m.end(), m.group()) for m in _LINE.finditer(text) if not m.group().isspace()]


def _disjoint(edits: dict[int, Edit], lines: Sequence[_Line], marks: JoiningMarks) -> list[Edit]:
    """The edits in order, with those of blanks within lines."""
    for line in lines:
        if " " in line.text or "\u00a0" in line.text or "\u3000" in line.text:
            edits.update((edit.start, edit) for edit in _blanks(line, marks))
    result: list[Edit] = []
    for start in sorted(edits):
        if not result or start >= result[-1].end:
            result.append(edits[start])
    return result


def _pages(lines: Sequence[_Line], marks: JoiningMarks) -> Iterator[Edit]:
    """Page numbers in front of long lines, counting up by one, where most of the lines before them end open."""
    chain: list[tuple[int, int]] = []  # place in `lines`, length of the mark; the number is that of the place
    for at, line in enumerate(lines):
        match = _PAGE.match(line.text)
        number = int(match.group(1)) if match else None
        if match and number and chain and number - len(chain) == at - chain[-1][0] <= _MISSING:
            # Lines between are pages whose number is cut out, as many as are missing.
            chain += [(page, 0) for page in range(chain[-1][0] + 1, at)]
            chain.append((at, match.end()))
        elif match and number == 2 and not chain and at and len(lines[at - 1].text) >= _PAGE_LENGTH:
            chain = [(at - 1, 0), (at, match.end())]
        elif match and number == 1:
            yield from _chain(lines, chain, marks)
            chain = [(at, match.end())]
    yield from _chain(lines, chain, marks)


def _chain(lines: Sequence[_Line], chain: Sequence[tuple[int, int]], marks: JoiningMarks) -> Iterator[Edit]:
    if len(chain) < _CHAIN:
        return
    before = [lines[at - 1].text for at, _ in chain[1:]]
    open_ends = sum(marks.ends_open(line) for line in before)
    if 2 * open_ends <= len(before) or any(len(line) < _PAGE_LENGTH for line in before):
        return
    first, mark = chain[0]
    yield Edit(lines[first].start, lines[first].start + mark)
    for at, mark in chain[1:]:
        yield Edit(lines[at - 1].end, lines[at].start + mark)
    for line, following in pairwise(lines[chain[-1][0] : chain[-1][0] + 2]):  # the last page, its number cut out
        open_end = len(line.text) >= _PAGE_LENGTH and marks.ends_open(line.text)
        if open_end and not marks.own_line.match(following.text.lstrip()):
            yield Edit(line.end, following.start)


def _wraps(text: str, lines: Sequence[_Line], marks: JoiningMarks) -> Iterator[Edit]:
    """Line ends within a sentence."""
    columns = [_columns(line.text) for line in lines]
    width = _wrap_width(columns)
    for at, (line, following) in enumerate(pairwise(lines)):
        full = width is not None and abs(columns[at] - width) <= 2
        if text.count("\n", line.end, following.start) == 1 and _goes_on(line.text, following.text, marks, full=full):
            yield _joined(line, following)


def _wraps_in_blocks(
    text: str, lines: Sequence[_Line], marks: JoiningMarks, begins: Callable[[int], bool]
) -> Iterator[Edit]:
    """Line ends within a block: Latin lines are wrapped as it suits whoever writes them."""
    for line, following in pairwise(lines):
        edit = _joined(line, following)
        latin = bool(edit.text) and not marks.own_line.match(following.text.lstrip())
        if (latin or _goes_on(line.text, following.text, marks)) and not begins(edit.end):
            yield edit


def _joined(line: _Line, following: _Line) -> Edit:
    both_latin = line.text.rstrip()[-1].isascii() and following.text.lstrip()[0].isascii()
    end = following.end - len(following.text.lstrip())
    return Edit(line.start + len(line.text.rstrip()), end, " " if both_latin else "")


def _goes_on(line: str, following: str, marks: JoiningMarks, *, full: bool = False) -> bool:
    """Whether a line's sentence goes on in the next; `full`: the line ends where the column does."""
    whole, line = line, line.rstrip()
    start = following.lstrip()
    if start[0] in marks.closing_start:
        return line[-1] not in marks.sentence_end
    if not marks.ends_open(line) or marks.own_line.match(start) or following[0] == "\u3000":
        return False
    if full:
        return True
    inner = len(following) - len(start) - (len(whole) - len(whole.lstrip()))
    if inner > 1 and marks.own_line.match(whole.lstrip()) and start.rstrip()[-1] in marks.sentence_end:
        return True  # an item whose second line hangs under it
    if _is_rest(line, start.rstrip(), marks):
        return True
    if marks.own_line.match(line) and not any(mark in line for mark in _WITHIN):
        return False  # a numbered heading
    pieces = _pieces(line)
    ends_sentence = start.rstrip()[-1] in marks.sentence_end
    # Blanks inside show at which width this column wraps; its last piece is full, so the next line carries on.
    return len(pieces) > 1 and len(pieces[-1]) >= max(map(len, pieces)) - 1 and ends_sentence


def _is_rest(line: str, following: str, marks: JoiningMarks) -> bool:
    """Whether a short line ends the item of the line before, which a break cut though it says more than a heading."""
    item = marks.own_line.match(line.lstrip()) and any(mark in line for mark in _WITHIN[:2])
    ended = following[-1] in marks.sentence_end and not any(mark in following[:-1] for mark in _WITHIN)
    return bool(item) and ended and len(following) <= _REST and 2 * len(following) < len(line)


def _wrap_width(columns: Sequence[int]) -> int | None:
    """The width at which a text is wrapped by the widths of its lines, None where they end where they like."""
    widths = Counter(width for width in columns if width >= _WRAP_WIDTH)
    if sum(widths.values()) < 4:
        return None
    best = max(widths, key=lambda w: (widths[w] + widths[w - 1] + widths[w - 2], w))
    near = sum(widths[w] for w in (best, best - 1, best - 2))
    full = widths[best] + widths[best - 1]
    if full < near / 2 or (full < _FULL_LINES and full < _MOST * sum(widths.values())):
        return None  # lines that only happen to be nearly as long
    longer = sum(count for width, count in widths.items() if width > best)
    return best if near >= _WRAPPED_SHARE * sum(widths.values()) and longer <= near / 4 else None


def _columns(line: str) -> int:
    line = line.rstrip()  # indents count: a wrapped paragraph is full at its right edge
    return 2 * len(line) - len(_WIDE.sub("", line)) if not line.isascii() else len(line)


def _pieces(line: str) -> list[str]:
    """The parts between single blanks next to Han characters."""
    return _BLANK.split(line.strip()) if " " in line else [line]


def _blanks(line: _Line, marks: JoiningMarks) -> Iterator[Edit]:
    """Blanks inside words and sentences of one line."""
    stripped = line.text.strip()
    if len(stripped) < 24 and _SPACED_OUT.fullmatch(stripped):
        offset = line.start + line.text.index(stripped)
        yield from (Edit(offset + m.start(), offset + m.end()) for m in re.finditer(r"\s+", stripped))
    elif len(stripped) > _LONG_LINE:
        yield from (Edit(line.start + m.start(), line.start + m.end()) for m in _BY_MARK.finditer(line.text))
    else:
        sentence = any(mark in stripped for mark in ",，。;；、")
        at = len(line.text) - len(line.text.lstrip())
        for match in _BLANK.finditer(line.text):
            piece = line.text[at : match.start()]
            parts = len(piece) < _PIECE and at == 0 and not any(mark in piece for mark in ",，、")
            if not parts and (sentence or len(piece) > _PIECE) and not marks.own_line.match(line.text, match.end()):
                yield Edit(line.start + match.start(), line.start + match.end())
            at = match.end()
