"""Pieces to a tree: what stands under which heading, owner, section and item."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from dutygraph.loaders.extract.lexicon import HEAD_KEYS, LIST_KEYS, SKIPPED
from dutygraph.loaders.extract.marks import Mark
from dutygraph.loaders.extract.pieces import Cutter, Piece

_UNIT, _OWNER, _SECTION, _TOPIC, _LEAD = "unit", "owner", "section", "topic", "lead"
_GAP = 8
"""Characters in front of a piece in which a blank line is looked for: it may have a mark and an indent."""

_HEADING = re.compile(r"heading(\d)")
_SAID = frozenset(("summary", "goal"))
_FRAMES = {_UNIT: 1, _OWNER: 2, _SECTION: 3, _TOPIC: 4, _LEAD: 5}


@dataclass(slots=True, eq=False)
class Node:
    """A piece and what stands under it, in order.

    `place` is its own among the children of its parent, -1 where it is none of them; `behind_marked` where one of the
    children before it has a mark.
    """

    piece: Piece
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    place: int = -1
    behind_marked: bool = False

    def walk(self) -> Iterator[Node]:
        """The node and all below it, in order of the text."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children))


def _is_field(piece: Piece) -> bool:
    """A label with a mark of its own that holds a value, no list: what stands unmarked after it is none of it."""
    return (
        piece.kind == "label"
        and piece.mark is not None
        and piece.key not in LIST_KEYS
        and piece.key not in ("name", "unit_name")
    )


@dataclass(slots=True)
class _Frame:
    node: Node
    style: str
    number: int = 0


class Outline:
    """Builds the tree with a stack of open frames: headings, numbered items, owners, sections."""

    def __init__(self, cutter: Cutter, plain: str) -> None:
        self._plain = plain
        self._cutter = cutter
        self.root = Node(Piece("text", 0, 0))
        self._frames = [_Frame(self.root, "root")]

    def build(self, pieces: list[Piece]) -> Node:
        """The root; its children are the pieces at the outermost level."""
        depth, table = 1, -1
        for piece in pieces:
            if piece.kind == "end":
                table = piece.start
                continue
            if table >= 0:
                self._leave(table, piece)
                table = -1
            if piece.kind == "break":
                del self._frames[1:]
                continue
            if piece.kind == "open":
                depth = len(self._frames)
                continue
            if piece.kind == "close":
                del self._frames[depth:]
                continue
            style = self._style(piece)
            if style is None:
                self._attach(piece)
            else:
                self._open(piece, style)
        return self.root

    def _leave(self, table: int, piece: Piece) -> None:
        """A text behind a table that held a whole sheet is no item of it: a caption, a closing sentence."""
        if piece.kind in ("text", "subject") and not piece.mark:
            while len(self._frames) > 1 and self._frames[-1].node.piece.start >= table:
                self._frames.pop()

    def _style(self, piece: Piece) -> str | None:
        """How a piece opens a frame; None for what only stands in one."""
        if piece.beside:
            return None
        if piece.heading and piece.level:
            return f"heading{piece.level}"
        if piece.mark:
            return piece.mark.style
        if piece.kind == "owner":
            return _UNIT if all(name.kind == "unit" for name in piece.names) else _OWNER
        if piece.kind == "section" or (piece.kind == "label" and piece.key in LIST_KEYS):
            return _SECTION
        if piece.kind == "label" and piece.key in ("name", "unit_name"):
            return _OWNER if piece.key == "name" else _UNIT
        if piece.kind == "topic":
            return _TOPIC
        if piece.kind in ("text", "subject") and self._leads(piece):
            return _LEAD
        return None

    def _leads(self, piece: Piece) -> bool:
        return self._plain[piece.start : piece.end].endswith(":")

    def _open(self, piece: Piece, style: str) -> None:
        self._close_for(piece, style)
        node = self._put(piece)
        if piece.kind == "label" and piece.key in _SAID and piece.start < piece.end and not piece.mark:
            return  # said in full: what follows stands beside it
        self._frames.append(_Frame(node, style, piece.mark.number if piece.mark else 0))

    def _close_for(self, piece: Piece, style: str) -> None:
        if style in _FRAMES:
            self._close_named(style)
        elif match := _HEADING.match(style):
            level = int(match.group(1))
            while len(self._frames) > 1 and not self._is_outer_heading(self._frames[-1], level):
                self._frames.pop()
        elif piece.mark:
            self._close_numbered(piece, piece.mark)

    @staticmethod
    def _is_outer_heading(frame: _Frame, level: int) -> bool:
        match = _HEADING.match(frame.style)
        return match is not None and int(match.group(1)) < level

    def _close_named(self, style: str) -> None:
        """A heading without a number closes the last one of its kind, or those of lower kinds that stand open.

        It never closes a numbered heading: what stands under `一、` stays there until `二、`.
        """
        rank = _FRAMES[style]
        for at in range(len(self._frames) - 1, 0, -1):
            frame = self._frames[at]
            if frame.style == style:
                del self._frames[at:]
                return
            if self._rank(frame) < rank:
                break
        if style != _LEAD:
            while len(self._frames) > 1 and self._closes(self._frames[-1], rank):
                self._frames.pop()

    def _closes(self, frame: _Frame, rank: int) -> bool:
        return self._is_item(frame) or _is_field(frame.node.piece) or _FRAMES.get(frame.style, 0) > rank

    def _rank(self, frame: _Frame) -> int:
        piece = frame.node.piece
        if piece.kind == "owner" or (piece.kind == "label" and piece.key in ("name", "unit_name")):
            unit = frame.style == _UNIT or (piece.names and all(n.kind == "unit" for n in piece.names))
            return _FRAMES[_UNIT] if unit else _FRAMES[_OWNER]
        if piece.kind == "section" or (piece.kind == "label" and piece.key in LIST_KEYS):
            return _FRAMES[_SECTION]
        if frame.style.startswith(("heading", "chapter")) or frame.style == "root":
            return 0
        return 9

    def _is_item(self, frame: _Frame) -> bool:
        piece = frame.node.piece
        if frame.style.startswith(("article", "chapter", "heading")):
            return False
        return piece.kind in ("text", "subject") and self._ended(piece)

    def _close_numbered(self, piece: Piece, mark: Mark) -> None:
        if piece.kind in ("label", "section"):
            while self._frames[-1].style in (_SECTION, _TOPIC):
                self._frames.pop()
        same = [at for at, f in enumerate(self._frames) if at and f.style == mark.style]
        if not any(self._frames[at].number + 1 == mark.number for at in same):
            same = [at for at, f in enumerate(self._frames) if at and _goes_on(f, mark)] or same
        if not same:
            if mark.style.startswith(("article", "chapter")):
                self._close_to_articles(mark)
            return
        counting = [at for at in same if self._frames[at].number + 1 == mark.number or not mark.number]
        if mark.number == 1 and self._is_named(same[-1] + 1):
            return  # a list of its own under a heading that stands inside the former one
        if len(counting) > 1 and piece.kind == "owner":
            owners = [at for at in counting if self._frames[at].node.piece.kind == "owner"]
            counting = owners or counting
        del self._frames[(counting or same)[-1] :]

    def _close_to_articles(self, mark: Mark) -> None:
        """An article ends everything but chapters and headings; a chapter ends everything but headings."""
        outer = ("heading", "root") if mark.style.startswith("chapter") else ("heading", "root", "chapter")
        while not self._frames[-1].style.startswith(outer):
            self._frames.pop()

    def _is_named(self, at: int) -> bool:
        return any(f.style in _FRAMES or f.style.startswith("heading") for f in self._frames[at:])

    def _attach(self, piece: Piece) -> None:
        """Text without a mark goes on where it stands, or follows the list that ended; the labels of a sheet's head
        end a section that holds no facts."""
        if piece.kind == "label" and piece.fresh and piece.key in HEAD_KEYS - SKIPPED:
            while self._frames[-1].node.piece.key in SKIPPED and not self._frames[-1].node.piece.mark:
                self._frames.pop()
        if piece.fresh and piece.kind in ("text", "subject") and self._is_apart(piece):
            while self._is_bullet(self._frames[-1]):
                self._frames.pop()
        if piece.fresh and piece.kind in ("text", "subject") and not self._refers_back(piece):
            while self._is_item(self._frames[-1]) and len(self._frames) > 1:
                self._frames.pop()
        self._put(piece)

    def _is_apart(self, piece: Piece) -> bool:
        """Whether a blank line stands in front of a piece, or it is a sentence with a subject of its own."""
        start = piece.names[0].start if piece.names else piece.start
        own = piece.kind == "subject" and self._ended(piece)
        return own or self._plain.count("\n", max(0, start - _GAP), start) > 1

    @staticmethod
    def _is_bullet(frame: _Frame) -> bool:
        mark = frame.node.piece.mark
        text = frame.node.piece.kind in ("text", "subject")
        return text and mark is not None and not mark.number and mark.style.startswith("bullet")

    def _refers_back(self, piece: Piece) -> bool:
        return bool(self._cutter.anaphora.match(self._plain, piece.start))

    def _ended(self, piece: Piece) -> bool:
        return self._plain[piece.end - 1 : piece.end] in tuple("。;.")

    def _put(self, piece: Piece) -> Node:
        parent = self._frames[-1].node
        before = parent.children[-1] if parent.children else None
        behind_marked = before is not None and (before.behind_marked or before.piece.mark is not None)
        node = Node(piece, parent, place=len(parent.children), behind_marked=behind_marked)
        parent.children.append(node)
        return node


def _goes_on(frame: _Frame, mark: Mark) -> bool:
    """Whether a mark written another way (`2.` behind `1、`) counts on."""
    return frame.style[:3] == mark.style[:3] == "num" and frame.number + 1 == mark.number


def head_first(pieces: list[Piece]) -> list[Piece]:
    """Pieces with the title of each job sheet in front of the labels that stand before it in the sheet's head.

    Sheets follow one order; the label with which the first begins tells where the others begin.
    """
    labels = [p for p in pieces if p.kind == "label" and p.key in HEAD_KEYS]
    names = [p for p in labels if p.key == "name" and not p.placed]
    if len(names) < 1 or not labels or labels[0].key == "name":
        return pieces
    opener = labels[0].key
    result: list[Piece] = []
    for piece in pieces:
        if piece.kind == "label" and piece.key == "name" and not piece.placed:
            at = len(result)
            while at and result[at - 1].kind == "label" and result[at - 1].key in HEAD_KEYS - {"name"}:
                at -= 1
                if result[at].key == opener:
                    break
            result.insert(at, piece)
        else:
            result.append(piece)
    return result
