"""Text of documents made fit for office files: nothing in it runs, hides or turns round what stands beside it."""

from __future__ import annotations

import re

_UNSEEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f"  # control characters, which no XML of an office file can hold
    "\u202a-\u202e\u2066-\u2069"  # those that turn the order of what follows
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_LINE_ENDS = re.compile("\r\n?|[\u000b\u000c\u0085\u2028\u2029]")


def readable(text: str) -> str:
    r"""The text without control characters and without marks that reverse it; its line ends are `\n`.

    >>> readable("销售\x00经理\u202e\r\n=1+1")
    '销售经理\n=1+1'
    """
    if text.isprintable():
        return text
    return _UNSEEN.sub("", _LINE_ENDS.sub("\n", text))


def shortened(text: str, most: int) -> str:
    """At most `most` UTF-16 units of a text, in which office files count: an ellipsis stands for the rest.

    >>> shortened("岗位职责", 3)
    '岗位…'
    """
    if len(text) * 2 <= most or len(text.encode("utf-16-le", "surrogatepass")) // 2 <= most:
        return text
    units = text.encode("utf-16-le", "surrogatepass")[: 2 * (most - 1)]
    return units.decode("utf-16-le", "ignore") + "…"
