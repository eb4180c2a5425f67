"""Where quotes stand: the documents' texts, read again from the files, and the line of each quote in them."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup, escape

from dutygraph.api.report.plain import plain
from dutygraph.graph.errors import DutyGraphError
from dutygraph.loaders.pipeline import find_files
from dutygraph.loaders.readers import read_document

if TYPE_CHECKING:
    from dutygraph.graph.ask import Evidence
    from dutygraph.graph.store import DocumentRow
    from dutygraph.loaders.project import Project

MOST_KEPT = 5_000
"""Sentences of a document whose text is not at hand that are listed in its place."""

_SPAN = re.compile(r"(\d+):(\d+)")
_LINE_END = re.compile(r"\r\n|\r|\n")


class Where(NamedTuple):
    """A link to a quote's place in the page, and its span in the text, '' where it is not known."""

    href: str
    span: str


def read_texts(paths: Sequence[Path], project: Project, documents: Sequence[DocumentRow]) -> dict[str, str]:
    """The canonical text of each document in force by its key, read again from the files under `paths`.

    A file that has changed since it was loaded, or holds facts, has no text here: its quotes stand on their own.
    """
    editions = {row.key: row.edition for row in documents}
    found = {}
    for file in find_files(paths, project)[0]:
        if file.holds_facts or file.key not in editions:
            continue
        try:
            if hashlib.sha256(file.path.read_bytes()).hexdigest() == editions[file.key]:
                found[file.key] = read_document(file.path, file.key).text
        except (DutyGraphError, OSError):  # it went while the audit ran
            continue
    return found


class Sources:
    """The documents of one report, numbered from 1, and the sentences it quotes from those without a text."""

    def __init__(self, documents: Sequence[DocumentRow], texts: Mapping[str, str], most_kept: int = MOST_KEPT) -> None:
        self._numbers = {row.key: number for number, row in enumerate(documents, 1)}
        self._texts = texts
        self._most_kept = most_kept
        self._starts = {
            key: [0, *(end.end() for end in _LINE_END.finditer(text))] for key, text in texts.items()
        }  # fmt: skip
        self._quoted: dict[str, dict[int, str]] = {}

    def number(self, key: str) -> int:
        """The number of a document, 0 where it is not one of the report's."""
        return self._numbers.get(key, 0)

    def has_text(self, key: str) -> bool:
        """Whether the text is at hand."""
        return key in self._texts

    def place(self, piece: Evidence) -> Where:
        """Where a quote stands in the page."""
        key, number = piece.document_key, self.number(piece.document_key)
        span = _SPAN.fullmatch(piece.span)
        if not number or span is None:
            return Where(f"#d{number}" if number else "#sources", "")
        start, end = int(span[1]), int(span[2])
        if key not in self._texts:
            quoted = self._quoted.setdefault(key, {})
            if start not in quoted and len(quoted) >= self._most_kept:
                return Where(f"#d{number}", "")
            quoted.setdefault(start, piece.quote)
            return Where(f"#d{number}-s{start}", "")
        if self._texts[key][start:end] != piece.quote:
            return Where(f"#d{number}", "")
        return Where(f"#d{number}-{bisect_right(self._starts[key], start)}", f"{start}:{end}")

    def body(self, key: str) -> Markup:
        """The text, a line an element with the offset of its first character; or the sentences quoted from it."""
        number = self.number(key)
        if key in self._texts:
            return Markup("".join(self._lines(key, number)))
        quoted = sorted(self._quoted.get(key, {}).items())
        return Markup("".join(f'<div id="d{number}-s{start}">{escape(plain(said))}</div>' for start, said in quoted))

    def _lines(self, key: str, number: int) -> Iterator[str]:
        text, starts = self._texts[key], self._starts[key]
        for line, (start, end) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True), 1):
            said = text[start:end].rstrip("\r\n")
            yield f'<div id="d{number}-{line}" data-at="{start}">{escape(plain(said))}</div>' if said else "<div></div>"
