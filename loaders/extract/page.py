"""A document's text as extraction sees it: cleaned, and beside it a plain form in which words are looked up."""

from __future__ import annotations

import re

from dutygraph.graph.facts import Source
from dutygraph.graph.text.folding import simplify
from dutygraph.graph.vocabulary import Vocabulary
from dutygraph.loaders.document import Block, SourceDocument, Table
from dutygraph.loaders.extract.cleaning import clean
from dutygraph.loaders.extract.rewriting import Edit
from dutygraph.loaders.extract.sidecells import SideCells, side_cells

# Full width forms and look-alikes, each one character, so that places in both texts are the same.
_ALIKE = {
    " ": "\u3000\u00a0",
    "·": "‧・",
    ":": "\ufe55\ufe30\u2236",
    ";": "﹔",
    ",": "﹐",
    "、": "﹑",
    ".": "﹒",
    "-": "﹣－–",
    "(": "\ufe5d\u3014",
    ")": "\ufe5e\u3015",
    "[": "\u3010\uff3b",
    "]": "\u3011\uff3d",
    '"': "“”",
}
_WIDTH = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_WIDTH.update({other: mark for mark, others in _ALIKE.items() for other in others})
_WIDE = re.compile(r"[\u2e80-\uffef]")
_BETWEEN = re.compile(r"\s+")
_LATIN_GAP = re.compile(r"(?<=[A-Za-z0-9,.;:)%'’\"]) +(?=[A-Za-z0-9(&'\"])")


def plain_form(text: str) -> str:
    """Simplified, half width, lower case; as long as `text`, so that offsets hold in both.

    >>> plain_form("（一）職責：")
    '(一)职责:'
    """
    simple = simplify(text)
    if len(simple) != len(text):  # a phrase that changes its length: character by character then
        simple = "".join(s if len(s := simplify(c)) == 1 else c for c in text)
    narrow = simple
    # Few kinds of them stand in a text; `str.translate` would look up every character of it.
    for character in _WIDTH.keys() & set(simple):
        narrow = narrow.replace(character, _WIDTH[character])
    plain = narrow.lower()
    return plain if len(plain) == len(text) else narrow


def tidy(text: str) -> str:
    """Without white space, except one blank between Latin words.

    >>> tidy("审 核 订单, Key  Account")
    '审核订单,Key Account'
    """
    if text.isascii() or not _WIDE.search(text):
        return " ".join(text.split())
    if " " not in text:
        return "".join(text.split())
    return _BETWEEN.sub("", _LATIN_GAP.sub("\u2060", text)).replace("\u2060", " ")


class Page:
    """The text of one document. Offsets are those of `text` and `plain`, which are equally long."""

    def __init__(self, document: SourceDocument, words: Vocabulary) -> None:
        self.document = document
        self.id = document.id
        self.cleaned = clean(document.text, wrapped=document.wrapped, starts=document.block_starts)
        self.plain = plain_form(self.cleaned.text)
        tables = any(isinstance(block, Table) for block in document.blocks)
        self.side_cells = SideCells((), ()) if tables else side_cells(self.plain, words)
        self.side_cells_at = self.side_cells.spans[0][0] if self.side_cells.spans else 0
        if self.side_cells.spans:
            self.cleaned.rewrite(Edit(start, end) for start, end in self.side_cells.spans)
            self.plain = plain_form(self.cleaned.text)
        self.text = self.cleaned.text
        self.same = self.text == document.text

    def source(self, start: int, end: int) -> Source:
        """Where `text[start:end]` stands in the document, with the document's own characters as the quote."""
        return self.raw_source(*self.raw(start, end))

    def raw_source(self, start: int, end: int) -> Source:
        """A place of the document's text itself, as a source."""
        return Source(
            document_id=self.id,
            start=start,
            end=end,
            quote=self.document.text[start:end],
            locator=self.document.locator(start),
        )

    def raw(self, start: int, end: int) -> tuple[int, int]:
        """The span of the document's text from which `text[start:end]` was read."""
        return (start, end) if self.same else self.cleaned.raw_span(start, end)

    def place(self, raw: int) -> int:
        """The first place of `text` that was read from `raw` or later."""
        if self.same:
            return raw
        low, high = 0, len(self.text)
        while low < high:
            middle = (low + high) // 2
            if self.cleaned.raw_span(middle, middle + 1)[0] < raw:
                low = middle + 1
            else:
                high = middle
        return low

    def shown(self, start: int, end: int) -> str:
        """`text[start:end]` as a fact shows it: in the document's script, without white space."""
        return tidy(self.text[start:end])

    def block_places(self, block: Block) -> tuple[int, int]:
        """Where a block stands in `text`."""
        return self.place(block.start), self.place(block.end)
