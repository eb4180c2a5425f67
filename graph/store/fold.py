"""Folding: one row from all that name one id, whatever order their documents were loaded in (docs/model.md)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from dutygraph.graph.facts import Notice, Source
from dutygraph.graph.store.rows import DOCUMENT_IDS, LOCATORS, QUOTES, SPANS, Row, Shape

_EVIDENCE = (DOCUMENT_IDS, QUOTES, LOCATORS, SPANS)
_KIND = "kind"
_KINDS = ("post", "body", "external")
_PLACE = frozenset({"item"})
"""Fields that say where a fact stands rather than what it says."""

_NO_DISPUTE = frozenset({"title", "name", "text", "verb", "object", "matter", "aliases", "limit_text", *_PLACE})
"""Fields in which rows of one id differ in wording only, or may add to each other."""


def fold(shape: Shape, rows: Sequence[Row]) -> Row:
    """The rows of one id, in order of document key and place, as one.

    `kind` is post before body before external, any other field the first that is not empty; evidence is gathered, one
    piece for a sentence.
    """
    if len(rows) == 1:
        return rows[0]
    folded = dict(rows[0])
    for name in shape.fields:
        if name == _KIND:
            folded[name] = min((row[name] for row in rows), key=_KINDS.index)
        else:
            folded[name] = next((value for row in rows if not is_empty(value := row.get(name))), folded.get(name))
    pieces = dict.fromkeys(piece for row in rows for piece in evidence(shape, row))
    set_evidence(shape, folded, pieces)
    return folded


def is_empty(value: object) -> bool:
    """Whether a field says nothing; False and 0 say something."""
    return value is None or value == []


def evidence(shape: Shape, row: Row) -> Iterator[tuple[str, ...]]:
    """The pieces of evidence of a row, each (document id, quote, locator, span)."""
    names = _EVIDENCE if shape.evidence else _EVIDENCE[:1]
    return zip(*(row[name] for name in names), strict=True)


def set_evidence(shape: Shape, row: Row, pieces: Iterable[tuple[str, ...]]) -> None:
    """Replace the evidence lists of a row."""
    columns = list(zip(*pieces, strict=True))
    for name, values in zip(_EVIDENCE if shape.evidence else _EVIDENCE[:1], columns, strict=True):
        row[name] = list(values)


def same_fields(shape: Shape, one: Row, other: Row, *, place: bool = True) -> bool:
    """Whether two rows say the same; without `place`, their place in a list does not count."""
    return all(one.get(name) == other.get(name) for name in shape.fields if place or name not in _PLACE)


def same_sentences(shape: Shape, one: Row, other: Row) -> bool:
    """Whether two rows rest on the same sentences of the same documents, wherever these stand."""
    if not shape.evidence:
        return True
    return sorted(zip(one[DOCUMENT_IDS], one[QUOTES], strict=True)) == sorted(
        zip(other[DOCUMENT_IDS], other[QUOTES], strict=True)
    )


def same_places(shape: Shape, one: Row, other: Row) -> bool:
    """Whether two rows rest on the same evidence in the same order."""
    return not shape.evidence or all(one[name] == other[name] for name in _EVIDENCE)


class Difference(NamedTuple):
    """A field that two rows of one id state differently; the graph keeps the first."""

    label: str
    field: str
    first: Row
    other: Row


def differences(shape: Shape, rows: Sequence[Row]) -> Iterator[Difference]:
    """The fields in which the rows of one id contradict each other."""
    if not shape.evidence:
        return
    for name in shape.fields:
        if name in _NO_DISPUTE:
            continue
        said = [row for row in rows if not is_empty(row.get(name))]
        if name == _KIND:  # to be named outside is no claim against being described
            said = [row for row in said if row[name] != _KINDS[-1]]
        yield from (Difference(shape.label, name, said[0], row) for row in said[1:] if row[name] != said[0][name])


def disputes(shape: Shape, rows: Sequence[Row], keys: Mapping[str, str]) -> Iterator[Notice]:
    """A notice for each field in which the rows of one id contradict each other; `keys` names documents by id."""
    for label, name, first, other in differences(shape, rows):
        yield Notice(
            code="values_differ",
            severity="warning",
            message=f"{label} {other['id']}: {name} is {first[name]!r} in {keys[first[DOCUMENT_IDS][0]]} and "
            f"{other[name]!r} in {keys[other[DOCUMENT_IDS][0]]}; the graph keeps the former.",
            source=_source(other),
        )


def _source(row: Row) -> Source:
    """Where a row stands first."""
    span: str = row[SPANS][0]
    document, quote, locator = row[DOCUMENT_IDS][0], row[QUOTES][0], row[LOCATORS][0] or None
    if "|" in span:
        author, _, date = span.rpartition("|")
        return Source(document, quote=quote, locator=locator, author=author or None, date=date or None)
    start, _, end = span.partition(":")
    if not end:
        return Source(document, quote=quote, locator=locator)
    return Source(document, int(start), int(end), quote, locator)
