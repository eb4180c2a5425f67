"""One file a format: bytes in, a document of blocks over one canonical text out."""

from __future__ import annotations

import re
import zlib
from importlib import import_module
from pathlib import Path

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
SUFFIXES = frozenset(_KINDS)
"""The suffixes of files that are documents, in lower case."""

LARGEST_MB = 200
LARGEST_TEXT_MB = 50
"""Role documents are small; a larger file is data of another kind, and reading it would cost the machine its memory."""

_FACTS_HEAD = 4096
_FACTS = re.compile(rb'^(?:\xef\xbb\xbf)?\s*\{\s*"schema"\s*:\s*"' + facts.FORM.partition("/")[0].encode() + rb"/")


def read_document(path: Path, key: str) -> SourceDocument:
    """Read one file as a document. Its format is what its bytes say; an unknown suffix is read as text.

    A file that another suffix would fit is read as what it is, with a notice. Raises DocumentError where it is empty,
    too large, encrypted, damaged, or of a format that is not read.
    """
    size = path.stat().st_size
    if not size:
        raise DocumentError(f"{path} is empty: nothing to read.")
    expected = _KINDS.get(path.suffix.lower(), "text")
    largest = LARGEST_TEXT_MB if expected in TEXT_KINDS else LARGEST_MB
    if size > largest * 1_000_000:
        raise DocumentError(
            f"{path} has {size // 1_000_000} MB; a document has {largest} at most. Leave it out, or split it."
        )
    data = path.read_bytes()
    kind = kind_of(data, path, expected)
    # A format's module is imported when a file of its kind is met: it may need a library that others do not.
    module = import_module(f"{__name__}.{kind}")
    document: SourceDocument = module.read(data, path, key)
    return document if kind == expected else _with_notice(document, path, kind)


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
    from dataclasses import replace

    from dutygraph.loaders.document import ReaderNotice
    from dutygraph.loaders.readers.sniffing import NAMES

    message = f"The name ends in {path.suffix}, but the file is {NAMES[kind]}; it was read as that."
    return replace(document, notices=(ReaderNotice("suffix_differs", "info", message), *document.notices))
