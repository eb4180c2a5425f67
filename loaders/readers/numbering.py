"""Word's styles and automatic numbering: what a paragraph's number reads, and which paragraphs are headings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lxml import etree

from dutygraph.loaders.readers.numerals import numeral

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9
_LEVEL_REFERENCE = re.compile(r"%([1-9])")
_HEADING_NAME = re.compile(r"heading ([1-9])$", re.IGNORECASE)
_CONTENTS_NAME = re.compile(r"toc( [1-9]| heading)?$", re.IGNORECASE)

# Symbol fonts place their signs in a private area; these are the signs that lists are made of.
_SYMBOLS = {
    0x6C: "●", 0x6D: "○", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "❑", 0x72: "❒", 0x75: "◆", 0x76: "❖", 0x77: "◆",
    0x9F: "•", 0xA7: "▪", 0xA8: "□", 0xB7: "•", 0xD2: "✓", 0xD8: "➢", 0xDC: "➲", 0xE0: "→", 0xE8: "➔", 0xFB: "✗",
    0xFC: "✓", 0xFE: "☑",
}  # fmt: skip
_PRIVATE = 0xF000


def symbol(code: int, *, is_bullet: bool = False) -> str:
    """The sign of a symbol font's character as one that every font has.

    A bullet is one in any case: Word writes the letter `l` there for a dot.
    """
    if _PRIVATE <= code <= _PRIVATE + 0xFF:
        code -= _PRIVATE
        return _SYMBOLS.get(code) or (chr(code) if 0x20 < code < 0x7F else "•")
    return _SYMBOLS.get(code, chr(code)) if is_bullet else chr(code)


def value(element: etree._Element | None, name: str = "val") -> str | None:
    """An attribute of Word's namespace."""
    return None if element is None else element.get(W + name)


def number(element: etree._Element | None, name: str = "val") -> int | None:
    """An attribute as an integer, None where it is absent or none."""
    text = value(element, name)
    try:
        return int(text) if text else None
    except ValueError:
        return None


def is_on(element: etree._Element | None) -> bool:
    """Whether a switch stands and is not turned off."""
    return element is not None and value(element) not in ("0", "false", "off")


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style decides: `outline` is 0 for a first-level heading, None for text."""

    name: str = ""
    based_on: str | None = None
    outline: int | None = None
    list_id: str | None = None
    list_level: int | None = None

    @property
    def is_contents(self) -> bool:
        """Whether its paragraphs are lines of a table of contents."""
        return bool(_CONTENTS_NAME.match(self.name))


class Styles:
    """The paragraph styles of a document, each with what it inherits."""

    def __init__(self, root: etree._Element | None) -> None:
        self._own: dict[str, Style] = {}
        self._default: str | None = None
        for element in root.iter(W + "style") if root is not None else ():
            if value(element, "type") == "paragraph" and (name := value(element, "styleId")):
                self._own[name] = _own_style(element)
                if value(element, "default") in ("1", "true"):
                    self._default = name
        self._whole: dict[str | None, Style] = {None: Style()}

    def get(self, name: str | None) -> Style:
        """The style with what it inherits; the default style where there is none of that name."""
        if name not in self._own:
            name = self._default
        if name not in self._whole:
            chain: list[Style] = []
            seen: set[str | None] = set()
            at: str | None = name
            while at in self._own and at not in seen:
                seen.add(at)
                chain.append(self._own[at])
                at = chain[-1].based_on
            whole = chain[0]
            for parent in chain[1:]:
                whole = replace(
                    whole,
                    outline=parent.outline if whole.outline is None else whole.outline,
                    list_id=whole.list_id or parent.list_id,
                    list_level=parent.list_level if whole.list_level is None else whole.list_level,
                )
            self._whole[name] = whole
        return self._whole[name]


def _own_style(element: etree._Element) -> Style:
    properties = element.find(W + "pPr")
    outline = listed = level = None
    if properties is not None:
        outline = number(properties.find(W + "outlineLvl"))
        if (numbering := properties.find(W + "numPr")) is not None:
            listed, level = value(numbering.find(W + "numId")), number(numbering.find(W + "ilvl"))
    name = value(element.find(W + "name")) or ""
    if outline is None:
        if match := _HEADING_NAME.match(name):
            outline = int(match.group(1)) - 1
        elif name.lower() == "title":
            outline = 0
    return Style(name, value(element.find(W + "basedOn")), outline, listed, level)


@dataclass(frozen=True, slots=True)
class ListLevel:
    """One level of a numbered list: `text` is what stands around the numbers, `%1` the number of the first level."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    is_legal: bool = False
    """All numbers in it are decimal, whatever their own level says."""

    restarts_after: int | None = None
    """It begins anew only behind levels above this one (from 1); 0 = never, None = behind any level above it."""


@dataclass(slots=True)
class NumberedList:
    """A list a paragraph names. Lists of one `definition` count on together; `restarts` begin anew when first met."""

    definition: str
    levels: dict[int, ListLevel]
    restarts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The numbers of a document's lists, counted in the order in which they are asked for."""

    def __init__(self, lists: dict[str, NumberedList]) -> None:
        self._lists = lists
        self._counts: dict[str, list[int | None]] = {}

    def label(self, list_id: str, level: int) -> str | None:
        """The next number of a list at a level (0 = outermost), None where the list has none there."""
        found = self._lists.get(list_id)
        if found is None or not 0 <= level < _LEVELS:
            return None
        counts = self._counts.setdefault(found.definition, [None] * _LEVELS)
        if level in found.restarts:
            counts[level] = found.restarts.pop(level) - 1
        definition = found.levels.get(level, ListLevel())
        last = counts[level]
        counts[level] = definition.start if last is None else last + 1
        for below in range(level + 1, _LEVELS):
            after = found.levels.get(below, ListLevel()).restarts_after
            if after is None or level < after:
                counts[below] = None
        return _label(definition, found.levels, counts) or None


def _label(definition: ListLevel, levels: dict[int, ListLevel], counts: list[int | None]) -> str:
    def count(match: re.Match[str]) -> str:
        at = int(match.group(1)) - 1
        of = levels.get(at, ListLevel())
        current = counts[at]
        return numeral(of.start if current is None else current, "decimal" if definition.is_legal else of.form)

    if definition.form == "none":
        return "" if "%" in definition.text else definition.text
    if definition.form == "bullet":
        return "".join(symbol(ord(c), is_bullet=True) for c in definition.text).strip()
    return _LEVEL_REFERENCE.sub(count, definition.text).strip()


def numbering(root: etree._Element | None) -> Numbering:
    """The numbering of a .docx, from its part of that name."""
    lists: dict[str, NumberedList] = {}
    if root is None:
        return Numbering(lists)
    abstracts = {value(a, "abstractNumId") or "": a for a in root.findall(W + "abstractNum")}
    by_style = {value(a.find(W + "styleLink")): a for a in abstracts.values()}
    for element in root.findall(W + "num"):
        name = value(element.find(W + "abstractNumId")) or ""
        abstract = abstracts.get(name)
        if abstract is not None and (link := abstract.find(W + "numStyleLink")) is not None:
            abstract = by_style.get(value(link), abstract)
        if abstract is not None and (list_id := value(element, "numId")):
            lists[list_id] = _list(name, abstract, element)
    return Numbering(lists)


def _list(name: str, abstract: etree._Element, element: etree._Element) -> NumberedList:
    levels = {at: _level(e) for e in abstract.findall(W + "lvl") if (at := number(e, "ilvl")) is not None}
    found = NumberedList(name, levels)
    for override in element.findall(W + "lvlOverride"):
        at = number(override, "ilvl")
        if at is None:
            continue
        if (own := override.find(W + "lvl")) is not None:
            levels[at] = _level(own)
        if (start := number(override.find(W + "startOverride"))) is not None:
            found.restarts[at] = start
    return found


def _level(element: etree._Element) -> ListLevel:
    start = number(element.find(W + "start"))
    return ListLevel(
        1 if start is None else start,
        value(element.find(W + "numFmt")) or "decimal",
        value(element.find(W + "lvlText")) or "",
        is_on(element.find(W + "isLgl")),
        number(element.find(W + "lvlRestart")),
    )
