"""Headings that are posts only by their place: 前台 in one numbering with 课程顾问 and 教学主管."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dutygraph.loaders.extract.names import Name, Names
from dutygraph.loaders.extract.pieces import Piece, without_remark

_LONGEST = 16


def with_posts(pieces: Sequence[Piece], plain: str, names: Names) -> list[Piece]:
    """The pieces, a short numbered text between or behind numbered posts as one of them, where something follows it."""
    result = list(pieces)
    last: dict[str, int] = {}
    for at, piece in enumerate(result):
        if not piece.mark or not piece.mark.number:
            continue
        style = piece.mark.style
        before = result[last[style]] if style in last else None
        if before is not None and before.mark and before.mark.number + 1 == piece.mark.number:
            if _is_post(before) and (post := _as_post(result, at, plain, names)):
                result[at] = post
            elif _is_post(piece) and (post := _as_post(result, last[style], plain, names)):
                result[last[style]] = post
        last[style] = at
    return result


def _is_post(piece: Piece) -> bool:
    return piece.kind == "owner" and piece.names[0].kind == "role"


def _as_post(pieces: Sequence[Piece], at: int, plain: str, names: Names) -> Piece | None:
    piece = pieces[at]
    follows = pieces[at + 1] if at + 1 < len(pieces) else None
    if piece.kind != "text" or piece.end - piece.start > _LONGEST or follows is None:
        return None
    if follows.mark and piece.mark and follows.mark.style == piece.mark.style:
        return None
    end, remark = without_remark(plain, piece.start, piece.end)
    while end > piece.start and plain[end - 1] in " :":
        end -= 1
    if names.kind(plain[piece.start : end], short=True) != "role":
        return None
    return replace(piece, kind="owner", names=(Name(piece.start, end, "role"),), remark=remark)
