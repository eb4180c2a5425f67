"""A page cut into pieces: at line ends, at marks that count on, at labels, also where a text lost its line ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from dutygraph.graph.vocabulary import Vocabulary
from dutygraph.loaders.extract.flat import FlatCut, FlatSheets
from dutygraph.loaders.extract.lexicon import HEAD_KEYS, LIST_KEYS, Lexicon, any_of, lexicon, squeeze
from dutygraph.loaders.extract.marks import Mark, Marks, counting_on, marks_of
from dutygraph.loaders.extract.matrices import Entry
from dutygraph.loaders.extract.names import Name, Names
from dutygraph.loaders.extract.page import Page

PieceKind = Literal["label", "owner", "section", "topic", "text", "subject", "grant", "break", "open", "close", "end"]

_LABEL_LENGTH = 16
_HEADING_LENGTH = 32
_WHOLE = 8
"""Characters of an item at least, in front of a title that ran into it."""

_GAP = re.compile(r"[ \t]+|\[|\]")
_SENTENCE = re.compile(r"[。;,!?]")
_TRAILING = " \n:：。.-—·"


@dataclass(slots=True)
class Line:
    """A line of the page: `kind` and `level` as the format says, None where it does not."""

    start: int
    end: int
    kind: str = "paragraph"
    level: int | None = None
    depth: int = 1
    """How deep an item stands in lists of lists."""


@dataclass(slots=True)
class Piece:
    """What stands between two cuts. `start:end` is its text, without mark and label.

    `break` closes all that is open, `close` what was opened behind the last `open`; `end` is the place of a table that
    held a whole sheet.
    `key` is the meaning of a label, or of the words behind a name in a heading; `names` are whom it is about;
    `level` that of a heading as the format says. `fresh` where a line begins with it.
    """

    kind: PieceKind
    start: int
    end: int
    mark: Mark | None = None
    key: str | None = None
    names: tuple[Name, ...] = ()
    level: int | None = None
    fresh: bool = False
    remark: tuple[int, int] | None = None
    heading: bool = False
    metrics_beside: bool = False
    word: str = ""
    """The label's own word, in its plain form."""

    placed: bool = False
    """Whether it stands in order already: a cell of a row, whose unit comes before its post."""

    beside: bool = False
    """Whether a cell of measures stands beside the duties before it, and measures them."""

    area: tuple[int, int] | None = None
    """A cell that says which field of work the content of the row belongs to."""

    often: str = ""
    """A cell that says how often it is done, in its plain form."""

    modes: tuple[str, ...] = ()
    """What the letters of a chart say of a post and a task."""

    entry: Entry | None = None
    """A grant of an authority matrix."""


class Cutter:
    """Cuts lines by the words of a vocabulary."""

    def __init__(self, words: Vocabulary) -> None:
        self.lexicon: Lexicon = lexicon(words)
        self._subject = ""
        self.names = Names(self.lexicon)
        self.marks: Marks = marks_of(words)
        self._flat = FlatSheets(self.lexicon)
        long = [w for w, k in self.lexicon.labels.items() if len(w) >= 4 and not w.isascii()]
        short = [w for w, k in self.lexicon.labels.items() if 2 <= len(w) < 4 and not w.isascii()]
        english = [w for w in self.lexicon.labels if w.isascii() and len(w) > 5]
        self._label_sizes = sorted({len(w) for w in long}, reverse=True)
        self._long_labels = frozenset(long)
        # `职责:` behind a stop, and `所属部门  物流部` in a line that columns of blanks divide.
        self._short_label = re.compile(rf"(?:(?<=[。;)\s.]){any_of(short)}|(?<=[.;\n]){any_of(english)}) ?:")
        self._gap_label = re.compile(rf"(?:(?<=  )|(?<=\t)){any_of([*long, *short])}(?=[ \t]|$)")
        people = any_of(words.headcounts["units"])
        self._counted = re.compile(rf" +(\d{{1,3}}(?: ?[-~] ?\d{{1,3}})? ?{people})$")  # 行政总厨 1名
        self._skipped = re.compile(any_of(words.headings["skip_ends"]) + "$")
        self._between = re.compile(f"[、/,]|  +| {any_of(words.titles['links'])} ")
        self._particle = re.compile(any_of(words.titles["particles"]))
        self._verb_end = re.compile(f"(?:^|[、,]){any_of(words.duties['verbs'])}$")
        self._everybody = self.lexicon.people | self.lexicon.no_units
        self._conjunction = re.compile(any_of(words.subjects["conjunctions"]))
        self.closing = re.compile(any_of(words.subjects["closings"]))
        self.anaphora = re.compile(any_of([*words.subjects["anaphora"], *words.subjects["further"]]))

    # Lines to segments -------------------------------------------------------------------------------------------

    def cut(self, page: Page, lines: list[Line], subject: str = "", *, flat: bool = True) -> list[Piece]:
        """The pieces of consecutive lines, in order; `subject` is whom their title names, in its plain form.

        `flat`: labels without colons are looked for too, as in a sheet whose table lines are lost.
        """
        plain = page.plain
        self._subject = subject
        candidates, firsts = self._candidates(plain, lines)
        kept = counting_on(plain, candidates, firsts)
        by_line = _by_line(kept, lines)
        pieces: list[Piece] = []
        pending: Mark | None = None
        for line, marks in zip(lines, by_line, strict=True):
            labels = self._flat.find(plain, line.start, line.end) if flat else []
            for mark, start, end, fresh in _segments(plain, line, marks):
                if start == end:
                    pending = mark or pending
                    continue
                inside = [cut for cut in labels if start <= cut.start < end] if labels else labels
                for piece in self._segment(plain, start, end, fresh, line, inside):
                    if (mark or pending) and not piece.mark:
                        piece.mark, mark, pending = mark or pending, None, None
                    pieces.append(piece)
        return list(self._unglued(plain, self._continued(plain, pieces)))

    def _continued(self, plain: str, pieces: list[Piece]) -> list[Piece]:
        """The pieces, a line that begins with a conjunction (并做好记录) as a part of the text before it."""
        result: list[Piece] = []
        for piece in pieces:
            before = result[-1] if result else None
            goes_on = piece.kind == "text" and piece.fresh and not piece.mark and before and before.kind == "text"
            if (
                before
                and goes_on
                and self._conjunction.match(plain, piece.start)
                and plain[before.end - 1] not in ":。;"
            ):
                before.end = piece.end
            else:
                result.append(piece)
        return result

    def _unglued(self, plain: str, pieces: list[Piece]) -> Iterator[Piece]:
        """Titles apart from the text in front of them, where bullets that lost their lines follow (…控制销售内勤➢…)."""
        glued = False
        for at, piece in enumerate(pieces):
            follows = pieces[at + 1] if at + 1 < len(pieces) else None
            mark = follows.mark if follows is not None and not follows.fresh else None
            bullets = mark is not None and not mark.number
            open_end = (
                piece.kind == "text" and not piece.heading and plain[piece.end - 1 : piece.end] not in tuple("。;.,")
            )
            if bullets and open_end and not (piece.mark and not piece.mark.number):
                if parts := self._glued_heading(plain, piece):
                    glued = True
                    yield from parts
                    continue
            elif bullets and open_end and glued and (cut := self._title_behind(plain, piece.start, piece.end)):
                end = piece.end
                piece.end = cut
                yield piece
                yield Piece("owner", cut, end, names=(Name(cut, end, "role"),))
                continue
            yield piece

    def _glued_heading(self, plain: str, piece: Piece) -> list[Piece]:
        """Words of a heading, a unit and a title in one run (岗位职责分解销售部大区销售经理)."""
        tail = self.lexicon.tail_start.match(plain, piece.start, piece.end)
        start = tail.end() if tail else piece.start
        run = list(self.names.run(plain, start, piece.end))
        if not run or run[-1].end != piece.end or run[-1].kind != "role" or len(run) > 2:
            return []
        parts = [Piece("owner", n.start, n.end, names=(n,)) for n in run]
        if tail:
            parts.insert(0, Piece("section", piece.start, start, key=self._tail_key(plain[piece.start : start])))
        parts[0].mark, parts[0].fresh = piece.mark, piece.fresh
        return parts

    def _title_behind(self, plain: str, start: int, end: int) -> int | None:
        """Where a title begins with which a text ends that is whole without it."""
        for size in (4, 5, 3, 6):
            cut = end - size
            if cut - start < _WHOLE or self._particle.match(plain, cut - 1) or not self.names.is_title(plain[cut:end]):
                continue
            return None if self._verb_end.search(plain[start:cut]) else cut
        return None

    def _candidates(self, plain: str, lines: list[Line]) -> tuple[list[Mark], set[int]]:
        candidates, firsts = [], set()
        for line in lines:
            at = line.start
            if first := self.marks.at_line_start(plain, line.start, line.end):
                if line.depth > 1 and not first.number:
                    first = first._replace(style=f"{first.style}{line.depth}")
                candidates.append(first)
                firsts.add(first.start)
                at = first.end
            if line.end - at > 8:
                candidates += self.marks.inside(plain, at, line.end)
        return candidates, firsts

    def _segment(
        self, plain: str, start: int, end: int, fresh: bool, line: Line, flat: list[FlatCut]
    ) -> Iterator[Piece]:
        labels = self._inner_labels(plain, start, end)
        if not labels and not flat:
            yield from self.classify(plain, start, end, fresh, line)
            return
        cuts: dict[int, FlatCut | None] = dict.fromkeys(labels)
        cuts.update((cut.start, cut) for cut in flat)
        ordered = sorted(cuts)
        if not ordered or ordered[0] > start:
            yield from self.classify(plain, start, ordered[0] if ordered else end, fresh, line)
        for at, place in enumerate(ordered):
            stop = ordered[at + 1] if at + 1 < len(ordered) else end
            if cut := cuts[place]:
                yield from self._flat_piece(plain, cut, stop, line)
            else:
                yield from self.classify(plain, place, stop, fresh and place == start, line)

    def _inner_labels(self, plain: str, start: int, end: int) -> list[int]:
        """Where labels begin inside a segment: `直接上级:` anywhere, short ones behind a stop or in a column."""
        found = []
        colon = plain.find(":", start, end)
        while colon >= 0:
            stop = colon - 1 if plain[colon - 1] == " " else colon
            for size in self._label_sizes:
                if stop - size >= start and plain[stop - size : stop] in self._long_labels:
                    found.append(stop - size)
                    break
            else:
                before = max(start, stop - _LABEL_LENGTH)
                found += [m.start() for m in self._short_label.finditer(plain, before, colon + 1)]
            colon = plain.find(":", colon + 1, end)
        if plain.find("  ", start, end) >= 0 or plain.find("\t", start, end) >= 0:
            found += [m.start() for m in self._gap_label.finditer(plain, start, end)]
        return found

    def _flat_piece(self, plain: str, cut: FlatCut, stop: int, line: Line) -> Iterator[Piece]:
        if cut.key == "row":
            mark = Mark(cut.start, cut.end, "serial", cut.number)
            yield Piece("topic", *_strip(plain, cut.end, stop), mark=mark)
        elif cut.key == "topic":
            yield Piece("topic", cut.start, cut.end)
            if cut.end < stop:
                yield from self.classify(plain, cut.end, stop, False, line)
        elif cut.key == "text":
            yield Piece("text", *_strip(plain, cut.start, stop))
        else:
            yield Piece("label", *_strip(plain, cut.end, stop), key=cut.key, metrics_beside=cut.metrics_beside)

    # What a segment is ---------------------------------------------------------------------------------------------

    def classify(self, plain: str, start: int, end: int, fresh: bool, line: Line) -> Iterator[Piece]:
        """The piece or pieces that a segment is."""
        start, end = _strip(plain, start, end)
        if start == end:
            return
        if label := self._label(plain, start, end):
            label.fresh = fresh
            label.heading = line.kind == "heading"
            label.level = line.level if label.heading else None
            yield label
            return
        heading = self._heading(plain, start, end)
        if heading:
            heading.fresh, heading.heading = fresh, line.kind == "heading"
            heading.level = line.level if heading.heading else None
            yield heading
            return
        if fresh and plain[start:end].isdigit() and end - start <= 3:
            yield Piece("break", start, end, fresh=True)
            return
        yield from self._long(plain, start, end, fresh, line)

    def _label(self, plain: str, start: int, end: int) -> Piece | None:
        colon = plain.find(":", start, min(end, start + _LABEL_LENGTH + 8))
        if colon > 0:
            word = plain[start:colon].strip(" []*#")
            if len(word) <= _LABEL_LENGTH + 8 and (key := self.lexicon.label(word)):
                return Piece("label", *_strip(plain, colon + 1, end), key=key, word=word)
        if end - start <= 40:
            word = plain[start:end].strip(" []:*#.。")
            if key := self.lexicon.label(word):
                return Piece("label", end, end, key=key, word=word)
        gap = _GAP.search(plain, start + 2, min(end, start + _LABEL_LENGTH))
        if gap and gap.start() > start:
            word = plain[start : gap.start()].strip("[ ")
            key = self.lexicon.label(word)
            if key in HEAD_KEYS and not word.isascii():
                return Piece("label", *_strip(plain, gap.end(), end), key=key)
        close = plain.find("]", start, start + _LABEL_LENGTH + 2) if plain[start] == "[" else -1
        key = self.lexicon.label(plain[start + 1 : close]) if close > 0 else None
        return Piece("label", *_strip(plain, close + 1, end), key=key) if key else None

    def _heading(self, plain: str, start: int, end: int) -> Piece | None:
        if end - start > (2 * _HEADING_LENGTH if plain[start : start + 1].isascii() else _HEADING_LENGTH) + 20:
            return None
        core_end, remark = without_remark(plain, start, end)
        if plain[start] == "[" and plain[core_end - 1] == "]":
            start, core_end = start + 1, core_end - 1
        while core_end > start and plain[core_end - 1] in _TRAILING:
            core_end -= 1
        core = plain[start:core_end]
        if not core or _SENTENCE.search(core) or len(core) > _HEADING_LENGTH * (2 if core.isascii() else 1):
            return None
        if (
            remark is None
            and (count := self._counted.search(core))
            and self.names.kind(core[: count.start()]) == "role"
        ):
            remark, core_end = (start + count.start(1), start + count.end(1)), start + count.start()
        start += len(m.group()) if (m := self.lexicon.before.match(core)) and len(m.group()) < len(core) else 0
        core = plain[start:core_end]
        if self._skipped.search(core):
            return Piece("section", start, core_end, key="skip")
        if kind := self.names.kind(core):
            return Piece("owner", start, core_end, names=(Name(start, core_end, kind),), remark=remark)
        if names := self._joint(plain, start, core_end):
            return Piece("owner", start, core_end, names=names, remark=remark)
        return self._with_tail(plain, start, core_end, remark)

    def _with_tail(self, plain: str, start: int, end: int, remark: tuple[int, int] | None) -> Piece | None:
        if not (cut := self.tail_cut(plain, start, end)):
            return None
        key = self._tail_key(plain[cut[1] : end])
        if key and plain[start : cut[0]] in self._everybody:
            return Piece("section", start, end, key="skip")  # 员工职责, 各部门职责: of nobody
        if cut[1] == start:
            return Piece("section", start, end, key=key, remark=remark) if key else None
        names = self._names_in(plain, start, cut[0]) if key else ()
        return Piece("owner", start, end, key=key, names=names, remark=remark) if names else None

    def tail_cut(self, plain: str, start: int, end: int) -> tuple[int, int] | None:
        """Where the name in a heading ends and its words for duties and structure begin: the shortest name.

        A heading of such words alone has them from its start; one without a name is cut in front of the first.
        """
        first = None
        if plain[end - 1 : end] not in self.lexicon.tail_last:
            return None
        tail = self.lexicon.tail
        for at in range(start, end - 1):
            if not tail.fullmatch(plain, at, end):
                continue
            name_end = at
            while name_end > start and plain[name_end - 1] in " -—·:":
                name_end -= 1
            if at == start or self._names_in(plain, start, name_end):
                return name_end, at
            first = first or (name_end, at)
        return first

    def _names_in(self, plain: str, start: int, end: int) -> tuple[Name, ...]:
        if kind := self.names.kind(plain[start:end]):
            return (Name(start, end, kind),)
        return self._joint(plain, start, end)

    def _tail_key(self, tail: str) -> str | None:
        """What the words behind a name announce: the label that ends them, or stands first in them."""
        tail = squeeze(tail)
        for at in range(len(tail)):
            key = self.lexicon.labels.get(tail[at:])
            if key and not (at and key == "metric"):  # 岗位职责及工作标准 are duties first
                return key if key in LIST_KEYS else None
        for size in range(len(tail), 1, -1):
            for at in range(len(tail) - size + 1):
                if (key := self.lexicon.labels.get(tail[at : at + size])) in LIST_KEYS:
                    return key
        return "overview" if self.lexicon.overview.search(tail) else None

    def _joint(self, plain: str, start: int, end: int) -> tuple[Name, ...]:
        """Several names joined by 、 where each is one."""
        core = plain[start:end]
        if not self._between.search(core):
            return ()
        names, at = [], start
        for part in self._between.split(core):
            at = plain.index(part, at, end) if part else at
            kind = self.names.kind(part, short=True) if part else None
            if not kind:
                return ()
            names.append(Name(at, at + len(part), kind))
            at += len(part)
        strong = any(self.names.kind(plain[name.start : name.end]) for name in names)  # 会计、出纳
        return tuple(names) if len(names) > 1 and strong else ()

    # Text whose heading is glued to it ----------------------------------------------------------------------------

    def _long(self, plain: str, start: int, end: int, fresh: bool, line: Line) -> Iterator[Piece]:
        closing = self.closing.search(plain, start + 4, end)
        if closing and not fresh:
            end = closing.start()
        if glued := self._glued_section(plain, start, end):
            yield Piece("section", start, glued[0], key=glued[1], fresh=fresh)
            yield from self._long(plain, glued[0], end, False, line)
            return
        names = self.names.prefixes(plain[start : min(end, start + 80)])
        if not names:
            yield Piece("text", start, end, fresh=fresh, heading=line.kind == "heading", level=line.level)
            return
        names = tuple(Name(start + n.start, start + n.end, n.kind) for n in names)
        found, at = plain[start : names[-1].end], names[-1].end
        tail = self.lexicon.tail_start.match(plain, at, end)
        key = self._tail_key(plain[at : tail.end()]) if tail else None
        if tail and key:
            yield Piece("owner", start, tail.end(), key=key, names=names, fresh=fresh)
            yield from self.classify(plain, tail.end(), end, False, line)
            return
        if plain.startswith(found, at):
            yield Piece("owner", start, at, names=names, fresh=fresh)
            yield from self._long(plain, at, end, False, line)
            return
        yield Piece("subject", *_strip(plain, at, end, ":,"), names=names, fresh=fresh)

    def _glued_section(self, plain: str, start: int, end: int) -> tuple[int, str] | None:
        """Words of a heading in front of a sentence about the title's subject (`职责营销部门中的…`)."""
        match = self.lexicon.tail_start.match(plain, start, end) if self._subject else None
        if match and plain.startswith(self._subject, match.end()) and (key := self._tail_key(match.group())):
            return match.end(), key
        return None


def _strip(plain: str, start: int, end: int, more: str = "") -> tuple[int, int]:
    leading = " \t\n" + more
    while start < end and plain[start] in leading:
        start += 1
    while end > start and plain[end - 1] in " \t\n":
        end -= 1
    return start, end


def without_remark(plain: str, start: int, end: int) -> tuple[int, tuple[int, int] | None]:
    """Where a heading ends in front of a remark in brackets, and the span of the remark."""
    stop = end
    while stop > start and plain[stop - 1] in _TRAILING:
        stop -= 1
    if stop > start and plain[stop - 1] == ")" and (at := plain.rfind("(", start, stop)) > start:
        return at, (at + 1, stop - 1)
    return end, None


def _segments(plain: str, line: Line, marks: list[Mark]) -> Iterator[tuple[Mark | None, int, int, bool]]:
    at, mark, fresh = line.start, None, True
    for following in marks:
        start, end = _strip(plain, at, following.start)
        if start < end or mark:
            yield mark, start, end, fresh
            fresh = False
        mark, at = following, following.end
    start, end = _strip(plain, at, line.end)
    if start < end or mark:
        yield mark, start, end, fresh


def _by_line(marks: list[Mark], lines: list[Line]) -> list[list[Mark]]:
    found: list[list[Mark]] = [[] for _ in lines]
    at = 0
    for mark in marks:
        while lines[at].end <= mark.start:
            at += 1
        found[at].append(mark)
    return found


@lru_cache(maxsize=8)
def cutter(words: Vocabulary) -> Cutter:
    """The cutter of a vocabulary, made once."""
    return Cutter(words)
