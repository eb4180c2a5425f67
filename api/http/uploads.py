"""What may be uploaded: names that stay inside their folder on every system, and contents that are documents."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from dutygraph.graph.errors import DocumentError, InputError
from dutygraph.loaders.job import FACTS_SUFFIXES
from dutygraph.loaders.readers import LARGEST_MB, SUFFIXES, check_document, is_facts_file, suffix_of

MOST_FILES = 1_000
LONGEST_NAME = 200
"""Bytes of one part of a name in UTF-8; file systems take 255, and a name gets a suffix while it is written."""

LONGEST_PATH = 1_000
MOST_FOLDERS = 10

_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_FORBIDDEN = frozenset('\\:*?"<>|')
_LOST = "\ufffd"
"""What stands for bytes that are no character."""

_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""Categories of characters that control or hide how a name looks."""


def checked_names(names: Sequence[str]) -> list[str]:
    """The names in one form of Unicode, `folder/name` with `/`.

    Raises InputError where one leads out of its folder, is none on some system, or two would be one file.
    """
    if not names:
        raise InputError("no file was sent: send at least one document.")
    if len(names) > MOST_FILES:
        raise InputError(f"{len(names)} files were sent; at most {MOST_FILES} are taken at once.")
    checked = [_checked(name) for name in names]
    seen: set[str] = set()
    for name in checked:
        if name.casefold() in seen:
            raise InputError(f"two files are called {name!r}; send one, or put them into folders.")
        seen.add(name.casefold())
    for name in checked:
        if inside := {parent.as_posix().casefold() for parent in PurePosixPath(name).parents} & seen:
            raise InputError(f"{min(inside)!r} is a file and the folder of {name!r}; call one of them otherwise.")
    return checked


def _checked(name: str) -> str:
    shown = repr(name if len(name) <= 80 else name[:79] + "…")
    if _LOST in name:
        raise InputError(f"the file name {shown} is not in UTF-8; call the file otherwise.")
    if any(unicodedata.category(sign) in _UNSEEN for sign in name):
        raise InputError(f"the file name {shown} holds a control or an unseen character; call the file otherwise.")
    name = unicodedata.normalize("NFC", name)
    if found := sorted(_FORBIDDEN.intersection(name)):
        raise InputError(f"the file name {shown} holds {found[0]!r}, which not every system takes in names.")
    parts = name.split("/")
    if any(part in ("", ".", "..") for part in parts):
        raise InputError(f"the file name {shown} is no path inside one folder, such as 'sales/roles.docx'.")
    if len(name.encode()) > LONGEST_PATH or any(len(part.encode()) > LONGEST_NAME for part in parts):
        raise InputError(f"the file name {shown} is too long; {LONGEST_NAME} bytes a part are taken.")
    if len(parts) > MOST_FOLDERS:
        raise InputError(f"the file name {shown} has more than {MOST_FOLDERS} parts.")
    for part in parts:
        if _DEVICE.fullmatch(part) or part != part.strip() or part.endswith("."):
            raise InputError(f"the file name {shown} holds {part!r}, which some systems take for something else.")
    return name


def not_read(path: Path) -> str:
    """Why a file is none of those that are read, by its name and first bytes; '' where it is one."""
    if path.name.startswith((".", "~$")):
        return "not read: it is a file of a program's own."
    if path.name.lower().endswith(FACTS_SUFFIXES):
        return "" if is_facts_file(path) else "not read: it is JSON, but not in the facts form (docs/facts.md)."
    if suffix_of(path) in SUFFIXES:
        return ""
    formats = ", ".join(sorted({*SUFFIXES, *FACTS_SUFFIXES}))
    return f"not read: {suffix_of(path) or 'no suffix'} is no format that is read; formats read are {formats}."


def check_content(path: Path) -> None:
    """Refuse a file that is not the document its name says, by its bytes.

    Raises DocumentError where it is of a format that is not read, empty, too large, damaged, encrypted, or made to
    unpack without end.
    """
    if path.name.lower().endswith(FACTS_SUFFIXES):
        _check_size(path)
    else:
        check_document(path)


def _check_size(path: Path) -> None:
    """Facts are read as a stream; what they unpack to is counted the same way."""
    most, size = LARGEST_MB * 1_000_000, 0
    with path.open("rb") as stream:
        packed = stream.read(2) == b"\x1f\x8b"
        stream.seek(0)
        unpacker = zlib.decompressobj(wbits=31)
        try:
            while block := stream.read(1 << 16):
                while block and size <= most:
                    size += len(unpacker.decompress(block, 1 << 20) if packed else block)
                    block = unpacker.unconsumed_tail if packed else b""
        except zlib.error as error:
            raise DocumentError(f"{path} is damaged: it cannot be unpacked ({error}). Get it again.") from error
    if size > most:
        raise DocumentError(f"{path} holds more than {LARGEST_MB} MB. Split it.")
