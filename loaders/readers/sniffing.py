"""What a file is, by its bytes; its name only decides between formats that are all text."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Literal

from dutygraph.graph.errors import DocumentError

Kind = Literal["text", "markdown", "csv", "html", "docx", "xlsx", "doc", "xls", "pdf"]

NAMES: dict[Kind, str] = {
    "text": "plain text",
    "markdown": "Markdown",
    "csv": "a table as text",
    "html": "a web page",
    "docx": "a Word document",
    "xlsx": "an Excel workbook",
    "doc": "a Word 97–2003 document",
    "xls": "an Excel 97–2003 workbook",
    "pdf": "a PDF",
}
TEXT_KINDS = frozenset({"text", "markdown", "csv", "html"})

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PARTS: tuple[tuple[str, Kind], ...] = (("word/document", "docx"), ("xl/workbook", "xlsx"))
_STREAMS: tuple[tuple[str, Kind], ...] = (("WordDocument", "doc"), ("Workbook", "xls"), ("Book", "xls"))
ENCRYPTED = "is encrypted with a password. Save it without one."
_NOT_READ = (
    (b"{\\rtf", "is a rich text file (RTF). Save it as .docx."),
    (b"\x89PNG", "is a picture, which has no text to read. Give a text of it."),
    (b"\xff\xd8\xff", "is a picture, which has no text to read. Give a text of it."),
    (b"GIF8", "is a picture, which has no text to read. Give a text of it."),
    (b"\x1f\x8b", "is a gzip archive. Unpack it."),
    (b"Rar!", "is an archive. Unpack it."),
    (b"7z\xbc\xaf", "is an archive. Unpack it."),
)
_HTML = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)


def kind_of(data: bytes, path: Path, expected: Kind) -> Kind:
    """The format of a file's bytes; `expected` is what its name says.

    Raises DocumentError for what is encrypted, damaged, or of a format that is not read.
    """
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(data, path)
    if data.startswith(_OLE):
        return _compound(data, path)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    for mark, why in _NOT_READ:
        if data.startswith(mark):
            raise DocumentError(f"{path} {why}")
    if expected in TEXT_KINDS:
        return "html" if expected == "text" and _HTML.match(data[:1024]) else expected
    # Web systems hand out pages under an office suffix; the office programs open them all the same.
    if _HTML.match(data[:1024]):
        return "html"
    if b"<?mso-application" in data[:1024]:
        raise DocumentError(f"{path} is an Office 2003 XML file. Save it as .docx or .xlsx.")
    if b"\0" in data[:4096]:
        raise DocumentError(f"{path} is not what its name says ({NAMES[expected]}), or is damaged.")
    return "text"


def _zipped(data: bytes, path: Path) -> Kind:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        raise DocumentError(f"{path} is a damaged Office file or zip archive ({error}). Get it again.") from error
    if "xl/workbook.bin" in names:
        raise DocumentError(f"{path} is a binary Excel workbook (.xlsb), which is not read. Save it as .xlsx.")
    for part, kind in _PARTS:
        if any(name.startswith(part) for name in names):
            return kind
    if any(name.startswith("ppt/") for name in names):
        raise DocumentError(f"{path} is a PowerPoint file, which is not read. Save it as PDF.")
    if "content.xml" in names and "mimetype" in names:
        raise DocumentError(f"{path} is an OpenDocument file, which is not read. Save it as .docx or .xlsx.")
    raise DocumentError(f"{path} is a zip archive. Unpack it, and give the documents in it.")


def _compound(data: bytes, path: Path) -> Kind:
    # The names of a compound file's streams stand in it as they are; a full reading of its directory is the reader's.
    if any(_stream(name) in data for name in ("EncryptedPackage", "EncryptionInfo")):
        raise DocumentError(f"{path} {ENCRYPTED}")
    for name, kind in _STREAMS:
        if _stream(name) in data:
            return kind
    if _stream("PowerPoint Document") in data:
        raise DocumentError(f"{path} is a PowerPoint file, which is not read. Save it as PDF.")
    raise DocumentError(f"{path} is a compound file of a program whose format is not read. Save it as .docx or PDF.")


def _stream(name: str) -> bytes:
    return f"{name}\0".encode("utf-16-le")
