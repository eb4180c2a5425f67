"""Pinyin glosses: sites add the reading of a Traditional character in brackets behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dutygraph.loaders.extract.rewriting import Edit

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
# Bare letters in brackets, (CRM) or (an), are content: a gloss is one syllable and carries its tone mark, written as
# one character or as a combining mark behind the vowel.
_GLOSS = re.compile(
    r"(?<=[\u3400-\u9fff\uf900-\ufaff])[(（] ?"
    rf"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?[aeiouüv]{{0,2}}(?:[{_TONED}]|[aeiouün][\u0300\u0301\u0304\u030c])"
    r"[aeiouü]{0,2}(?:ng|n|r)? ?[)）]",
    re.IGNORECASE,
)


def glosses(text: str) -> Iterator[Edit]:
    """The glosses of `text`, to be left out.

    >>> [text for text in ("架構(gòu)", "系统(CRM)", "职责(an)") if list(glosses(text))]
    ['架構(gòu)']
    """
    if "(" in text or "（" in text:
        for match in _GLOSS.finditer(text):
            yield Edit(match.start(), match.end())


def without_glosses(text: str) -> str:
    """`text` with its glosses left out."""
    return _GLOSS.sub("", text)
