"""The archive: the facts of every edition, as they were read, from which the graph can be folded again."""

from __future__ import annotations

import gzip
import io
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dutygraph.graph.engine import Engine
from dutygraph.graph.errors import FactsError, StoreDamaged
from dutygraph.graph.facts import Document, DocumentFacts, decode_lines, encode_lines
from dutygraph.graph.identity import archive_id
from dutygraph.graph.store.rows import Row
from dutygraph.graph.store.statements import cypher

PART = 750_000
"""Bytes of a part before base64 makes four characters of three: at most 1 MB in the store. A multiple of three, so that
the parts' texts, one after the other, are the text of the whole."""

PARTS_AT_ONCE = 9
"""How many parts one transaction writes or removes: under 10 MB."""

_LEVEL = 1
_RECORDS = 4_000


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a document in the archive."""

    document_id: str
    key: str
    reading: str
    effective_date: str | None
    since: str
    """The ISO date from which it is in force; an undated edition takes the day of its load."""

    loaded_at: str
    parts: int = 0
    whole: bool = True
    """False where a load was stopped while it wrote or removed the parts."""

    def part_ids(self) -> list[str]:
        """The ids of its Archive nodes."""
        return [archive_id(self.document_id, self.reading, part) for part in range(self.parts)]


_OF_EDITION = ("document_id", "key", "reading", "effective_date", "since", "loaded_at")


def editions(engine: Engine) -> list[Edition]:
    """Every edition in the store, by document and reading."""
    result = engine.read(cypher("editions"))
    return [
        Edition(document_id, key, reading, effective_date, since, loaded_at, parts, found == parts)
        for document_id, key, reading, effective_date, since, loaded_at, parts, found in result.rows
    ]


def pack(edition: Edition, facts: DocumentFacts) -> Iterator[Row]:
    """The Archive rows of one edition, one at a time: together they are as large as the document's facts."""
    data = _zip(facts)
    for number, start in enumerate(range(0, len(data), PART)):
        yield {
            **{name: getattr(edition, name) for name in _OF_EDITION},
            "id": archive_id(edition.document_id, edition.reading, number),
            "part": number,
            "parts": -(-len(data) // PART),
            "data": b64encode(data[start : start + PART]).decode("ascii"),
        }


def unpack(engine: Engine, edition: Edition) -> DocumentFacts:
    """The facts of an edition, record for record as they were loaded.

    Raises StoreDamaged where the archive does not hold them.
    """
    result = engine.read(cypher("edition_parts"), {"document_id": edition.document_id, "reading": edition.reading})
    try:
        records = decode_lines(gzip.decompress(b64decode("".join(part for [part] in result.rows))))
        if not records or not isinstance(document := records[0], Document):
            raise FactsError("they do not begin with their document")
    except (FactsError, ValueError, EOFError, OSError, zlib.error) as error:
        raise StoreDamaged(
            f"the archive of {edition.key} in {engine.address} cannot be read ({error}). Load the documents again into "
            "a new graph."
        ) from error
    return DocumentFacts(document, edition.reading, records)


def in_force(of_one_key: Iterable[Edition], day: str) -> Edition | None:
    """The edition that holds on an ISO day: the latest that is not after it.

    Where all are later the first is shown, so that a document announced for the future is not read in vain.
    """
    ordered = sorted(of_one_key, key=lambda edition: (edition.since, edition.loaded_at, edition.reading))
    reached = [edition for edition in ordered if edition.since <= day]
    return reached[-1] if reached else ordered[0] if ordered else None


def replaced(known: Sequence[Edition], new: Edition, day: str) -> list[Edition]:
    """The editions of a key which `new` takes the place of: the one in force, and any of the same effective date,
    unless the two state different effective dates."""
    shown = in_force(known, day)
    return [
        edition
        for edition in known
        if edition.reading == new.reading
        or (edition.effective_date == new.effective_date)
        or (edition == shown and not _both_stay(edition, new))
    ]


def _both_stay(old: Edition, new: Edition) -> bool:
    if old.effective_date and new.effective_date:
        return old.effective_date != new.effective_date
    # An undated edition holds until a later date that the new one states; else the new one is its correction.
    return not old.effective_date and old.since < new.since and new.effective_date is not None


def _zip(facts: DocumentFacts) -> memoryview:
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, filename="", mode="wb", compresslevel=_LEVEL, mtime=0) as stream:
        for lines in _chunks(facts):
            stream.write(lines)
    return buffer.getbuffer()


def _chunks(facts: DocumentFacts) -> Iterator[bytes]:
    for start in range(0, len(facts.records), _RECORDS):
        yield encode_lines(facts.records[start : start + _RECORDS])
