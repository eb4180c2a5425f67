"""Marks of Markdown and of web pages within a text: how it looks, not what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from dutygraph.loaders.extract.rewriting import Edit

_TAGS = (
    "a|abbr|b|br|code|div|em|font|i|ins|li|mark|ol|p|s|small|span|strike|strong|sub|sup|table|tbody|td|th|thead|tr|u|ul"
)
_MARKUP = re.compile(
    r"(?P<image>!\[[^\]\n]*\]\([^)\n]*\))"
    r"|\[(?P<link>[^\]\n]+)\]\((?:https?:|mailto:|[#./]|[\w-]+\.(?:md|html?))[^)\n]*\)"
    r"|(?<![*_~])(?P<pair>\*\*|__|~~)(?![*_~\s])(?P<strong>[^\n]{1,300}?)(?<![*_~\s])(?P=pair)(?![*_~])"
    r"|(?<![*\w])\*(?![*\s])(?P<emphasis>[^*\n]{1,300})(?<!\s)\*(?![*\w])"
    rf"|(?P<tag></?(?:{_TAGS})(?:\s[^<>\n]*)?/?>)"
    r"|(?P<entity>&(?:nbsp|amp|lt|gt|quot|middot|ensp|emsp|#\d{2,5});)",
    re.IGNORECASE,
)
_SIGNS = ("*", "__", "~~", "](", "<", "&")


def markup(text: str) -> Iterator[Edit]:
    """What to leave out of `text`, and what to put for entities and line breaks.

    >>> from dutygraph.loaders.extract.rewriting import Rewritten
    >>> text = "**职责**：见[制度](https://a.example/b)<br/>A&amp;B"
    >>> Rewritten(text, markup(text)).text
    '职责：见制度\\nA&B'
    """
    if not any(sign in text for sign in _SIGNS):
        return
    at = 0
    while match := _MARKUP.search(text, at):
        at = match.end()
        kind = match.lastgroup
        if kind in ("link", "strong", "emphasis"):  # what is inside may hold more of them
            start, end = match.span(kind)
            yield Edit(match.start(), start)
            for edit in markup(match.group(kind)):
                yield Edit(start + edit.start, start + edit.end, edit.text)
            yield Edit(end, match.end())
        elif kind == "tag":
            yield Edit(match.start(), match.end(), "\n" if match.group()[1:3].lower() == "br" else "")
        else:
            yield Edit(match.start(), match.end(), unescape(match.group()) if kind == "entity" else "")
