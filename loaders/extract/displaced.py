"""Heads of flattened job sheets that stand in the wrong place: titles and superiors among another sheet's blocks.

Where side cells were taken out of a table (`sidecells`), its blocks are numbered within each sheet, so the sheets are
known. A head directly in front of a sheet's first block is that sheet's; the heads left over belong to the sheets left
over, in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from dutygraph.loaders.extract.lexicon import any_of
from dutygraph.loaders.extract.pieces import Cutter, Piece
from dutygraph.loaders.extract.staffing import Staffing

_LONGEST_PAIR = 16
_ALIKE = 0.6
"""Share of characters in which a title before its labels agrees with one of the staffing list, where none is equal."""


@dataclass(slots=True)
class _Head:
    """What one group of labels and values says: places of values by the label they belong to."""

    at: int
    values: dict[str, tuple[int, int]] = field(default_factory=dict)


class Displaced:
    """Puts heads back in front of their sheets."""

    def __init__(self, cutter: Cutter, staffing: Staffing, plain: str) -> None:
        self._names, self._staffing, self._plain = cutter.names, staffing, plain
        labels = cutter.lexicon.labels
        self._key_of = {word: labels[word] for word in cutter.lexicon.words.tables["sheet_heads"]}
        side = {w for pattern in cutter.lexicon.words.tables["side_cells"] for w in re.split(r"[ |]+", pattern)} - {"#"}
        self._side = re.compile(rf"(?:{any_of(side)}|[{cutter.marks.figures}]|[ \-—])+")
        self._label = re.compile(any_of(self._key_of))

    def repair(self, pieces: list[Piece], numbers: Sequence[int]) -> list[Piece]:
        """The pieces with each sheet's head in front; as they are where sheets and heads do not fit."""
        blocks = [i for i, p in enumerate(pieces) if p.kind == "label" and p.key == "area_block"]
        if not numbers or len(blocks) != len(numbers):
            return pieces
        known = self._known(pieces[: blocks[0]])
        heads, trimmed = self._heads(pieces, blocks[0], known)
        firsts = _sheet_starts(blocks, numbers)
        placed = _assign(heads, [pieces[i].start for i in firsts], trimmed, firsts)
        result: list[Piece] = []
        for i, piece in enumerate(trimmed):
            if i in placed:
                result += self._labels(placed[i])
            if piece.kind != "text" or piece.start < piece.end:
                result.append(piece)
        return result

    def _known(self, pieces: Iterable[Piece]) -> set[str]:
        known = set()
        for piece in pieces:
            for post in self._staffing.listed(self._plain, piece.start, piece.end):
                known.add(self._plain[post.start : post.end])
        return known | {short for title in known if (short := self._names.without_unit(title))}

    def _heads(self, pieces: list[Piece], first: int, known: set[str]) -> tuple[list[_Head], list[Piece]]:
        heads: list[_Head] = []
        trimmed: list[Piece] = []
        for i, piece in enumerate(pieces):
            follows = pieces[i + 1] if i + 1 < len(pieces) else None
            before_block = follows is not None and follows.key == "area_block"
            cut = self._cut(piece, known, before_block) if i >= first - 1 else piece.end
            if cut < piece.end:
                heads += self._read(cut, piece.end, known)
            end = cut
            while end > piece.start and self._plain[end - 1] in " ,":
                end -= 1
            trimmed.append(replace(piece, end=end))
        return heads, trimmed

    def _cut(self, piece: Piece, known: set[str], before_block: bool) -> int:
        """Where a head begins in a piece; its end where none does."""
        match = self._label.search(self._plain, piece.start, piece.end)
        if not match and not before_block:
            return piece.end
        at = match.start() if match else piece.end
        return self._pair_before(piece.start, at, known)

    def _pair_before(self, start: int, at: int, known: set[str]) -> int:
        """Where a title and a superior begin that stand directly in front of `at`; `at` where none do."""
        best, best_score = at, _ALIKE
        for begin in range(max(start, at - _LONGEST_PAIR), at - 3):
            run = list(self._names.run(self._plain, begin, at, known))
            if len(run) != 2 or run[1].end != at or any(name.kind != "role" for name in run):
                continue
            title, superior = (self._plain[n.start : n.end] for n in run)
            if superior not in known:
                continue
            score = max(SequenceMatcher(None, title, k, autojunk=False).ratio() for k in known)
            if score > best_score:
                best, best_score = begin, score
        return best

    def _read(self, start: int, end: int, known: set[str]) -> list[_Head]:
        heads: list[_Head] = []
        pending: list[str] = []
        at = start
        for match in [*self._label.finditer(self._plain, start, end), None]:
            stop = match.start() if match else end
            if self._plain[at:stop].strip(" -—"):
                values = self._values(at, stop, pending, known)
                if "name" in values or not heads:
                    heads.append(_Head(at))
                heads[-1].values.update({k: v for k, v in values.items() if k not in heads[-1].values})
                pending = []
            if match:
                pending.append(self._key_of[match.group()])
                at = match.end()
        return [head for head in heads if "name" in head.values]

    def _values(self, start: int, end: int, pending: list[str], known: set[str]) -> dict[str, tuple[int, int]]:
        """The values of the labels in front, or of a title and a superior where no label stands in front."""
        if match := self._side.match(self._plain, start, end):
            start = match.end()
        run = list(self._names.run(self._plain, start, end, known))
        roles = [(n.start, n.end) for n in run if n.kind == "role"]
        units = [(n.start, n.end) for n in run if n.kind == "unit"]
        found: dict[str, tuple[int, int]] = {}
        if len(pending) == 1:
            span = (start, end)
            return {pending[0]: span} if run else {}
        if "name" in pending or not pending:
            found.update(zip(("name", "superior"), roles, strict=False))
        elif "subordinates" in pending and units and run[0].kind == "unit" and len(run) > 1:
            found["subordinates"] = (run[1].start, end)
        if units and run[0].kind == "unit":
            found["unit"] = units[0]
        return found

    def _labels(self, head: _Head) -> list[Piece]:
        order = ("name", "superior", "unit", "subordinates")
        return [Piece("label", *head.values[key], key=key) for key in order if key in head.values]


def _sheet_starts(blocks: list[int], numbers: Sequence[int]) -> list[int]:
    """The blocks with which sheets begin; a block whose number is lost counts on, or is the first before a second."""
    starts: list[int] = []
    last = 0
    for at, (block, number) in enumerate(zip(blocks, numbers, strict=True)):
        following = numbers[at + 1] if at + 1 < len(numbers) else 0
        number = number or (1 if following == 2 else last + 1)
        if number <= last or not starts:
            starts.append(block)
        last = number
    return starts


def _assign(heads: list[_Head], starts: list[int], pieces: list[Piece], firsts: list[int]) -> dict[int, _Head]:
    placed: dict[int, _Head] = {}
    left: list[_Head] = []
    for at, head in enumerate(heads):
        following = heads[at + 1].at if at + 1 < len(heads) else None
        # The block that begins next, with no other head and no item between.
        block = next((i for i in range(len(pieces)) if pieces[i].start > head.at), None)
        near = block in firsts and (following is None or following > pieces[block].start)
        if near and block is not None and block not in placed:
            placed[block] = head
        else:
            left.append(head)
    free = [i for i in firsts if i not in placed]
    placed.update(zip(free, left, strict=False))
    return placed
