"""Folding: the comparable form of a text, the same for Traditional and Simplified, full and half width.

Identity rests on it (docs/model.md): a change here changes ids, so it raises `schema.SCHEMA_VERSION`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from dutygraph.graph import vocabulary

if TYPE_CHECKING:
    from opencc import OpenCC

# Kept only next to a digit: 1.5 is not 15, 2-3 is not 23, 3/4 is not 34, 10% is not 10.
_MARK_BY_DIGIT = re.compile(r"(?<=[0-9])[.\-/~%]|[.\-/~%](?=[0-9])")
_DROPPED = re.compile(r"[\W_]+")
_PLACEHOLDERS = {".": "\ue000", "-": "\ue001", "/": "\ue002", "~": "\ue003", "%": "\ue004"}
_KEPT = re.compile("[^\\w\ue000-\ue004]+|_+")
_BACK = str.maketrans({v: k for k, v in _PLACEHOLDERS.items()})


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    from opencc import OpenCC  # here, because it reads its dictionaries when it is made

    return OpenCC("t2s")


@lru_cache(maxsize=1)
def _patches() -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    script = vocabulary.table("script")
    return script["characters"], tuple(script["words"].items())


def simplify(text: str) -> str:
    """Traditional to Simplified, character for character where possible; Simplified text comes back unchanged.

    >>> simplify("應收帳款")
    '应收账款'
    """
    characters, words = _patches()
    text = _converter().convert(text)
    for character, simple in characters.items():  # few; `str.translate` would look up every character of the text
        text = text.replace(character, simple)
    for wrong, right in words:
        if wrong in text:
            text = text.replace(wrong, right)
    return text


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """NFKC, Simplified, lower case, no white space and no punctuation; `. - / ~ %` stay next to a digit.

    >>> fold("審核 1.5萬元（含）以上")
    '审核1.5万元含以上'
    """
    text = simplify(unicodedata.normalize("NFKC", text)).lower()
    if text.isalnum():
        return text
    if _MARK_BY_DIGIT.search(text):
        text = _MARK_BY_DIGIT.sub(lambda m: _PLACEHOLDERS[m.group()], text)
        return _KEPT.sub("", text).translate(_BACK)
    return _DROPPED.sub("", text)
