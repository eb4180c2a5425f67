"""One file a format: bytes in, a document of blocks over one canonical text out."""

from __future__ import annotations

import re
import zlib
from dataclasses import replace
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from dutygraph.graph import facts
from dutygraph.graph.errors import DocumentError
from dutygraph.loaders.document import SourceDocument
from dutygraph.loaders.readers.sniffing import TEXT_KINDS, Kind, kind_of

_KINDS: dict[str, Kind] = {
    ".txt": "text",
    ".md": "markdown",
    ".csv": "csv",
    ".tsv": "csv",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".xls": "xls",
    ".docx": "docx",
    ".docm": "docx",
    ".doc": "doc",
    ".pdf": "pdf",
    ".html": "html",
    ".htm": "html",
}
_PACKED = frozenset((".csv", ".tsv"))
SUFFIXES = frozenset((*_KINDS, *(f"{suffix}.gz" for suffix in _PACKED)))
"""The suffixes of files that are documents, in lower case. Large tables are handed on packed (.csv.gz)."""

LARGEST_MB = 200
LARGEST_TEXT_MB = 50
"""Role documents are small; a larger file is data of another kind, and reading it would cost the machine its memory."""

_FACTS_HEAD = 4096
_FACTS = re.compile(rb'^(?:\xef\xbb\xbf)?\s*\{\s*"schema"\s*:\s*"' + facts.FORM.partition("/")[0].encode() + rb"/")


class _Opened(NamedTuple):
    """A file's bytes, as they are and unpacked, what they are, and what its name says they are."""

    packed: bytes
    data: bytes
    kind: Kind
    expected: Kind


def read_document(path: Path, key: str) -> SourceDocument:
    """Read one file as a document. Its format is what its bytes say; an unknown suffix is read as text.

    A file that another suffix would fit is read as what it is, with a notice. Raises DocumentError where it is empty,
    too large, encrypted, damaged, or of a format that is not read.
    """
    packed, data, kind, expected = _opened(path)
    # A format's module is imported when a file of its kind is met: it may need a library that others do not.
    module = import_module(f"{__name__}.{kind}")
    document: SourceDocument = module.read(data, path, key)
    if data is not packed:
        document = replace(document, edition=sha256(packed).hexdigest())
    return document if kind == expected else _with_notice(document, path, kind)


def check_document(path: Path) -> None:
    """Refuse a file at first sight, without reading it: raises DocumentError where it is empty, too large, encrypted,
    made to unpack without end, or of a format that is not read."""
    opened = _opened(path)
    if opened.kind in ("docx", "xlsx"):
        from dutygraph.loaders.readers.package import Package  # here, because it needs a library that others do not

        Package(opened.data, path)


def _opened(path: Path) -> _Opened:
    size = path.stat().st_size
    if not size:
        raise DocumentError(f"{path} is empty: nothing to read.")
    suffix = suffix_of(path)
    expected = _KINDS.get(suffix.removesuffix(".gz"), "text")
    largest = LARGEST_TEXT_MB if expected in TEXT_KINDS else LARGEST_MB
    if size > largest * 1_000_000:
        raise DocumentError(
            f"{path} has {size // 1_000_000} MB; a document has {largest} at most. Leave it out, or split it."
        )
    packed = data = path.read_bytes()
    if suffix in SUFFIXES and suffix.endswith(".gz"):
        data = _unpacked(packed, path)
    return _Opened(packed, data, kind_of(data, path, expected), expected)


def suffix_of(path: Path) -> str:
    """The suffix by which a file's format is expected, in lower case; of packed tables both parts."""
    return "".join(path.suffixes[-2:]).lower() if path.suffix.lower() == ".gz" else path.suffix.lower()


def _unpacked(data: bytes, path: Path) -> bytes:
    """The table in a gzip file, under the limit of a text."""
    largest = LARGEST_TEXT_MB * 1_000_000
    unpacker = zlib.decompressobj(wbits=31)
    try:
        table = unpacker.decompress(data, largest + 1)
    except zlib.error as error:
        raise DocumentError(f"{path} is damaged: it cannot be unpacked ({error}). Get it again.") from error
    if len(table) > largest:
        raise DocumentError(f"{path} unpacks to more than {LARGEST_TEXT_MB} MB. Leave it out, or split it.")
    if not unpacker.eof:
        raise DocumentError(f"{path} is damaged: it ends too early. Get it again.")
    return table


def is_facts_file(path: Path) -> bool:
    """Whether a file holds facts (docs/facts.md), as JSON or JSON Lines, gzipped or not: by its first bytes."""
    try:
        with path.open("rb") as stream:
            head = stream.read(_FACTS_HEAD)
        if head.startswith(b"\x1f\x8b"):
            head = zlib.decompressobj(wbits=31).decompress(head, _FACTS_HEAD)
    except (OSError, zlib.error):
        return False
    return bool(_FACTS.match(head))


def _with_notice(document: SourceDocument, path: Path, kind: Kind) -> SourceDocument:
    from dutygraph.loaders.document import ReaderNotice
    from dutygraph.loaders.readers.sniffing import NAMES

    message = f"The name ends in {path.suffix}, but the file is {NAMES[kind]}; it was read as that."
    return replace(document, notices=(ReaderNotice("suffix_differs", "info", message), *document.notices))
