"""Sheets whose cells became lines: a label on one line, its value on the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dutygraph.loaders.extract.lexicon import HEAD_KEYS, SKIPPED
from dutygraph.loaders.extract.pieces import Piece

_LONGEST = 40


def with_values(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, labels of a sheet's head with the line below as their value, where most have none beside them."""
    heads = [piece for piece in pieces if _is_head(piece)]
    empty = sum(piece.start == piece.end for piece in heads)
    if not empty or 2 * empty <= len(heads):
        return list(pieces)
    result: list[Piece] = []
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        if _is_head(piece) and piece.start == piece.end and _is_value(pieces, at + 1):
            value = pieces[at + 1]
            end = value.remark[1] if value.remark else value.end
            result.append(replace(piece, start=value.start, end=end))
            at += 2
        else:
            result.append(piece)
            at += 1
    return result


def _is_head(piece: Piece) -> bool:
    return piece.kind == "label" and piece.fresh and not piece.placed and piece.key in HEAD_KEYS - SKIPPED


def _is_value(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a piece is a short line by itself, with the next label behind it."""
    if at >= len(pieces):
        return False
    piece, follows = pieces[at], pieces[at + 1] if at + 1 < len(pieces) else None
    alone = piece.kind in ("owner", "text", "subject") and piece.fresh and piece.mark is None and piece.key is None
    ends = follows is None or (follows.kind in ("label", "section") and follows.fresh)
    return alone and ends and piece.end - piece.start <= _LONGEST
