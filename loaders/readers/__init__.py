"""One file a format: bytes in, a document of blocks over one canonical text out."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from dutygraph.graph.errors import DocumentError
from dutygraph.loaders.document import SourceDocument

_READERS = {".txt": "text"}
"""Suffix → module here with `read(data, path, key) -> SourceDocument`; imported when a file of its kind is met."""

SUFFIXES = frozenset(_READERS)
"""The suffixes of files that are documents, in lower case."""

LARGEST_MB = 200
"""Role documents are small; a larger file is data of another kind, and reading it would cost the machine its memory."""


def read_document(path: Path, key: str) -> SourceDocument:
    """Read one file as a document; a suffix that is unknown is read as text.

    Raises DocumentError where the file is empty, too large, or not what its name says.
    """
    size = path.stat().st_size
    if not size:
        raise DocumentError(f"{path} is empty: nothing to read.")
    if size > LARGEST_MB * 1_000_000:
        raise DocumentError(
            f"{path} has {size // 1_000_000} MB; a document has {LARGEST_MB} at most. Leave it out, or split it."
        )
    module = import_module(f"{__name__}.{_READERS.get(path.suffix.lower(), 'text')}")
    document: SourceDocument = module.read(path.read_bytes(), path, key)
    return document
