"""Numbers and bullets that begin items: at line starts and inside run-together lines, kept where they count on."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from dutygraph.graph.vocabulary import Vocabulary
from dutygraph.loaders.extract.lexicon import any_of

BULLET = "bullet"
_BULLETS = "✓➢●◆■•▪❖➤►√✔★☆◇□○▲△▶◎♦\uf0d8\uf0b7\uf06c\uf0fc\uf0a7\uf06e"
_LINE_BULLETS = _BULLETS + "➔→·*—+"
"""At the start of a line; inside one an arrow joins the steps of a flow."""

_BLANK = "○"
"""A bullet, but where it stands twice what is left blank of a name (○○公司)."""

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_ROMAN = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ"


class Mark(NamedTuple):
    """A number or bullet: `style` says how it is written, `number` counts (0 for bullets); it covers `start:end`."""

    start: int
    end: int
    style: str
    number: int


class Marks:
    """The patterns of marks for a vocabulary. All read the plain form of a text."""

    def __init__(self, words: Vocabulary) -> None:
        digits = words.numbers["digits"]
        self._digits = {character: value for value, group in enumerate(digits) for character in group}
        self.zero = digits[0][0]
        self._tens = "".join(words.numbers["ten"])
        self._hundreds = "".join(words.numbers["hundred"])
        figures = "".join(digits) + self._tens + self._hundreds
        before, articles = any_of(words.numbers["before"]), any_of(words.numbers["articles"])
        named = any_of(words.numbers["named"])
        quantities = any_of(words.numbers["quantities"])
        self.figures = figures
        han = f"[{figures}]{{1,4}}"
        counted = any_of(words.numbers["counted"])
        inline = [
            rf"(?P<cn>(?<![{figures}]){han}、(?![{figures}]{{1,3}}{counted}|[{figures}]?、))",
            rf"(?P<pcn>\({han}\)、?)",
            rf"(?P<multi>(?<![\d.])\d{{1,2}}(?:\.\d{{1,2}}){{1,3}}(?![\d%]|{quantities})[、.]? ?)",
            r"(?P<num>(?<![\d.,/(-])\d{1,2} ?[、.](?![\d.])\s*)",
            r"(?P<pnum>\(\d{1,2}\)[、.]?)",
            r"(?P<nump>(?<![\d(.])\d{1,2}\)[.。、]*)",
            rf"(?P<circ>[{_CIRCLED}])",
            rf"(?P<bul>(?<!{_BLANK})[{_BULLETS}](?!{_BLANK}))",
            r"(?P<hy>(?<=[^\x00-\x7f])- (?=[^\x00-\x7f]))",
            rf"(?P<named>{named}(?:\d{{1,2}}|{han})[:、. ])",
        ]
        line = [
            r"(?P<num2>\d{1,2} ?、\s*)",
            rf"(?P<art>{before} ?(?:\d{{1,3}}|[{figures} ]{{1,7}}) ?{articles}(?P<of>[、:.]? *))",
            r"(?P<eart>(?:article|section|chapter|clause) (?:\d{1,3}|[ivx]{1,5})[.: ])",
            rf"(?P<bul2>(?!{_BLANK}{_BLANK})[{_LINE_BULLETS}]+ *|[-–o%] +(?=\S)|[-%](?=[^\x00-\x7f]))",
            rf"(?P<cn2>{han}[.,](?![\d]) *)",
            rf"(?P<roman>[{_ROMAN}][、.]? *)",
            r"(?P<let>[a-z][.)、](?![a-z]) *|\([a-z]\) *)",
            r"(?P<bare>\d{1,2} {1,4}(?=[^\x00-\x7f]))",
            r"(?P<hash>#{1,6} +)",
        ]
        self._inline = re.compile("|".join(inline))
        # The characters with which marks inside a line begin: most of a text has none.
        begins = {word[0] for word in words.numbers["named"] if word} | {*figures, *_CIRCLED, *_BULLETS, *"-("}
        self._begins = re.compile(rf"[\d{re.escape(''.join(sorted(begins)))}]")
        self._line = re.compile("|".join(line[:3] + inline + line[3:]))
        self._article = re.compile(articles)
        self._chapters = frozenset(words.numbers["chapters"])

    def at_line_start(self, plain: str, start: int, end: int) -> Mark | None:
        """The mark that begins the line `plain[start:end]`; leading blanks are not part of it."""
        match = self._line.match(plain, start, end)
        return self._mark(match) if match else None

    def inside(self, plain: str, start: int, end: int) -> list[Mark]:
        """What may be marks inside a line, in order."""
        found: list[Mark] = []
        at, inline = start, self._inline
        for place in self._begins.finditer(plain, start, end):
            if place.start() >= at and (match := inline.match(plain, place.start(), end)):
                found.append(self._mark(match))
                at = match.end()
        return found

    def value(self, figure: str) -> int:
        """A number written in Arabic or Chinese figures, up to 999; 0 where it is none.

        >>> Marks(default()).value("二十一")
        21
        """
        figure = figure.strip().replace(" ", "")
        if figure.isascii():
            return int(figure) if figure.isdigit() else 0
        total, current = 0, 0
        for character in figure:
            if character in self._tens:
                total, current = total + (current or 1) * 10, 0
            elif character in self._hundreds:
                total, current = total + (current or 1) * 100, 0
            else:
                current = current * 10 + self._digits.get(character, 0)
        return total + current

    def _mark(self, match: re.Match[str]) -> Mark:
        kind, found = match.lastgroup or "", match.group()
        if kind == "of":
            kind = "art"
        number = 0
        style = {"bul": BULLET, "bul2": BULLET, "hy": BULLET, "cn2": "cn", "num2": "num"}.get(kind, kind)
        if kind in ("cn", "cn2", "pcn", "art", "named"):
            number = self.value(re.sub(rf"[^{self.figures}\d]", "", found))
            if kind == "art":
                article = self._article.findall(found)[-1]
                style = "chapter:" + article if article in self._chapters else "article:" + article
            elif kind == "named":
                style = "named:" + re.sub(rf"[{self.figures}\d:、. ]", "", found)
        elif kind == "multi":
            parts = re.findall(r"\d+", found)
            if int(parts[-1]) == 0:  # 4.0 heads 4.1
                parts.pop()
            style, number = f"multi{len(parts)}", int(parts[-1])
        elif kind == "circ":
            number = _CIRCLED.index(found[-1]) + 1
        elif kind == "roman":
            number = _ROMAN.index(found.lstrip("[")[0]) + 1
        elif kind == "let":
            number = ord(found.strip("[(")[0]) - 96
        elif kind == "eart":
            number = int(d[0]) if (d := re.findall(r"\d+", found)) else 0
            style = "article:" + found.split()[0]
        elif kind == "hash":
            style = f"heading{found.count('#')}"
        elif kind in ("num", "num2", "pnum", "nump", "bare"):
            number = int(re.findall(r"\d+", found)[0])
            if kind in ("num", "num2"):
                style += found.strip()[-1]  # `1、` and `1.` may stand one within the other
        if style == BULLET:
            style += ":" + found.strip()[:1]
        return Mark(match.start(), match.end(), style, number)


@lru_cache(maxsize=8)
def marks_of(words: Vocabulary) -> Marks:
    """The patterns of a vocabulary, made once."""
    return Marks(words)


def counting_on(plain: str, candidates: list[Mark], firsts: set[int]) -> list[Mark]:
    """Of the marks of one text, those that a count supports; `firsts` holds the starts of marks at a line's start.

    Inside a line a number counts when it is one more than the last of its style, or is 1 and a 2 follows; behind the
    end of a sentence also when it repeats the last, behind a colon when it is 1. Where an item was struck out and its
    number with it, the count jumps: behind the end of a sentence or a colon a number may skip one, and a list may begin
    with 2 where 3 follows. Bullets inside a line count when their character stands twice in the text.
    """
    following = _following(candidates)
    last: dict[str, int] = {}
    bullets: dict[str, int] = {}
    for mark in candidates:
        if not mark.number:
            bullets[mark.style] = bullets.get(mark.style, 0) + 1
    kept = []
    for at, mark in enumerate(candidates):
        first = mark.start in firsts
        if not mark.number:
            if first or bullets[mark.style] > 1:
                kept.append(mark)
            continue
        style = mark.style[:3] if mark.style.startswith("num") else mark.style
        before = last.get(style)
        behind = plain[mark.start - 1 : mark.start]
        ended = behind in tuple(":。;")
        counts = before is not None and (
            mark.number == before + 1
            or (mark.number == before and behind in tuple("。;"))
            or (mark.number == before + 2 and ended)
        )
        begins = mark.number == 1 and (following[at] in (2, 3) or ended)
        begins |= mark.number == 2 and following[at] == 3 and ended
        if first or counts or begins:
            kept.append(mark)
            last[style] = mark.number
    return kept


def _following(candidates: list[Mark]) -> list[int]:
    """For each mark the number of the next one of its style, 0 where none follows."""
    coming: dict[str, int] = {}
    found = [0] * len(candidates)
    for at in range(len(candidates) - 1, -1, -1):
        mark = candidates[at]
        style = mark.style[:3] if mark.style.startswith("num") else mark.style
        found[at] = coming.get(style, 0)
        coming[style] = mark.number
    return found
