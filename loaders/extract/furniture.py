"""Page furniture: whole lines of a text that a site, a slide or a page brings, not the document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

_LINE = re.compile(r"[^\n]*\n?")
_PAGE_LIST = "page_list"


class Line(NamedTuple):
    """A line that is furniture: its span with the line end, and the reason, a key of the vocabulary."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True)
class FurniturePatterns:
    """The patterns of the `noise` vocabulary, compiled."""

    alone: re.Pattern[str]
    beside: re.Pattern[str]
    heading: re.Pattern[str]
    item: re.Pattern[str]
    about: re.Pattern[str]

    @classmethod
    def of(cls, noise: Mapping[str, Any]) -> FurniturePatterns:
        """From the vocabulary table `noise`."""
        notes = noise["notes"]
        return cls(
            _either(noise["lines"]),
            _either(noise["beside"]),
            _either({"note": notes["heading"]}),
            re.compile(notes["item"]),
            re.compile(notes["about"], re.IGNORECASE),
        )

    def find(self, text: str) -> list[Line]:
        """The furniture lines of `text`, in order; linear in the text."""
        lines = [(m.start(), m.end(), m.group().strip()) for m in _LINE.finditer(text) if m.group().strip()]
        reasons: list[str | None] = [_reason(self.alone, line) for _, _, line in lines]
        self._notes(lines, reasons)
        if any(reasons):
            self._beside(lines, reasons)
            self._beside(lines[::-1], reasons, backwards=True)
        return [Line(start, end, why) for (start, end, _), why in zip(lines, reasons, strict=True) if why]

    def _notes(self, lines: Sequence[tuple[int, int, str]], reasons: list[str | None]) -> None:
        at = 0
        while at < len(lines):
            if not _reason(self.heading, lines[at][2]):
                at += 1
                continue
            last = at + 1
            while last < len(lines) and self.item.fullmatch(lines[last][2]):
                last += 1
            items = [line for _, _, line in lines[at + 1 : last]]
            if items and 2 * sum(bool(self.about.search(line)) for line in items) >= len(items):
                reasons[at:last] = ["note"] * (last - at)
            at = last

    def _beside(
        self, lines: Sequence[tuple[int, int, str]], reasons: list[str | None], *, backwards: bool = False
    ) -> None:
        """Spread from lines named already to neighbours that may be noise."""
        near = False
        for step, (_, _, line) in enumerate(lines):
            at = len(lines) - 1 - step if backwards else step
            if near and reasons[at] is None:
                reasons[at] = _reason(self.beside, line)
            near = reasons[at] is not None


def page_list_title(line: str) -> str | None:
    """The document's title in a line of a site's page list (`岗位职责_第3页`)."""
    return line.rpartition("_")[0] or None


def _either(by_reason: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{reason}>{'|'.join(patterns)})" for reason, patterns in by_reason.items()))


def _reason(patterns: re.Pattern[str], line: str) -> str | None:
    match = patterns.fullmatch(line)
    return match.lastgroup if match else None


def titles(text: str, lines: Sequence[Line]) -> Iterator[str]:
    """Titles that a site's page list gives, in order, each once."""
    seen = set()
    for line in lines:
        title = page_list_title(text[line.start : line.end].strip()) if line.reason == _PAGE_LIST else None
        if title and title not in seen:
            seen.add(title)
            yield title
