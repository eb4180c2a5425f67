"""Rows for a person or a program: table, markdown, CSV and JSON. Chinese characters count two columns."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dutygraph.graph.answer import csv_text

if TYPE_CHECKING:
    from dutygraph.api.words import Words
    from dutygraph.graph.ask import Answer, Evidence

FORMATS = ("table", "json", "csv", "markdown")

_GAP = "  "
_NARROWEST = 14  # a wrapped column stays readable


@dataclass(frozen=True, slots=True)
class Sheet:
    """A titled table. `columns` are identifiers; `evidence` is empty or one tuple for each row, of which a table for
    people shows the first `most_quotes`."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]
    title: str = ""
    evidence: Sequence[tuple[Evidence, ...]] = ()
    most_quotes: int = 4


def display_width(text: str) -> int:
    """Columns of a terminal that `text` takes.

    >>> display_width("岗位 a")
    6
    """
    return len(text) if text.isascii() else sum(map(_character_width, text))


def _character_width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def wrap(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` columns, broken at blanks, or inside a word that has none.

    >>> wrap("制定年度销售计划 and more", 10)
    ['制定年度销', '售计划 and', 'more']
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, used, blank = "", 0, -1
        for character in paragraph:
            taken = _character_width(character)
            if used + taken > width and line:
                if character.isspace():
                    lines.append(line)
                    line, used, blank = "", 0, -1
                    continue
                keep, rest = (line[:blank], line[blank + 1 :]) if blank > 0 and not _breaks(line[-1]) else (line, "")
                lines.append(keep.rstrip())
                line, used, blank = rest, display_width(rest), -1
            if character.isspace():
                blank = len(line)
            line += character
            used += taken
        lines.append(line.rstrip())
    return lines


def _breaks(character: str) -> bool:
    """Whether a line may end after it without a blank: between ideographs it may."""
    return unicodedata.east_asian_width(character) in "WF"


def cell(value: object, words: Words) -> str:
    """A value as a person reads it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return words("common.yes" if value else "common.no")
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    if isinstance(value, (list, tuple)):
        return words("common.list_separator").join(cell(item, words) for item in value)
    return words.value(value) if isinstance(value, str) else str(value)


def citation(evidence: Evidence, words: Words) -> str:
    """One piece of evidence in a line: the sentence, then where it stands."""
    place = ", ".join(part for part in (evidence.document_key, evidence.locator) if part)
    return words("common.citation", quote=" ".join(evidence.quote.split()), place=place)


def as_table(sheet: Sheet, words: Words, width: int | None = None) -> str:
    """Aligned columns, a rule under the headings, each row's evidence below it.

    `width` is that of the terminal, None = as wide as it takes.
    """
    grid = [[cell(value, words) for value in row] for row in sheet.rows]
    headings = [words.column(name) for name in sheet.columns]
    numeric = [_numeric(row[i] for row in sheet.rows) for i in range(len(headings))]
    widths = [
        max(map(display_width, [line for text in (heading, *column) for line in text.split("\n")]))
        for heading, column in zip(headings, zip(*grid, strict=True) if grid else ((),) * len(headings), strict=True)
    ]
    lines = [sheet.title] if sheet.title else []
    if width is not None:
        widths = _fit(widths, numeric, width)
        if _total(widths) > width:
            return "\n".join([*lines, *_records(sheet, headings, grid, words, width)]) + "\n"
    lines += _row(headings, widths, numeric)
    lines.append(_GAP.join("─" * column for column in widths))
    for number, row in enumerate(grid):
        lines += _row(row, widths, numeric)
        lines += _evidence(sheet, number, words, width)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _numeric(values: Iterable[object]) -> bool:
    some = False
    for value in values:
        if value is not None:
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                return False
            some = True
    return some


def _fit(widths: list[int], numeric: list[bool], width: int) -> list[int]:
    """Narrow the widest text columns until the table fits."""
    widths = list(widths)
    while _total(widths) > width:
        wide = [i for i, used in enumerate(widths) if used > _NARROWEST and not numeric[i]]
        if not wide:
            break
        widths[max(wide, key=lambda i: widths[i])] -= 1
    return widths


def _total(widths: list[int]) -> int:
    return sum(widths) + len(_GAP) * (len(widths) - 1)


def _records(sheet: Sheet, headings: list[str], grid: list[list[str]], words: Words, width: int) -> Iterator[str]:
    """What is too wide for a table: each row as a block of its own, a line for each value it has."""
    side = max(map(display_width, headings))
    for number, row in enumerate(grid):
        yield f"── {number + 1} " + "─" * max(width - display_width(f"── {number + 1} "), 0)
        for heading, text in zip(headings, row, strict=True):
            if text:
                yield from (
                    line.rstrip() for line in _row([heading, text], [side, max(width - side - 2, 20)], [False] * 2)
                )
        yield from _evidence(sheet, number, words, width)


def _row(texts: list[str], widths: list[int], numeric: list[bool]) -> Iterator[str]:
    columns = [wrap(text, max(width, 1)) for text, width in zip(texts, widths, strict=True)]
    for number in range(max(map(len, columns), default=0)):
        parts = []
        for lines, width, right in zip(columns, widths, numeric, strict=True):
            text = lines[number] if number < len(lines) else ""
            blank = " " * (width - display_width(text))
            parts.append(blank + text if right else text + blank)
        yield _GAP.join(parts)


def _evidence(sheet: Sheet, number: int, words: Words, width: int | None) -> Iterator[str]:
    if not sheet.evidence:
        return
    pieces = sheet.evidence[number]
    texts = [citation(piece, words) for piece in pieces[: sheet.most_quotes]]
    if len(pieces) > len(texts):
        texts.append(words("common.more", count=len(pieces) - len(texts)))
    for text in texts:
        for line in wrap(text, width - 4) if width else [text]:
            yield "    " + line


def as_markdown(sheet: Sheet, words: Words) -> str:
    """A pipe table; evidence is its last column."""
    headings = [words.column(name) for name in sheet.columns]
    rows = [[cell(value, words) for value in row] for row in sheet.rows]
    if sheet.evidence:
        headings.append(words("common.evidence"))
        for row, pieces in zip(rows, sheet.evidence, strict=True):
            row.append("\n".join(citation(piece, words) for piece in pieces))
    lines = [f"### {sheet.title}", ""] if sheet.title else []
    lines += ["| " + " | ".join(map(_markdown, headings)) + " |", "|" + " --- |" * len(headings)]
    lines += ["| " + " | ".join(map(_markdown, row)) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def _markdown(text: str) -> str:
    for mark in ("\\", "|", "`", "*", "_", "[", "<"):
        text = text.replace(mark, "\\" + mark)
    return text.replace("\n", "<br>")


def as_csv(sheet: Sheet) -> str:
    """Headings are identifiers; a list's items stand one a line in their cell.

    A text that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    return csv_text(sheet.columns, sheet.rows)


def sheet_json(sheet: Sheet) -> str:
    """The rows of a sheet as JSON objects."""
    return as_json([dict(zip(sheet.columns, row, strict=True)) for row in sheet.rows])


def as_json(value: object) -> str:
    """Indented JSON, Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def answer_sheet(answer: Answer) -> Sheet:
    """An answer as people read it: without its identifiers."""
    kept = [i for i, column in enumerate(answer.columns) if not column.name.endswith("_id")]
    rows = [tuple(row[i] for i in kept) for row in answer.rows]
    return Sheet(tuple(answer.columns[i].name for i in kept), rows, evidence=answer.evidence)
