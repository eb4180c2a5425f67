"""Plain text in the encodings that Chinese and English offices write."""

from __future__ import annotations

import codecs
import re
from hashlib import sha256
from pathlib import Path

from dutygraph.graph.errors import DocumentError
from dutygraph.loaders.document import SourceDocument, text_document

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PLAIN = re.compile(r"[\t\n\r -~\u00a0-\u024f\u2000-\u206f\u2460-\u27ff\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_SAMPLE = 200_000  # bytes looked at to tell encodings apart
_COMMON = (0xB0A1, 0xD7F9)  # GB2312's first level, the everyday characters
_COMMON_BIG5 = (0xA440, 0xC67E)  # Big5's first level


def read(data: bytes, path: Path, key: str) -> SourceDocument:
    """The decoded file as it stands, line ends included.

    Raises DocumentError where it is not text or in no encoding known here.
    """
    text = decode(data, path)
    if not text.strip():
        raise DocumentError(f"{path} holds nothing but white space: nothing to read.")
    return text_document(key, sha256(data).hexdigest(), text)


def decode(data: bytes, path: Path) -> str:
    """The text of a file in UTF-8, UTF-16, GB18030 or Big5, told apart by its bytes alone.

    Raises DocumentError that names the file.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode(data, encoding, path)
    if encoding := _utf16_without_mark(data):
        return _decode(data, encoding, path)
    if b"\0" in data:
        raise DocumentError(
            f"{path} is not text: it holds zero bytes. Give it the suffix of its format, or leave it out."
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    fitting = [encoding for encoding in ("gb18030", "big5hkscs") if _fits(data, encoding)]
    if not fitting:
        raise DocumentError(
            f"{path} is in no encoding known here (UTF-8, UTF-16, GB18030, Big5), or is not text. Save it as UTF-8."
        )
    return _decode(data, max(fitting, key=lambda encoding: _everyday(data[:_SAMPLE], encoding)), path)


def _decode(data: bytes, encoding: str, path: Path) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"{path} begins like {encoding} but has bytes at {error.start} that are not. Save it as UTF-8."
        ) from error


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 that has lost its mark: read with the right order of bytes, nearly all of it is everyday characters."""
    sample = data[:_SAMPLE]
    if len(data) % 2 or b"\0" not in sample:
        return None
    shares = {encoding: _plain_share(sample, encoding) for encoding in ("utf-16-le", "utf-16-be")}
    best = max(shares, key=shares.__getitem__)
    return best if shares[best] > 0.9 else None


def _plain_share(sample: bytes, encoding: str) -> float:
    text = sample.decode(encoding, errors="replace")
    return len(_PLAIN.findall(text)) / len(text)


def _fits(data: bytes, encoding: str) -> bool:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return False
    controls = sum(not (c.isprintable() or c.isspace()) for c in text[:_SAMPLE])
    return controls * 100 <= len(text[:_SAMPLE])


def _everyday(sample: bytes, encoding: str) -> float:
    """Share of two-byte characters that are everyday ones of the encoding: both often decode, one makes sense."""
    first, last = _COMMON if encoding == "gb18030" else _COMMON_BIG5
    pairs = common = at = 0
    while at + 1 < len(sample):
        if sample[at] < 0x80:
            at += 1
            continue
        pairs += 1
        common += first <= sample[at] * 256 + sample[at + 1] <= last and (
            encoding == "big5hkscs" or sample[at + 1] >= 0xA1
        )
        at += 2
    return common / pairs if pairs else 0.0
