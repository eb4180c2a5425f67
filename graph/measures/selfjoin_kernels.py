"""The compiled loops of `selfjoin`; imported only when a join runs."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

_compile: Any = numba.njit(cache=True, nogil=True)


def _count_grams(characters: Any, ends: Any, bits: int) -> Any:
    """Starts, columns and counts of the distinct grams of each text, columns ascending."""
    size = len(ends) - 1
    room = 2 * len(characters) + size
    columns = np.empty(room, np.int32)
    counts = np.empty(room, np.float32)
    starts = np.zeros(size + 1, np.int64)
    shift = np.uint64(64 - bits)
    place = 0
    for row in range(size):
        first, last = ends[row], ends[row + 1]
        begin = place
        for at in range(first, last - 1):
            code = np.uint64(characters[at]) * np.uint64(2097152) + np.uint64(characters[at + 1])
            mixed = (code ^ (code >> np.uint64(29))) * np.uint64(0x9E3779B97F4A7C15)
            columns[place] = np.int32(mixed >> shift)
            place += 1
            if at + 2 < last:
                code = code * np.uint64(2097152) + np.uint64(characters[at + 2]) + np.uint64(1)
                mixed = (code ^ (code >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
                columns[place] = np.int32(mixed >> shift)
                place += 1
        if place == begin and last > first:
            columns[place] = np.int32((np.uint64(characters[first]) * np.uint64(0x9E3779B97F4A7C15)) >> shift)
            place += 1
        part = columns[begin:place]
        part.sort()
        kept = begin
        at = begin
        while at < place:
            run = at
            while run < place and columns[run] == columns[at]:
                run += 1
            columns[kept] = columns[at]
            counts[kept] = run - at
            kept += 1
            at = run
        place = kept
        starts[row + 1] = place
    return starts, columns[:place].copy(), counts[:place].copy()


def _normalise(starts: Any, values: Any) -> None:
    for row in range(len(starts) - 1):
        total = 0.0
        for at in range(starts[row], starts[row + 1]):
            total += values[at] * values[at]
        if total > 0:
            length = np.sqrt(total)
            for at in range(starts[row], starts[row + 1]):
                values[at] = values[at] / length


def _sort_rows(starts: Any, columns: Any, values: Any) -> None:
    for row in range(len(starts) - 1):
        begin, end = starts[row], starts[row + 1]
        order = np.argsort(columns[begin:end])
        columns[begin:end] = columns[begin:end][order]
        values[begin:end] = values[begin:end][order]


def _build(starts: Any, columns: Any, values: Any, width: int, least: float) -> Any:
    """The index: for each column the rows that hold it in their rare end, with value and norm of what comes before it.

    `split[row]` is where the indexed end begins, `norms[at]` the norm of a row's entries before `at`.
    """
    size = len(starts) - 1
    norms = np.empty(len(columns) + 1, np.float32)
    split = np.empty(size, np.int64)
    rest = np.zeros(size, np.float32)
    posted = np.zeros(width + 1, np.int64)
    bound = np.float64(least) * (1 - 1e-6)
    for row in range(size):
        total = 0.0
        split[row] = starts[row + 1]
        for at in range(starts[row], starts[row + 1]):
            norms[at] = np.sqrt(total)
            total += np.float64(values[at]) * values[at]
            if split[row] == starts[row + 1] and np.sqrt(total) >= bound:
                split[row] = at
                rest[row] = norms[at]
        for at in range(split[row], starts[row + 1]):
            posted[columns[at] + 1] += 1
    for column in range(width):
        posted[column + 1] += posted[column]
    fill = posted[:-1].copy()
    post_rows = np.empty(posted[width], np.int32)
    post_values = np.empty(posted[width], np.float32)
    post_norms = np.empty(posted[width], np.float32)
    for row in range(size):
        for at in range(split[row], starts[row + 1]):
            to = fill[columns[at]]
            post_rows[to], post_values[to], post_norms[to] = row, values[at], norms[at]
            fill[columns[at]] += 1
    return starts, columns, values, norms, split, rest, posted, post_rows, post_values, post_norms


def _search(index: Any, least: float, start: int, later: Any, earlier: Any, cosine: Any, scores: Any) -> Any:
    """Partners among the rows before it of every row from `start`, until the arrays are full. Returns the row to go on
    with and how many pairs were found. `scores` is all zeros before and after."""
    starts, columns, values, norms, split, rest, posted, post_rows, post_values, post_norms = index
    size = len(starts) - 1
    width = len(posted) - 1
    dense = np.zeros(width, np.float32)
    found = np.empty(size, np.int32)
    room = len(later)
    count = 0
    slack = np.float32(1e-5)
    for row in range(start, size):
        met = 0
        begin, end = starts[row], starts[row + 1]
        for at in range(end - 1, begin - 1, -1):
            value = values[at]
            before = norms[at]
            admit = np.sqrt(before * before + value * value) >= least - slack
            column = columns[at]
            for post in range(posted[column], posted[column + 1]):
                other = post_rows[post]
                if other >= row:
                    break
                score = scores[other]
                if score > 0:
                    score += value * post_values[post]
                    scores[other] = score if score + before * post_norms[post] >= least - slack else np.float32(-1)
                elif score == 0 and admit:
                    score = value * post_values[post]
                    found[met] = other
                    met += 1
                    scores[other] = score if score + before * post_norms[post] >= least - slack else np.float32(-1)
        filled = count
        overflow = False
        spread = False
        for number in range(met):
            other = found[number]
            score = scores[other]
            scores[other] = 0
            if overflow or score <= 0 or score + rest[other] < least - slack:
                continue
            if not spread:
                spread = True
                for at in range(begin, end):
                    dense[columns[at]] = values[at]
            total = np.float64(score)
            for at in range(starts[other], split[other]):
                total += dense[columns[at]] * values[at]
            if total >= least - 1e-6:
                if count == room:
                    overflow = True
                    continue
                later[count], earlier[count], cosine[count] = row, other, total
                count += 1
        if spread:
            for at in range(begin, end):
                dense[columns[at]] = 0
        if overflow:
            return row, filled
        order = np.argsort(earlier[filled:count])
        earlier[filled:count] = earlier[filled:count][order]
        cosine[filled:count] = cosine[filled:count][order]
    return size, count


count_grams: Any = _compile(_count_grams)
normalise: Any = _compile(_normalise)
sort_rows: Any = _compile(_sort_rows)
build: Any = _compile(_build)
search: Any = _compile(_search)
