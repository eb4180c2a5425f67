"""Job sheets whose table lines are lost: labels without colons, column heads and rows run into one line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from dutygraph.loaders.extract.lexicon import COLUMN_KEYS, HEAD_KEYS, Lexicon, any_of

_SHORTEST_LINE = 80
_HEAD_GAP = 100
"""Characters between two labels of one head at most."""

_LONG = 3
"""Characters of a label that is one wherever it stands in a head; shorter words need a neighbour."""

_HEAD_LABELS = 3
"""Labels in a row that make a head."""

_STOP = re.compile(r"[。;]")
_BEFORE = "。;:).!\n "
_SERIAL = re.compile(r"(?<![\d.])(\d{1,2})(?![\d.、%:)/-])")


class FlatCut(NamedTuple):
    """A place where a run-together sheet is cut: a label whose value begins at `end`, a row, a topic.

    `number` is that of a row; `metrics_beside` where the head has a column of measures.
    """

    start: int
    end: int
    key: str
    number: int = 0
    metrics_beside: bool = False


class FlatSheets:
    """Finds the cuts of run-together sheets. All texts are plain forms."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._keys = {w: k for w, k in [*lexicon.columns.items(), *lexicon.labels.items()] if not w.isascii()}
        self._any = re.compile(any_of(w for w in self._keys if len(w) >= 2))
        frequencies = lexicon.words.frequencies
        headings = [w for key in frequencies if key.endswith("_headings") for w in frequencies[key] if len(w) >= 4]
        self._topic = re.compile(any_of(headings))
        duties = lexicon.words.duties
        self._verb = re.compile(any_of(w for w in duties["verbs"] if not w.isascii()))
        self._area_end = re.compile(any_of(duties["areas_end"]) + "$")

    def find(self, plain: str, start: int, end: int) -> list[FlatCut]:
        """The cuts of one line, in order; none where no head of a sheet stands in it without colons."""
        if end - start < _SHORTEST_LINE:
            return []
        labels = [m.span() for m in self._any.finditer(plain, start, end) if plain[m.end() : m.end() + 1] != ":"]
        heads = self._heads(plain, [x for x in labels if x[1] - x[0] >= _LONG])
        if not heads:
            return []
        kept = list(self._kept(plain, labels, heads))
        return sorted(self._cuts(plain, kept, end), key=lambda cut: cut.start)

    def _heads(self, plain: str, labels: list[tuple[int, int]]) -> set[tuple[int, int]]:
        """Labels in runs of three or more that follow each other closely, no sentence between."""
        found: set[tuple[int, int]] = set()
        run: list[tuple[int, int]] = []
        for label in [*labels, None]:
            close = (
                label and run and label[0] - run[-1][1] <= _HEAD_GAP and not _STOP.search(plain, run[-1][1], label[0])
            )
            if run and not close:
                if len({self._key(plain, x) for x in run} & HEAD_KEYS) >= _HEAD_LABELS:
                    found.update(run)
                run = []
            if label:
                run.append(label)
        return found

    def _kept(
        self, plain: str, labels: list[tuple[int, int]], heads: set[tuple[int, int]]
    ) -> Iterator[tuple[int, int]]:
        """The labels of heads, those behind the end of a sentence, and heads of columns beside such a one."""
        first, last_end = min(heads)[0], -1
        for at, label in enumerate(labels):
            following = labels[at + 1][0] if at + 1 < len(labels) else -1
            long = label[1] - label[0] >= _LONG
            behind = label[0] > first and plain[label[0] - 1] in _BEFORE and (long or following == label[1])
            column = not long and self._key(plain, label) in COLUMN_KEYS
            beside = label[0] == last_end and (long or column)
            if (
                label in heads
                or behind
                or beside
                or (column and labels[at + 1 : at + 2] and following == label[1] and labels[at + 1] in heads)
            ):
                last_end = label[1]
                yield label

    def _key(self, plain: str, label: tuple[int, int]) -> str:
        return self._keys[plain[label[0] : label[1]]]

    def _behind_stops(self, plain: str, labels: list[tuple[int, int]], first: int) -> Iterator[tuple[int, int]]:
        """Labels behind the end of a sentence, and those that stand directly behind such a one."""
        last_end = -1
        for a, b in labels:
            if a > first and (plain[a - 1] in _BEFORE or a == last_end):
                last_end = b
                yield a, b
        for match in self._any.finditer(plain, first):  # 序号: a head of columns may begin with a short word
            if plain[match.start() - 1] in _BEFORE and any(match.end() == a for a, _ in labels):
                yield match.span()
                yield from ((a, b) for a, b in labels if a == match.end())
            elif last_end >= 0 and match.start() == last_end:
                yield match.span()
                last_end = match.end()

    def _cuts(self, plain: str, labels: list[tuple[int, int]], end: int) -> Iterator[FlatCut]:
        groups = list(_adjacent(plain, labels))
        for at, group in enumerate(groups):
            stop = groups[at + 1][0][0] if at + 1 < len(groups) else end
            cuts = list(self._group(plain, group))
            yield from cuts
            value, key = cuts[-1].end, cuts[-1].key
            if key in ("duties", "unit_duties"):
                columns = {self._key(plain, x) for x in group}
                yield from self._rows(plain, value, stop) if "serial" in columns else self._topics(plain, value, stop)

    def _group(self, plain: str, group: list[tuple[int, int]]) -> Iterator[FlatCut]:
        """Labels that stand one behind the other are the heads of columns; the last heads what follows."""
        keys = [self._key(plain, label) for label in group]
        last = group[-1]
        if "name" in keys and "headcount" in keys:
            yield FlatCut(group[0][0], last[1], "staffing")
            return
        metrics = "metric" in keys[:-1]
        if keys[-1] not in COLUMN_KEYS:
            if any(key in COLUMN_KEYS for key in keys[:-1]):
                yield FlatCut(group[0][0], last[0], "content")
            for (a, b), key in zip(group[:-1], keys[:-1], strict=True):
                if key not in COLUMN_KEYS and key != "metric":
                    yield FlatCut(a, b, key)
            yield FlatCut(last[0], last[1], keys[-1], metrics_beside=metrics)
        else:
            yield FlatCut(group[0][0], last[1], keys[0] if len(keys) == 1 else "content", metrics_beside=metrics)

    def _rows(self, plain: str, start: int, end: int) -> Iterator[FlatCut]:
        """Rows that a serial number begins: `1制度建设负责制定…;2市场管理收集…`, each with an area in front."""
        number = 1
        for match in _SERIAL.finditer(plain, start, end):
            at = match.start()
            if int(match.group(1)) == number and (at == start or plain[at - 1] in _BEFORE):
                area = self._area(plain, match.end(), end)
                yield FlatCut(at, match.end(), "row", number)
                if area > match.end():
                    yield FlatCut(area, area, "text")
                number += 1

    def _area(self, plain: str, start: int, end: int) -> int:
        """Where the area in front of a row's text ends: before a verb, best behind a usual ending of areas."""
        best, best_score = start, 0
        for size in range(2, 9):
            at = start + size
            if at >= end or not self._verb.match(plain, at, end):
                continue
            score = 2 * bool(self._area_end.search(plain[start:at])) + (size == 4) + 1
            if score > best_score:
                best, best_score = at, score
        return best

    def _topics(self, plain: str, start: int, end: int) -> Iterator[FlatCut]:
        last = start
        for match in self._topic.finditer(plain, start, end):
            if match.start() == last or plain[match.start() - 1] in _BEFORE:
                last = match.end()
                yield FlatCut(match.start(), match.end(), "topic")


def _adjacent(plain: str, labels: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    group: list[tuple[int, int]] = []
    for label in labels:
        if group and label[0] < group[-1][1]:
            continue
        if group and plain[group[-1][1] : label[0]].strip():
            yield group
            group = []
        group.append(label)
    if group:
        yield group
