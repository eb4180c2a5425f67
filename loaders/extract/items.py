"""Items that look like headings: 管理员工食堂 in a list of duties is one of them, no unit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from dutygraph.loaders.extract.pieces import Piece


def with_items(pieces: Sequence[Piece], does: Callable[[Piece], bool]) -> list[Piece]:
    """The pieces, a marked name among marked texts as a text, where nothing stands under it.

    `does` tells whether a piece begins with a verb: 培训厨房团队 at the end of a list of such is one of it.
    """
    result = list(pieces)
    last: dict[str, int] = {}
    for at, piece in enumerate(result):
        mark = piece.mark
        if not mark:
            continue
        before = result[last[mark.style]] if mark.style in last else None
        last[mark.style] = at
        if piece.kind != "owner" or piece.key or piece.remark:
            continue
        follows = result[at + 1] if at + 1 < len(result) else None
        behind = _is_text(before) and _number(before) == max(mark.number - 1, 0)
        closed = _is_closed(result, at) or (before is not None and _ends_list(follows) and does(before) and does(piece))
        if closed and (behind or (mark.number == 1 and _is_text(follows))):
            result[at] = replace(piece, kind="text", names=())
    return result


def _is_closed(pieces: Sequence[Piece], at: int) -> bool:
    """Whether the next piece is the next item, or what no longer belongs to the list."""
    if at + 1 == len(pieces):
        return True
    piece, follows = pieces[at], pieces[at + 1]
    if follows.mark is None:
        return follows.kind == "owner" and follows.fresh
    same = piece.mark is not None and piece.mark.style == follows.mark.style
    return same and (not follows.mark.number or _number(follows) == _number(piece) + 1)


def _ends_list(piece: Piece | None) -> bool:
    """Whether a piece is the label of another list or field."""
    return piece is not None and piece.kind == "label" and piece.fresh and piece.mark is None


def _is_text(piece: Piece | None) -> bool:
    return piece is not None and piece.kind in ("text", "subject")


def _number(piece: Piece | None) -> int:
    return piece.mark.number if piece is not None and piece.mark else -1
