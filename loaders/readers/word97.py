"""The structures of a Word 97–2003 file ([MS-DOC]) that text, tables, headings and numbers need.

Offsets and names are those of the published specification. Everything is checked against the bytes that are there:
a damaged file raises one of `DAMAGE`, never more.
"""

from __future__ import annotations

import struct
import sys
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from dutygraph.loaders.readers.numbering import ListLevel, NumberedList

DAMAGE = (struct.error, IndexError, KeyError, ValueError, OverflowError, MemoryError, RecursionError)

_LONGEST_RUN = 2
"""Times its own size that a file's text may have: pieces that repeat one another are made to exhaust a machine."""

# Places in FibRgFcLcb97 of what is read here.
STYLES, NOTES_TEXT, RUNS, PARAGRAPHS, PIECES, BOXES, LISTS, OVERRIDES = 1, 3, 12, 13, 33, 56, 73, 74
_STORIES = ("main", "footnote", "header", "macro", "comment", "endnote", "text box", "header box")
_CP1252 = {code: ord(bytes([code]).decode("cp1252", errors="ignore") or " ") for code in range(0x80, 0xA0)}

# sprms: what each changes
_STYLE, _IN_TABLE, _ROW_END, _DEPTH = 0x4600, 0x2416, 0x2417, 0x6649
_INNER_CELL, _INNER_ROW_END, _LEVEL, _LIST, _OUTLINE = 0x244B, 0x244C, 0x260A, 0x460B, 0x2640
_TABLE, _VERTICAL_MERGE, _TABLE_HEADER, _HUGE = 0xD608, 0xD62B, 0x3404, (0x6645, 0x6646)
_DELETED, _HIDDEN, _SYMBOL, _TABS = 0x0800, 0x083C, 0x6A09, 0xC615
_OPERAND_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)

_FORMS = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 5: "ordinal",
    10: "ideographDigital", 11: "japaneseCounting", 14: "decimalFullWidth", 18: "decimalEnclosedCircle",
    19: "decimalFullWidth2", 22: "decimalZero", 23: "bullet", 26: "decimalEnclosedFullstop", 27: "decimalEnclosedParen",
    28: "decimalEnclosedCircleChinese", 29: "ideographEnclosedCircle", 30: "ideographTraditional",
    31: "ideographZodiac", 33: "taiwaneseCounting", 34: "ideographLegalTraditional", 35: "taiwaneseCountingThousand",
    36: "taiwaneseDigital", 37: "chineseCounting", 38: "chineseLegalSimplified", 39: "chineseCountingThousand",
    255: "none",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RowCells:
    """The cells of a table row: their edges in twips, and which continue the cell to the left or above."""

    edges: tuple[int, ...] = ()
    joined_left: frozenset[int] = frozenset()
    joined_above: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Properties:
    """What a paragraph or its style decides: `depth` of the table it stands in, 0 = none; `outline` 0 = first level."""

    style: int = 0
    depth: int = 0
    cell_end: bool = False
    row_end: bool = False
    list_id: int = 0
    list_level: int = 0
    outline: int | None = None
    is_contents: bool = False
    is_header_row: bool = False
    cells: RowCells = RowCells()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as stored: `text` without its end mark, `mark` the mark, soft line ends as `\\n`."""

    text: str
    mark: str
    properties: Properties


@dataclass(slots=True)
class _Style:
    base: int
    outline: int | None
    is_contents: bool
    sprms: bytes
    whole: Properties | None = None


@dataclass(slots=True)
class Word97:
    """A Word 97–2003 file: its stream WordDocument, its table stream, and its stream Data (empty where it has none)."""

    main: bytes
    table: bytes
    data: bytes
    _styles: list[_Style | None] = field(default_factory=list)
    _known: dict[bytes, Properties] = field(default_factory=dict)
    _paragraph_runs: _Runs = field(init=False)
    _character_runs: _Runs = field(init=False)

    def __post_init__(self) -> None:
        self._paragraph_runs = _Runs(self.main, self._part(PARAGRAPHS), 13)
        self._character_runs = _Runs(self.main, self._part(RUNS), 1)
        self._styles = list(self._read_styles())

    def stories(self) -> Iterator[tuple[str, list[Paragraph]]]:
        """The stories of the file with text: main, footnote, header, endnote, text box."""
        characters, places = self._characters()
        counts = struct.unpack_from("<8I", self.main, 0x4C)
        start = 0
        for name, count in zip(_STORIES, counts, strict=True):
            end = min(start + count, len(characters))
            if end > start and name not in ("macro", "comment", "header box"):
                yield name, list(self._paragraphs(characters, places, start, end))
            start = end

    def _part(self, place: int) -> bytes:
        start, size = struct.unpack_from("<II", self.main, 0x9A + 8 * place)
        return self.table[start : start + size]

    # Text ------------------------------------------------------------------------------------------------------------

    def _characters(self) -> tuple[str, _Places]:
        """All characters of the file, and where each stands in it."""
        pieces = _piece_table(self._part(PIECES))
        count = (len(pieces) - 4) // 12
        positions = struct.unpack_from(f"<{count + 1}I", pieces)
        limit = _LONGEST_RUN * len(self.main)
        texts: list[str] = []
        places = _Places()
        at = 0
        for number in range(count):
            (packed,) = struct.unpack_from("<I", pieces, 4 * (count + 1) + 8 * number + 2)
            size = positions[number + 1] - positions[number]
            width = 1 if packed & 0x40000000 else 2
            start = (packed & 0x3FFFFFFF) // (2 if width == 1 else 1)
            raw = self.main[start : start + max(size, 0) * width]
            text = raw.decode("latin-1").translate(_CP1252) if width == 1 else _units(raw)
            places.add(at, start, width)
            texts.append(text)
            at += len(text)
            if at > limit:
                raise ValueError("its pieces repeat one another")
        return "".join(texts), places

    def _paragraphs(self, characters: str, places: _Places, start: int, end: int) -> Iterator[Paragraph]:
        at = start
        while at < end:
            mark = at
            while mark < end and characters[mark] not in "\r\x07\x0c":
                mark += 1
            closing = min(mark, end - 1)
            properties = self._properties(places.find(closing)[0])
            yield Paragraph(self._seen(characters, places, at, mark), characters[closing], properties)
            at = mark + 1

    def _seen(self, characters: str, places: _Places, start: int, end: int) -> str:
        """What of the characters is seen: results of fields, no instructions, nothing deleted or hidden."""
        pieces: list[str] = []
        fields: list[bool] = []  # for each open field, whether its instruction is still being read
        at = start
        while at < end:
            place, width, limit = places.find(at)
            run, run_end = self._character_runs.get(place)
            stop = max(at + 1, min(end, limit, at + (run_end - place) // width))
            is_seen, sign = _appearance(run)
            for character in characters[at:stop]:
                if character in _FIELD_MARKS:
                    _field(fields, character)
                elif is_seen and not any(fields):
                    if sign is not None and character == "(":
                        character = chr(sign)
                    pieces.append(_CONTROLS.get(character, character))
            at = stop
        return "".join(pieces)

    # Properties ------------------------------------------------------------------------------------------------------

    def _properties(self, place: int) -> Properties:
        run, _ = self._paragraph_runs.get(place)
        if run not in self._known:
            style = int.from_bytes(run[:2], "little")
            self._known[run] = self._apply(replace(self._style(style), style=style), run[2:])
        return self._known[run]

    def _apply(self, properties: Properties, changes: bytes) -> Properties:
        cells = properties.cells
        for sprm, operand in sprms(changes):
            if sprm in _HUGE and len(operand) == 4 and self.data:
                (start,) = struct.unpack("<I", operand)
                (size,) = struct.unpack_from("<H", self.data, start)
                inner = self.data[start + 2 : start + 2 + size]
                if not any(other in _HUGE for other, _ in sprms(inner)):
                    properties = self._apply(properties, inner)
                    cells = properties.cells
            elif sprm == _TABLE:
                cells = _row_cells(operand)
            elif sprm == _VERTICAL_MERGE and len(operand) >= 2:
                joined = set(cells.joined_above)
                (joined.add if operand[1] == 1 else joined.discard)(operand[0])
                cells = replace(cells, joined_above=frozenset(joined))
            elif change := _CHANGES.get(sprm):
                properties = change(properties, int.from_bytes(operand, "little"))
        return replace(properties, cells=cells)

    # Styles ----------------------------------------------------------------------------------------------------------

    def _style(self, index: int) -> Properties:
        style = self._styles[index] if index < len(self._styles) else None
        if style is None:
            return Properties()
        if style.whole is None:
            style.whole = Properties()  # what a circle of styles comes to
            base = self._style(style.base) if style.base != 0xFFF else Properties()
            own = replace(base, is_contents=style.is_contents)
            if style.outline is not None:
                own = replace(own, outline=style.outline)
            style.whole = self._apply(own, style.sprms)
        return style.whole

    def _read_styles(self) -> Iterator[_Style | None]:
        sheet = self._part(STYLES)
        if len(sheet) < 8:
            return
        header, count, base_size = struct.unpack_from("<HHH", sheet)
        at = 2 + header
        for _ in range(count):
            if at + 2 > len(sheet):
                return
            (size,) = struct.unpack_from("<H", sheet, at)
            yield _read_style(sheet[at + 2 : at + 2 + size], base_size) if size >= base_size else None
            at += 2 + size + (size & 1)

    # Lists -----------------------------------------------------------------------------------------------------------

    def lists(self) -> dict[str, NumberedList]:
        """The lists that paragraphs name by their number (from 1)."""
        definitions = self._list_definitions()
        overrides = self._part(OVERRIDES)
        if len(overrides) < 4:
            return {}
        (count,) = struct.unpack_from("<I", overrides)
        count = min(count, (len(overrides) - 4) // 16)
        found: dict[str, NumberedList] = {}
        at = 4 + 16 * count
        for number in range(count):
            name, _, _, levels = struct.unpack_from("<iIIB", overrides, 4 + 16 * number)
            found[str(number + 1)] = listed = NumberedList(str(name), dict(definitions.get(name, {})))
            at += 4
            for _ in range(levels):
                if at + 8 > len(overrides):
                    break
                start, flags = struct.unpack_from("<iI", overrides, at)
                at += 8
                if flags & 0x20:
                    listed.levels[flags & 0xF], at = _list_level(overrides, at)
                elif flags & 0x10:
                    listed.restarts[flags & 0xF] = start
        return found

    def _list_definitions(self) -> dict[int, dict[int, ListLevel]]:
        start, size = struct.unpack_from("<II", self.main, 0x9A + 8 * LISTS)
        if size < 2:
            return {}
        (count,) = struct.unpack_from("<H", self.table, start)
        heads = [struct.unpack_from("<i22xBx", self.table, start + 2 + 28 * n) for n in range(count)]
        at = start + 2 + 28 * count
        found: dict[int, dict[int, ListLevel]] = {}
        for name, flags in heads:
            levels = found.setdefault(name, {})
            for level in range(1 if flags & 1 else 9):
                levels[level], at = _list_level(self.table, at)
        return found


class _Runs:
    """Which properties hold for the character at a place in the file: pages of runs (FKP), found by a plex of pages."""

    def __init__(self, main: bytes, plex: bytes, entry: int) -> None:
        count = max(0, (len(plex) - 4) // 8)
        self._main, self._entry = main, entry
        self._firsts = struct.unpack_from(f"<{count}I", plex) if count else ()
        self._pages = struct.unpack_from(f"<{count}I", plex, 4 * (count + 1)) if count else ()
        self._read: dict[int, tuple[tuple[int, ...], bytes]] = {}

    def get(self, place: int) -> tuple[bytes, int]:
        """The run's property changes (empty where there are none), and the place behind the run."""
        at = bisect_right(self._firsts, place) - 1
        if at < 0:
            return b"", place + 1
        number = self._pages[at] & 0x3FFFFF
        if number not in self._read:
            page = self._main[512 * number : 512 * number + 512]
            runs = page[511] if len(page) == 512 else 0
            limits = struct.unpack_from(f"<{runs + 1}I", page) if 0 < 4 * (runs + 1) + runs * self._entry < 512 else ()
            self._read[number] = limits, page
        limits, page = self._read[number]
        run = bisect_right(limits, place) - 1
        if run < 0 or run + 1 >= len(limits):
            return b"", place + 1
        at = 2 * page[4 * len(limits) + run * self._entry]
        if not at:
            return b"", limits[run + 1]
        size = page[at]
        if self._entry == 1:
            changes = page[at + 1 : at + 1 + size]
        else:
            changes = page[at + 1 : at + 2 * size] if size else page[at + 2 : at + 2 + 2 * page[at + 1]]
        return changes, limits[run + 1]


class _Places:
    """Where the characters of a text stand in the file, piece by piece."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._pieces: list[tuple[int, int]] = []

    def add(self, first: int, place: int, width: int) -> None:
        """A piece that begins at the character `first` and at `place` in the file, `width` bytes a character."""
        self._starts.append(first)
        self._pieces.append((place, width))

    def find(self, at: int) -> tuple[int, int, int]:
        """The place of a character in the file, its bytes, and the character at which the next piece begins."""
        number = bisect_right(self._starts, at) - 1
        place, width = self._pieces[number]
        limit = self._starts[number + 1] if number + 1 < len(self._starts) else sys.maxsize
        return place + (at - self._starts[number]) * width, width, limit


_FIELD_MARKS = frozenset("\x13\x14\x15")
_CONTROLS = {chr(code): "" for code in range(0x20)} | {"\t": "\t", "\x0b": "\n", "\x1e": "-"}
_CHANGES: dict[int, Callable[[Properties, int], Properties]] = {
    _STYLE: lambda p, n: replace(p, style=n),
    _IN_TABLE: lambda p, n: replace(p, depth=max(p.depth, 1) if n else 0),
    _ROW_END: lambda p, n: replace(p, row_end=bool(n)),
    _DEPTH: lambda p, n: replace(p, depth=n if n < 0x8000 else 0),
    _INNER_CELL: lambda p, n: replace(p, cell_end=bool(n)),
    _INNER_ROW_END: lambda p, n: replace(p, row_end=bool(n)),
    _LEVEL: lambda p, n: replace(p, list_level=n),
    _LIST: lambda p, n: replace(p, list_id=n if n < 0x7FF else 0),
    _OUTLINE: lambda p, n: replace(p, outline=n if n < 9 else None),
    _TABLE_HEADER: lambda p, n: replace(p, is_header_row=bool(n)),
}


def _units(raw: bytes) -> str:
    """UTF-16 with one character for each unit, as the file counts them."""
    text = raw.decode("utf-16-le", errors="replace")
    if 2 * len(text) == len(raw):
        return text
    return "".join(
        "\ufffd" if 0xD800 <= u < 0xE000 else chr(u) for (u,) in struct.iter_unpack("<H", raw[: len(raw) & ~1])
    )


def _field(fields: list[bool], mark: str) -> None:
    if mark == "\x13":
        fields.append(True)
    elif fields and mark == "\x14":
        fields[-1] = False
    elif fields:
        fields.pop()


@lru_cache(maxsize=4096)
def _appearance(run: bytes) -> tuple[bool, int | None]:
    """Whether the characters of a run are seen, and the sign of a symbol font that they stand for."""
    sign = None
    for sprm, operand in sprms(run):
        if sprm in (_DELETED, _HIDDEN) and operand[:1] == b"\x01":
            return False, None
        if sprm == _SYMBOL and len(operand) == 4:
            sign = int.from_bytes(operand[2:], "little")
    return True, sign


def sprms(changes: bytes) -> Iterator[tuple[int, bytes]]:
    """The property changes in a run: each its code and its operand. What is cut off at the end is left out."""
    at = 0
    while at + 2 <= len(changes):
        (sprm,) = struct.unpack_from("<H", changes, at)
        at += 2
        size = _OPERAND_SIZES[sprm >> 13]
        if sprm == _TABLE:
            if at + 2 > len(changes):
                return
            size = struct.unpack_from("<H", changes, at)[0] - 1
            at += 2
        elif not size:
            if at >= len(changes) or (sprm == _TABS and changes[at] == 255):
                return
            size = changes[at]
            at += 1
        if size < 0 or at + size > len(changes):
            return
        yield sprm, changes[at : at + size]
        at += size


def _row_cells(operand: bytes) -> RowCells:
    count = operand[0] if operand else 0
    edges = struct.unpack_from(f"<{count + 1}h", operand, 1)
    left, above = set(), set()
    for cell in range(count):
        at = 1 + 2 * (count + 1) + 20 * cell
        if at + 2 > len(operand):
            break
        (flags,) = struct.unpack_from("<H", operand, at)
        if flags & 0x2:
            left.add(cell)
        if flags & 0x20 and not flags & 0x40:
            above.add(cell)
    return RowCells(edges, frozenset(left), frozenset(above))


def _piece_table(part: bytes) -> bytes:
    at = 0
    while at < len(part):
        if part[at] == 2:
            (size,) = struct.unpack_from("<I", part, at + 1)
            return part[at + 5 : at + 5 + size]
        if part[at] != 1:
            break
        (size,) = struct.unpack_from("<H", part, at + 1)
        at += 3 + size
    raise ValueError("it has no piece table")


def _read_style(entry: bytes, base_size: int) -> _Style | None:
    first, second, third = struct.unpack_from("<HHH", entry)
    if second & 0xF != 1:  # no paragraph style
        return None
    name = first & 0xFFF
    (length,) = struct.unpack_from("<H", entry, base_size)
    at = base_size + 2 + 2 * (length + 1)
    sprms_of = b""
    if third & 0xF and at + 2 <= len(entry):
        (size,) = struct.unpack_from("<H", entry, at)
        sprms_of = entry[at + 4 : at + 2 + size]  # behind the style's own number
    outline = name - 1 if 1 <= name <= 9 else 0 if name == 62 else None
    return _Style(second >> 4, outline, 19 <= name <= 27, sprms_of)


def _list_level(part: bytes, at: int) -> tuple[ListLevel, int]:
    """A level and the place behind it."""
    start, form, flags = struct.unpack_from("<iBB", part, at)
    characters, paragraphs, limit = struct.unpack_from("<BBB", part, at + 24)
    at += 28 + characters + paragraphs
    (length,) = struct.unpack_from("<H", part, at)
    raw = part[at + 2 : at + 2 + 2 * length].decode("utf-16-le", errors="replace")
    text = "".join(f"%{ord(c) + 1}" if ord(c) < 9 else c for c in raw)
    restarts = limit if flags & 0x8 else None
    level = ListLevel(start, _FORMS.get(form, "decimal"), text, bool(flags & 0x4), restarts)
    return level, at + 2 + 2 * length
