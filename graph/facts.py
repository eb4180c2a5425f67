"""The facts form (docs/facts.md): what readers hand to the graph and what `extract` and `export` write.

Two forms hold the same records: one JSON object with a list for each kind, and JSON Lines whose first line is the
schema and whose other lines carry their list's name under "list". Both are read and written as a stream. What is
wrong with a file or a record is a `FactsError` that names it.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import shutil
import tempfile
import zlib
from collections.abc import Generator, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Literal, cast

import ijson
import msgspec

from dutygraph.graph.errors import FactsError, InputError
from dutygraph.graph.facts_check import check_records
from dutygraph.graph.records import (
    FORM,
    LISTS,
    Act,
    AnyRecord,
    Authority,
    Basis,
    Deputy,
    Document,
    Duty,
    Frequency,
    Holding,
    Limit,
    Line,
    Metric,
    Mode,
    Notice,
    Organization,
    Person,
    ReportsTo,
    Role,
    RoleKind,
    Severity,
    Source,
    Unit,
)

__all__ = [
    "FORM", "LISTS", "Act", "AnyRecord", "Authority", "Basis", "Deputy", "Document", "DocumentFacts", "Duty",
    "Frequency", "Holding", "Limit", "Line", "Metric", "Mode", "Notice", "Organization", "Person", "ReportsTo",
    "Role", "RoleKind", "Severity", "Source", "Unit", "check", "decode_lines", "encode_lines", "group_by_document",
    "read_facts", "write_facts",
]  # fmt: skip

_CHUNK = 1 << 20
_RECORDS = 4_000
_GZIP = b"\x1f\x8b"
_BOM = b"\xef\xbb\xbf"
_HEAD = msgspec.json.encode({"schema": FORM})

_DEPTH = {"start_map": 1, "start_array": 1, "end_map": -1, "end_array": -1}

_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[AnyRecord] = msgspec.json.Decoder(AnyRecord)


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """The facts of one edition of one document.

    `records` starts with the document's own record and holds everything read from it, notices included, in the order
    of the lists or of the document. `reading` is the hash of all that determines them: equal readings, equal facts.
    """

    document: Document
    reading: str
    records: list[AnyRecord]


def read_facts(source: str | Path | BinaryIO) -> Iterator[AnyRecord]:
    """The records of a facts file, JSON object or JSON Lines, gzipped or not (its content says which, not its name).

    Raises InputError where there is no such file and FactsError, with line or list and record, for what is not in the
    facts form; records before the fault have been yielded by then.
    """
    if not isinstance(source, (str, Path)):
        yield from _read_stream(source, str(getattr(source, "name", "the facts")))
        return
    try:
        file = Path(source).open("rb")  # noqa: SIM115 - the generator closes it
    except OSError as error:
        raise InputError(f"the facts file {source} cannot be opened: {error.strerror}.") from error
    with file:
        yield from _read_stream(file, str(source))


def write_facts(records: Iterable[AnyRecord], stream: BinaryIO, form: Literal["json", "jsonl"] = "json") -> None:
    """Write the records in the order given: JSON Lines as they come, the JSON object list by list, one record a line.

    The object's lists wait in temporary files, so neither form holds the records in memory.
    """
    if form == "jsonl":
        stream.write(_HEAD + b"\n")
        for record in records:
            stream.write(_encoder.encode(record) + b"\n")
        return
    with _Spools() as spools:
        for record in records:
            spools.add(record)
        spools.join(stream)


def encode_lines(records: Iterable[AnyRecord]) -> bytes:
    """JSON Lines without the schema line: the form in which the archive keeps an edition."""
    return _encoder.encode_lines(records)


def decode_lines(lines: bytes) -> list[AnyRecord]:
    """The records of `encode_lines`.

    Raises FactsError where they are not in the facts form.
    """
    try:
        return _decoder.decode_lines(lines)
    except msgspec.DecodeError as error:
        raise FactsError(f"archived facts cannot be read: {error}.") from error


def group_by_document(records: Iterable[AnyRecord]) -> Iterator[DocumentFacts]:
    """Records document by document, each group with the hash of its records as its reading.

    A document's group ends where the next document record follows other records; so JSON Lines that go document by
    document are grouped as a stream, and a JSON object, whose documents all come first, at its end.

    Raises FactsError for a record of a document that has no record, and for a document given twice.
    """
    groups: dict[str, list[AnyRecord]] = {}
    finished: set[str] = set()
    gathering = False
    for record in records:
        if isinstance(record, Document):
            if gathering:
                finished.update(groups)
                yield from map(_finish, groups.values())
                groups, gathering = {}, False
            if record.id in groups or record.id in finished:
                raise FactsError(f"documents {record.id} ({record.key}) stands in the facts twice.")
            groups[record.id] = [record]
        else:
            gathering = True
            try:
                group = groups[record.source.document_id]
            except KeyError:
                name = record.code if isinstance(record, Notice) else record.id
                raise FactsError(
                    f"{record.__struct_config__.tag} {name}: its source names the document "
                    f"{record.source.document_id}, which has no record before it."
                ) from None
            _share(record.source, cast(Document, group[0]))
            group.append(record)
    yield from map(_finish, groups.values())


def check(facts: DocumentFacts) -> None:
    """Check what single records cannot show: every named id has a record, units form a tree, intervals hold.

    Raises FactsError that names the document, the record and its field.
    """
    check_records(facts.document, facts.records)


def _share(source: Source, document: Document) -> None:
    """Name the document by one text, not by one for every record: of a large document that is a tenth of the memory."""
    msgspec.structs.force_setattr(source, "document_id", document.id)


def _finish(records: list[AnyRecord]) -> DocumentFacts:
    digest = hashlib.sha256(_HEAD)
    for start in range(0, len(records), _RECORDS):
        digest.update(encode_lines(records[start : start + _RECORDS]))
    return DocumentFacts(cast(Document, records[0]), digest.hexdigest(), records)


@contextmanager
def _told(name: str) -> Iterator[None]:
    try:
        yield
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise FactsError(f"{name} is not a whole gzip file: {error}. Write or copy it again.") from error


def _read_stream(stream: BinaryIO, name: str) -> Iterator[AnyRecord]:
    buffered = _buffered(stream)
    try:
        if buffered.peek(2)[:2] == _GZIP:
            with _told(name), gzip.open(buffered) as unzipped:
                yield from _read_plain(_buffered(unzipped), name)
        else:
            yield from _read_plain(buffered, name)
    finally:
        buffered.detach()


def _buffered(stream: object) -> io.BufferedReader:
    return io.BufferedReader(cast(io.RawIOBase, stream), _CHUNK)


def _read_plain(stream: io.BufferedReader, name: str) -> Iterator[AnyRecord]:
    if stream.peek(len(_BOM)).startswith(_BOM):
        stream.read(len(_BOM))
    start = stream.peek(_CHUNK).lstrip()
    if not start:
        raise FactsError(f"{name} is empty; a facts file begins with its schema.")
    try:
        head = msgspec.json.decode(start.split(b"\n", 1)[0])
    except (msgspec.DecodeError, UnicodeDecodeError):
        head = None  # the first line of an object that is spread over several
    if isinstance(head, dict) and "list" in head:
        raise FactsError(f"{name}, line 1: the first line of JSON Lines must be {_HEAD.decode()}.")
    return (
        _read_lines(stream, name) if isinstance(head, dict) and set(head) == {"schema"} else _read_object(stream, name)
    )


def _check_form(form: object, name: str) -> None:
    if form != FORM:
        raise FactsError(f"{name} has the schema {form!r}; this version reads {FORM!r}.")


def _read_lines(stream: io.BufferedReader, name: str) -> Iterator[AnyRecord]:
    number, rest = 0, b""
    while block := stream.read(_CHUNK):
        lines, newline, rest = (rest + block).rpartition(b"\n")
        if newline:
            number = yield from _decode_block(lines, name, number)
    yield from _decode_block(rest, name, number)


def _decode_block(block: bytes, name: str, number: int) -> Generator[AnyRecord, None, int]:
    """The records of whole lines, of which `number` came before; returns the number of lines so far."""
    if number:
        try:
            records = _decoder.decode_lines(block)
        except (msgspec.DecodeError, UnicodeDecodeError):
            pass  # line by line, to say which it is
        else:
            yield from records
            return number + block.count(b"\n") + 1
    for line in block.split(b"\n"):
        number += 1
        if not line.strip():
            continue
        try:
            if number == 1:
                _check_form(msgspec.json.decode(line)["schema"], name)
            else:
                yield _decoder.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise FactsError(f"{name}, line {number}{_named(line)}: {error}.") from error
    return number


def _named(line: bytes) -> str:
    """` (roles role_…)` where a faulty line still says so."""
    try:
        fields = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return ""
    return f" ({fields.get('list')} {fields.get('id')})" if isinstance(fields, dict) else ""


def _read_object(stream: BinaryIO, name: str) -> Iterator[AnyRecord]:
    try:
        yield from _object_records(stream, name)
    except (ijson.JSONError, UnicodeDecodeError) as error:
        raise FactsError(f"{name} is not JSON: {_first_line(error)}.") from error


def _object_records(stream: BinaryIO, name: str) -> Iterator[AnyRecord]:
    """Each record as soon as it is complete; only one is held at a time."""
    events = ijson.basic_parse(stream, use_float=True)
    if next(events)[0] != "start_map":
        raise FactsError(f"{name} is neither a JSON object nor JSON Lines of facts.")
    expected = "schema"
    for event, key in events:
        if event == "end_map":
            break
        if expected and key != expected:
            raise FactsError(f'{name}: the first key must be "{expected}".')
        expected = ""
        event, value = next(events)
        if key == "schema":
            _check_form(value, name)
        elif event != "start_array" or key not in LISTS:
            raise FactsError(f"{name}: {key!r} is no list of the facts form; its lists are {', '.join(LISTS)}.")
        else:
            yield from _list_records(events, key, name)
    if expected:
        raise FactsError(f'{name}: there is no "schema".')


def _list_records(events: Iterator[tuple[str, Any]], key: str, name: str) -> Iterator[AnyRecord]:
    for number, (event, value) in enumerate(events, 1):
        if event == "end_array":
            return
        builder, depth = ijson.ObjectBuilder(), 0
        while True:
            builder.event(event, value)
            depth += _DEPTH.get(event, 0)
            if depth == 0:
                break
            event, value = next(events)
        try:
            yield msgspec.convert(builder.value, LISTS[key])
        except msgspec.ValidationError as error:
            which = builder.value.get("id", "") if isinstance(builder.value, dict) else ""
            raise FactsError(f"{name}, {key} number {number} ({which}): {error}.") from error


def _first_line(error: Exception) -> str:
    """An ijson message without its picture of the place; it may be bytes."""
    text = error.args[0] if error.args else ""
    text = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    return text.strip().partition("\n")[0].strip(" .")


class _Spools(ExitStack):
    """The lists of one JSON object while they are gathered, each in a temporary file once it grows."""

    def __init__(self) -> None:
        super().__init__()
        self._files: dict[str, BinaryIO] = {}

    def add(self, record: AnyRecord) -> None:
        key = str(record.__struct_config__.tag)
        if key not in self._files:
            spool = tempfile.SpooledTemporaryFile(_CHUNK)  # noqa: SIM115 - the stack closes it
            self._files[key] = cast(BinaryIO, self.enter_context(spool))
        else:
            self._files[key].write(b",\n")
        # The list's name is what a record is tagged with; in this form the list itself says it.
        self._files[key].write(b"{" + _encoder.encode(record)[len(key) + len('{"list":"",') :])

    def join(self, stream: BinaryIO) -> None:
        stream.write(b'{\n"schema":' + msgspec.json.encode(FORM))
        for key in LISTS:
            stream.write(f',\n"{key}":['.encode())
            if file := self._files.get(key):
                stream.write(b"\n")
                file.seek(0)
                shutil.copyfileobj(file, stream, _CHUNK)
                stream.write(b"\n")
            stream.write(b"]")
        stream.write(b"\n}\n")
