"""By what the rows of a table name their superiors: a key, a title, a person, a place in a tree. The rows show it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias

from dutygraph.graph.text.folding import fold
from dutygraph.loaders.structured.rows import Row, Said, Sheet, Words, key_of

By: TypeAlias = Literal["key", "title", "person", "other"]
"""`key`: superiors are named by what rows are told apart by; `other`: by keys of another table."""

_FEW = 0.5
"""Values of a column within which keys are unique, as a share of the rows, at most."""

_STEP = re.compile(r"[\W_]+")


class Keys:
    """The keys of rows and of their superiors. `scope` is the folded head of the column within whose values keys are
    unique, empty where they are unique without."""

    def __init__(self, sheets: Sequence[Sheet], rows: Sequence[Row], words: Words) -> None:
        self._sheets, self._rows = sheets, rows
        self.in_tree = any(sheet.columns.node is not None and not sheet.columns.superior for sheet in sheets)
        self._named = [
            (row, said) for row in rows for _, said in self.lines(row)
            if not words.says_nobody(said.text) and not words.holds_place(said.text)
        ]  # fmt: skip
        self._said = {self.above(said) for _, said in self._named}
        self._columns = {id(sheet): self._column(sheet) for sheet in sheets}
        self._own = {id(row): self._key(row) for row in rows}
        self.by = self._by()
        self.scope = self._best_scope()
        self._scopes: dict[int, str] = {}

    @property
    def of_posts(self) -> bool:
        """Whether the keys are those of posts, whoever fills them."""
        return any(self._columns[id(sheet)] in sheet.columns.post_ids for sheet in self._sheets)

    @property
    def sought(self) -> list[tuple[Row, str]]:
        """The superiors that rows name, by key."""
        return [(row, self.above(said)) for row, said in self._named]

    def column(self, sheet: Sheet) -> int | None:
        """The column of the keys of a table."""
        return self._columns[id(sheet)]

    def own(self, row: Row) -> str:
        """What a row is told apart by; empty where no column holds it."""
        return self._own[id(row)]

    def scope_of(self, row: Row) -> str:
        """The value within which its key is unique."""
        found = self._scopes.get(id(row))
        if found is None:
            found = self._scopes[id(row)] = value_under(row, self.scope)
        return found

    def above(self, said: Said) -> str:
        """The key that a cell names as the superior's; in a tree, the beginning of a row's own path."""
        return _path(said.text).rpartition("/")[0] or "/" if self.in_tree else key_of(said.text)

    def lines(self, row: Row) -> Iterator[tuple[str, Said]]:
        """The cells that name superiors, by the kind of line."""
        yield from row.lines
        node = row.sheet.columns.node
        if self.in_tree and node is not None and (said := row.said(node)) and _path(said.text) != "/":
            yield "solid", said

    def look_in(self, scope: str) -> None:
        """Take the scope of another table's keys."""
        if self.by == "other":
            self.scope = scope
            self._scopes.clear()

    # What holds the keys ---------------------------------------------------------------------------------------------

    def _column(self, sheet: Sheet) -> int | None:
        """The column with most of the superiors: one whose head says that it holds keys, else one without repeats."""
        columns = sheet.columns
        if self.in_tree:
            return columns.node
        told = [*columns.post_ids, *columns.ids]
        lines = {*columns.superior, *columns.dotted, *columns.skip}
        others = [p for p in range(len(sheet.heads)) if p not in columns.used | lines and self._tells_apart(sheet, p)]
        shares = {place: len(self._said & self._values(sheet, place)) for place in [*told, *others]}
        best = max(shares, key=lambda place: shares[place], default=None)
        if best is not None and best in others and 2 * shares[best] < len(self._said):
            best = None
        if best is not None and shares[best]:
            return best
        return told[0] if told else None

    def _tells_apart(self, sheet: Sheet, place: int) -> bool:
        said = [row.text(place) for row in self._rows if row.sheet is sheet]
        return all(said) and len({*map(key_of, said)}) == len(said)

    def _values(self, sheet: Sheet, place: int) -> set[str]:
        return {key_of(text) for row in self._rows if row.sheet is sheet and (text := row.text(place))}

    def _key(self, row: Row) -> str:
        column = self._columns[id(row.sheet)]
        text = row.text(column) if column is not None else ""
        return _path(text) if self.in_tree else key_of(text)

    def _by(self) -> By:
        if self.in_tree:
            return "key"
        held: dict[By, set[str]] = {
            "key": {key for key in self._own.values() if key},
            "title": {key_of(row.title.text) for row in self._rows},
            "person": {key_of(name) for row in self._rows for name in row.people},
        }
        shares = {by: len(self._said & values) for by, values in held.items()}
        best = max(shares, key=lambda by: shares[by])
        if shares[best]:
            return best
        if not self._said:
            return "key" if self.of_posts else "title"
        return "other" if 2 * sum(map(is_code, self._said)) > len(self._said) else "title"

    # Within what they are unique -------------------------------------------------------------------------------------

    def _best_scope(self) -> str:
        given = [sheet.heads[sheet.columns.scope] for sheet in self._sheets if sheet.columns.scope is not None]
        if given:
            return fold(given[0])
        tried = self._scopes_to_try() if self.by == "key" and not self.in_tree else []
        return max(["", *tried], key=self._fitness) if tried else ""

    def _scopes_to_try(self) -> list[str]:
        if max(Counter(key for key in self._own.values() if key).values(), default=0) < 2:
            return []
        heads: dict[str, None] = {}
        for sheet in self._sheets:
            columns = sheet.columns
            first = [columns.organization] if columns.organization is not None else []
            taken = {columns.title, *columns.superior, *columns.dotted, *columns.skip, self._columns[id(sheet)]}
            for place in [*first, *(place for place in range(len(sheet.heads)) if place not in taken)]:
                heads[fold(sheet.heads[place])] = None
        return [head for head in heads if head and self._parts_few(head)]

    def _parts_few(self, head: str) -> bool:
        return 1 < len({value_under(row, head) for row in self._rows}) <= _FEW * len(self._rows)

    def _fitness(self, head: str) -> int:
        """Superiors that are found, less keys that are met again."""
        keys = [(value_under(row, head), key) for row in self._rows if (key := self._own[id(row)])]
        known = {*keys}
        found = sum((value_under(row, head), key) in known for row, key in self.sought)
        return found - (len(keys) - len(known))


def value_under(row: Row, head: str) -> str:
    """What a row says, folded, in the column with that folded head; empty where there is none."""
    column = row.sheet.column(head) if head else None
    return fold(row.text(column)) if column is not None else ""


def is_code(text: str) -> bool:
    """Whether a text is a key rather than a title or a name.

    >>> is_code("P-0042"), is_code("总经理"), is_code("Team lead 2")
    (True, False, False)
    """
    return text.isascii() and " " not in text and any(character.isdigit() for character in text)


def _path(text: str) -> str:
    """A place in a tree: /3/1/2."""
    return "/" + "/".join(step for step in _STEP.split(text) if step)
