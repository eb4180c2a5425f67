"""Text of documents made harmless to read: what would reorder, hide or break the text around it shows as a mark."""

from __future__ import annotations

import unicodedata

LONGEST = 120
"""Characters of a name where it is mentioned; its card has all of it."""

_REORDERING = [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]
_UNSEEN = dict.fromkeys((*_REORDERING, *range(55296, 57344), 65534, 65535), "�")
_CONTROLS = {
    code: " " if chr(code).isspace() else "\N{REPLACEMENT CHARACTER}"
    for code in range(0xA0)
    if unicodedata.category(chr(code)) == "Cc" and chr(code) not in "\n\r\t"
}
_TABLE = _UNSEEN | _CONTROLS


def plain(text: str) -> str:
    """The text, character for character, without marks that reorder what follows, controls and lone surrogates.

    >>> plain("a\\u202eb\\x0cc")
    'a\\ufffdb c'
    """
    return text.translate(_TABLE)


def short(text: str, longest: int = LONGEST) -> str:
    """The text in one line, cut after `longest` characters."""
    text = " ".join(plain(text).split())
    return text if len(text) <= longest else text[: longest - 1] + "…"
