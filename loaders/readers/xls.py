"""Excel 97–2003 workbooks (.xls): the same blocks as from .xlsx."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import xlrd
from olefile import OleFileIO

from dutygraph.graph.errors import DocumentError
from dutygraph.loaders.document import DocumentWriter, ReaderNotice, SourceDocument
from dutygraph.loaders.readers.grid import Grid
from dutygraph.loaders.readers.numberformats import shown_number
from dutygraph.loaders.readers.sniffing import ENCRYPTED
from dutygraph.loaders.readers.xlsx import write_sheet


def read(data: bytes, path: Path, key: str) -> SourceDocument:
    """Every sheet that is in sight, as from .xlsx; a formula has the value that was stored with it.

    Raises DocumentError where the file is damaged or encrypted.
    """
    stream = _stream(data, path)
    try:
        book = xlrd.open_workbook(file_contents=stream, formatting_info=True, ragged_rows=True, logfile=StringIO())
    except xlrd.XLRDError as error:
        why = ENCRYPTED if "encrypted" in str(error).lower() else f"is a damaged Excel 97–2003 workbook ({error})."
        raise DocumentError(f"{path} {why}") from error
    except Exception as error:  # the library lets a damaged file's own errors through
        raise DocumentError(
            f"{path} is a damaged Excel 97–2003 workbook ({error!r}). Open it in Excel, save it."
        ) from error
    writer = DocumentWriter()
    notices: list[ReaderNotice] = []
    for sheet in book.sheets():
        if sheet.visibility:
            notices.append(ReaderNotice("sheet_hidden", "info", f"The sheet {sheet.name} is hidden and was not read."))
        else:
            write_sheet(writer, sheet.name, _grid(book, sheet), path)
    document = writer.document(key, sha256(data).hexdigest(), notices=tuple(notices))
    if not document.text.strip():
        raise DocumentError(f"{path} holds no text in the sheets that are in sight.")
    return document


def _stream(data: bytes, path: Path) -> bytes:
    """The workbook within the compound file; xlrd's own way there runs in a circle where a damaged file has one."""
    try:
        with OleFileIO(BytesIO(data)) as compound:
            return bytes(compound.openstream("Workbook" if compound.exists("Workbook") else "Book").read())
    except Exception as error:  # the library lets a damaged file's own errors through
        raise DocumentError(f"{path} is a damaged Excel 97–2003 workbook ({error}). Get it again.") from error


def _grid(book: Any, sheet: Any) -> Grid:
    rows: dict[int, dict[int, str]] = {}
    for row in range(sheet.nrows):
        cells = {at: text for at, cell in enumerate(sheet.row(row)) if (text := _shown(book, cell)).strip()}
        if cells:
            rows[row] = cells
    spans = {(top, left): (bottom - top, right - left) for top, bottom, left, right in sheet.merged_cells}
    frozen = sheet.horz_split_pos if sheet.panes_are_frozen and sheet.horz_split_pos < 10 else 0
    return Grid(rows, spans, frozen)


def _shown(book: Any, cell: Any) -> str:
    """What a cell shows."""
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return str(cell.value)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype not in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return ""
    try:
        pattern = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
    except (IndexError, KeyError, TypeError):  # a damaged list of formats
        pattern = ""
    return shown_number(cell.value, pattern, since_1904=bool(book.datemode))
