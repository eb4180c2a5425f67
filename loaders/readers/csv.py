"""Tables as text (.csv, .tsv)."""

from __future__ import annotations

import csv
from collections import Counter
from hashlib import sha256
from io import StringIO
from itertools import islice
from pathlib import Path

from dutygraph.graph.errors import DocumentError
from dutygraph.loaders.document import DocumentWriter, SourceDocument
from dutygraph.loaders.readers.grid import MOST_CELLS, Grid, write_grid
from dutygraph.loaders.readers.text import decode

_DELIMITERS = ",\t;|"
_SAMPLE_ROWS = 50
_LONGEST_FIELD = 10_000_000


def read(data: bytes, path: Path, key: str) -> SourceDocument:
    """One table for rows that follow one another; the delimiter is the one that parts rows most evenly.

    Raises DocumentError where the file is no text, has an open quotation mark, or holds more than a document does.
    """
    text = decode(data, path)
    delimiter = "\t" if path.suffix.lower() == ".tsv" else _delimiter(text)
    csv.field_size_limit(_LONGEST_FIELD)
    rows: dict[int, dict[int, str]] = {}
    count = 0
    try:
        for at, fields in enumerate(csv.reader(StringIO(text, newline=""), delimiter=delimiter)):
            cells = {column: field for column, field in enumerate(fields) if field.strip()}
            count += len(cells)
            if count > MOST_CELLS:
                raise OverflowError(f"more than {MOST_CELLS:,} cells")
            if cells:
                rows[at] = cells
        writer = DocumentWriter()
        write_grid(writer, Grid(rows), lambda row, _: f"row {row + 1}", lambda number: f"table {number}")
    except csv.Error as error:
        raise DocumentError(f"{path} is damaged: a row cannot be read ({error}).") from error
    except OverflowError as error:
        raise DocumentError(f"{path} is not a document but data: it has {error}. Split it.") from error
    document = writer.document(key, sha256(data).hexdigest())
    if not document.text.strip():
        raise DocumentError(f"{path} holds nothing but white space: nothing to read.")
    return document


def _delimiter(text: str) -> str:
    """The delimiter that gives the most rows of one width, and of these the widest."""

    def evenness(delimiter: str) -> tuple[int, int]:
        try:
            widths = Counter(
                map(len, islice(csv.reader(StringIO(text, newline=""), delimiter=delimiter), _SAMPLE_ROWS))
            )
        except csv.Error:
            return 0, 0
        width, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1]), default=(0, 0))
        return (count, width) if width > 1 else (0, 0)

    return max(_DELIMITERS, key=evenness)
