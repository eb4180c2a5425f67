"""Long lists in a page that must stay small: HTML of many items, compressed, that the page's script unpacks when it is
asked for."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Iterator
from itertools import islice

ITEMS = 1_000
"""Items of one block; the first block is what is shown before anybody searches."""


def blocks(items: Iterable[str], size: int = ITEMS) -> Iterator[str]:
    """The items in blocks: JSON lists of strings, deflated, in base64. The script inflates
    them."""
    rest = iter(items)
    while block := list(islice(rest, size)):
        data = json.dumps(block, ensure_ascii=False, separators=(",", ":")).encode()
        yield base64.b64encode(zlib.compress(data, 9)).decode("ascii")
