"""The compiled loops of `selfjoin`; imported only when a join runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np

F = TypeVar("F", bound=Callable[..., Any])


def _compile(function: F) -> F:
    return cast(F, numba.njit(cache=True, nogil=True)(function))


SLACK = 1e-5
"""What rounding may take from a bound before a pair is given up."""


@_compile
def find_grams(characters: Any, ends: Any, bits: int) -> Any:
    """Starts and columns of the different grams of each text, and how many texts hold each column.

    Grams are told apart by a hash of `bits` bits; columns count in order of first appearance.
    """
    size = len(ends) - 1
    numbers = np.zeros(1 << bits, np.int32)
    columns = np.empty(2 * len(characters) + size, np.int32)
    frequency = np.zeros(len(columns), np.int32)
    last = np.zeros(len(columns), np.int32)
    starts = np.zeros(size + 1, np.int64)
    shift = np.uint64(64 - bits)
    place = 0
    width = 0
    for row in range(size):
        first, end = ends[row], ends[row + 1]
        for gram in range(max(2 * (end - first) - 3, min(end - first, 1))):
            at = first + gram // 2
            code = np.uint64(characters[at])
            if end - first > 1:
                code = code * np.uint64(2097152) + np.uint64(characters[at + 1])
                if gram % 2:
                    code = code * np.uint64(2097152) + np.uint64(characters[at + 2]) + np.uint64(1)
            code = (code ^ (code >> np.uint64(29))) * np.uint64(0x9E3779B97F4A7C15)
            spot = (code ^ (code >> np.uint64(32))) * np.uint64(0xBF58476D1CE4E5B9) >> shift
            column = numbers[spot] - 1
            if column < 0:
                column = width
                width += 1
                numbers[spot] = width
            if last[column] == row + 1:
                continue
            last[column] = row + 1
            frequency[column] += 1
            columns[place] = column
            place += 1
        starts[row + 1] = place
    return starts, columns[:place].copy(), frequency[:width].copy()


@_compile
def lengths(starts: Any, columns: Any, squares: Any) -> Any:
    """The norm of each row."""
    out = np.zeros(len(starts) - 1, np.float64)
    for row in range(len(out)):
        for at in range(starts[row], starts[row + 1]):
            out[row] += squares[columns[at]]
    return np.sqrt(out)


@_compile
def turn(starts: Any, columns: Any, width: int, order: Any) -> Any:
    """The rows, taken in `order` and renumbered by it, turned into columns; what stands in a column is ascending."""
    turned = np.zeros(width + 1, np.int64)
    for at in range(len(columns)):
        turned[columns[at] + 1] += 1
    for column in range(width):
        turned[column + 1] += turned[column]
    fill = turned[:-1].copy()
    rows = np.empty(len(columns), np.int32)
    for place in range(len(order)):
        row = order[place]
        for at in range(starts[row], starts[row + 1]):
            column = columns[at]
            rows[fill[column]] = place
            fill[column] += 1
    return turned, rows


@_compile
def index(starts: Any, columns: Any, squares: Any, norms: Any, bound: float) -> Any:
    """`rests[at]` is the sum of squares of a row from `at` on, over its norm. `posted[column]` says where the posts of
    a column will begin: one for each row whose rest there can still reach `bound` with a row as long or longer."""
    rests = np.empty(len(columns), np.float32)
    posted = np.zeros(len(squares) + 1, np.int64)
    for row in range(len(norms)):
        total = 0.0
        for at in range(starts[row + 1] - 1, starts[row] - 1, -1):
            total += squares[columns[at]]
            rests[at] = total / norms[row]
            if rests[at] >= np.float32(bound * norms[row]):
                posted[columns[at] + 1] += 1
    for column in range(len(squares)):
        posted[column + 1] += posted[column]
    posts = np.empty(posted[-1], np.uint32)
    post_rests = np.empty(posted[-1], np.float32)
    return rests, posted[:-1].copy(), posted[:-1].copy(), posts, post_rests


@_compile
def _look_up(row: int, rows: Any, index: Any, least: float, bound: float, shortest: int, sums: Any, met: Any) -> Any:
    """Adds up in `sums` what earlier rows share with `row` where both rests reach `bound`; returns how many it met.

    A post that no longer row can reach is dropped for good, as rows come in order of their norms.
    """
    starts, columns, squares, norms = rows
    rests, begins, fills, posts, post_rests = index
    norm = norms[row]
    need = np.float32(bound * norm)
    touched = np.uint64(0)
    for at in range(starts[row], starts[row + 1]):
        rest = rests[at]
        if rest < bound * least * norm * (1 - SLACK):
            break
        column = np.uint64(columns[at])
        square = squares[column]
        beyond = np.uint32(row)
        if rest < need:
            beyond = np.uint32(np.searchsorted(norms, rest / bound * (1 + SLACK)))
        begin, fill = np.uint64(begins[column]), np.uint64(fills[column])
        dead = np.uint64(0)
        post: Any = begin
        while post < fill and posts[post] < beyond:
            if post_rests[post] >= need:
                other = posts[post]
                before = sums[other]
                met[touched] = other
                touched += np.uint64(before == 0)
                sums[other] = before + square
            else:
                dead += np.uint64(1)
            post += np.uint64(1)
        if np.uint64(4) * dead > post - begin:
            kept = begin
            for post in range(begin, fill):
                if post_rests[post] >= need and posts[post] >= shortest:
                    posts[kept], post_rests[kept] = posts[post], post_rests[post]
                    kept += np.uint64(1)
            fills[column] = kept
    return touched


@_compile
def _product(row: int, rows: Any, rests: Any, norm: float, wanted: float, dense: Any) -> Any:
    """The sum of squares shared with the row spread in `dense`, or less than `wanted` if it cannot reach that."""
    starts, columns = rows[0], rows[1]
    total = np.float32(0)
    at, end = np.uint64(starts[row]), np.uint64(starts[row + 1])
    while at < end and total + rests[at] * norm >= wanted:
        stop = min(at + np.uint64(16), end)
        while at < stop:
            total += dense[np.uint64(columns[at])]
            at += np.uint64(1)
    return total


@_compile
def search(rows: Any, index: Any, least: float, bound: float, start: int, pairs: Any, scratch: Any) -> Any:
    """Partners, among the rows before it, of every row from `start` on, until `pairs` is full. Returns the row to go on
    with and how many pairs were found. `index` is filled as rows are done; `scratch` is all zeros before and after."""
    starts, columns, squares, norms = rows
    rests, _, fills, posts, post_rests = index
    later, earlier, cosine = pairs
    sums, dense = scratch
    met = np.empty(len(norms) + 1, np.uint32)
    count = 0
    for row in range(start, len(norms)):
        norm = norms[row]
        shortest = np.searchsorted(norms, least * norm * (1 - SLACK))
        found = count
        spread = False
        for number in range(_look_up(row, rows, index, least, bound, shortest, sums, met)):
            other = met[number]
            scale = norm * norms[other]
            reached = sums[other]
            sums[other] = 0
            if reached < (least - bound) * scale * (1 - 100 * SLACK):
                continue
            if not spread:
                spread = True
                for at in range(starts[row], starts[row + 1]):
                    dense[columns[at]] = squares[columns[at]]
            total = _product(other, rows, rests, norms[other], (least - SLACK) * scale, dense) / scale
            if total >= least - 1e-6:
                if found < len(later):
                    later[found], earlier[found], cosine[found] = row, other, total
                found += 1
        if spread:
            for at in range(starts[row], starts[row + 1]):
                dense[columns[at]] = 0
        if found > len(later):
            return row, count
        count = found
        for at in range(starts[row], starts[row + 1]):
            if rests[at] < np.float32(bound * norm):
                break
            fill = fills[columns[at]]
            posts[fill], post_rests[fill] = row, rests[at]
            fills[columns[at]] = fill + 1
    return len(norms), count
