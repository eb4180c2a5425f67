"""Plain text in the encodings that Chinese and English offices write."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from dutygraph.graph.errors import DocumentError
from dutygraph.loaders.document import SourceDocument, text_document
from dutygraph.loaders.readers.drawn import with_tables

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UTF16 = ("utf-16-le", "utf-16-be")
_UNMARKED = ("gb18030", "big5hkscs", *_UTF16)
_SAMPLE = 200_000
"""Bytes looked at to tell encodings apart."""

_STRANGE = 0.01
"""Share of control, unassigned and private characters above which bytes are no text of an encoding."""

_LEAST_LIKE = -1.0
"""The likeness below which bytes are no text of an encoding: UTF-16 makes characters of any pair of bytes."""

_PLAIN = re.compile(r"[\t\n\r -~\u00b7\u2010-\u2026\u2460-\u2473\u25a0-\u25cf\u3000-\u3011\uff01-\uff5e]")
_ZERO_BYTES = "is not text: it holds zero bytes. Give it the suffix of its format, or leave it out."
_UNKNOWN = "is in no encoding known here (UTF-8, UTF-16, GB18030, Big5), or is not text. Save it as UTF-8."


def read(data: bytes, path: Path, key: str) -> SourceDocument:
    """The decoded file as it stands, line ends included.

    Raises DocumentError where it is not text or in no encoding known here.
    """
    text = decode(data, path)
    if not text.strip():
        raise DocumentError(f"{path} holds nothing but white space: nothing to read.")
    document = text_document(key, sha256(data).hexdigest(), text)
    return replace(document, blocks=with_tables(text, document.blocks))


def decode(data: bytes, path: Path) -> str:
    """The text of a file in UTF-8, UTF-16, GB18030 or Big5, told apart by its bytes alone.

    Raises DocumentError that names the file.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_marked(data, encoding, path)
    if b"\0" not in data:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            pass
    encodings = _UTF16 if b"\0" in data else _UNMARKED
    found = {encoding: score for encoding in encodings if (score := _likeness(data, encoding)) is not None}
    scores = {encoding: score for encoding, score in found.items() if score >= _LEAST_LIKE}
    if not scores:
        raise DocumentError(f"{path} {_UNKNOWN if encodings is _UNMARKED else _ZERO_BYTES}")
    best = max(scores, key=scores.__getitem__)
    try:
        return data.decode(best)
    except UnicodeDecodeError as error:
        raise DocumentError(f"{path} {_UNKNOWN} It looks like {best} up to byte {error.start}.") from error


def _decode_marked(data: bytes, encoding: str, path: Path) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"{path} begins like {encoding} but has bytes at {error.start} that are not. Save it as UTF-8."
        ) from error
    if _strange(text[:_SAMPLE]) > _STRANGE:
        raise DocumentError(f"{path} {_UNKNOWN}")
    return text


def _likeness(data: bytes, encoding: str) -> float | None:
    """How much bytes look like text of an encoding: 0 = all everyday characters, less otherwise, None = not at all.

    Both orders of UTF-16 and both Chinese encodings decode most bytes; only one of them gives everyday characters.
    """
    if encoding in _UTF16 and len(data) % 2:
        return None
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        text = decoder.decode(data[:_SAMPLE], final=len(data) <= _SAMPLE)
    except UnicodeDecodeError:
        return None
    if not text or _strange(text) > _STRANGE:
        return None
    return sum(_rarity(c) * n for c, n in Counter(text).items()) / len(text)


def _strange(text: str) -> float:
    odd = sum(n for c, n in Counter(text).items() if unicodedata.category(c) in ("Cc", "Cn", "Cs") and not c.isspace())
    return odd / len(text) if text else 0.0


@lru_cache(maxsize=65536)
def _rarity(character: str) -> float:
    """0 for everyday characters of either script, to -4 for what texts hardly hold."""
    if _PLAIN.match(character):
        return 0.0
    if not 0x4E00 <= ord(character) <= 0x9FFF:
        return -3.0 if unicodedata.category(character) != "Co" else -4.0
    # The first levels of GB2312 and Big5 are the everyday characters of the two scripts.
    levels = (("gb2312", 0xD7F9, 0.0), ("big5", 0xC67E, 0.0), ("gb2312", 0xFFFF, -1.5), ("big5", 0xFFFF, -1.5))
    for encoding, last, rarity in levels:
        code = character.encode(encoding, errors="ignore")
        if code and int.from_bytes(code, "big") <= last:
            return rarity
    return -2.5
