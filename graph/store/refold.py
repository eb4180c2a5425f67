"""Folding anew the ids of one shape that a load touches, with what other documents say of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from dutygraph.graph.facts import Notice
from dutygraph.graph.store.fold import disputes, evidence, fold, is_empty, same_fields, set_evidence
from dutygraph.graph.store.rows import DOCUMENT_IDS, Contribution, Row, Shape


class Gathered:
    """The rows of one shape by id, those of each id in order of document key and place."""

    def __init__(self, shape: Shape, contributions: Iterable[Contribution]) -> None:
        self.first: dict[str, Row] = {}
        self.several: dict[str, list[Row]] = {}
        for facts in contributions:
            for row in shape.rows(facts):
                first = self.first.setdefault(row["id"], row)
                if first is not row:
                    self.several.setdefault(row["id"], [first]).append(row)

    def rows(self, name: str) -> list[Row]:
        """The rows of an id, none where it is not named."""
        if name in self.several:
            return self.several[name]
        return [self.first[name]] if name in self.first else []


class Refold:
    """What the graph must hold of some ids after a load, and what the facts dispute.

    `held` is what it holds now. Evidence of documents that the load does not touch is taken from there; their fields
    only where that is certain, else `others` gives their facts by document id, from the archive.
    """

    def __init__(
        self,
        shape: Shape,
        before: Gathered,
        after: Gathered,
        held: Mapping[str, Row],
        keys: Mapping[str, str],
        touched: AbstractSet[str],
        others: Callable[[str], Contribution],
        *,
        certain: bool,
    ) -> None:
        self.notices: list[Notice] = []
        self._shape = shape
        self._before = before
        self._after = after
        self._held = held
        self._keys = keys
        self._touched = touched
        self._others = others
        self._certain = certain

    def fold(self, ids: Iterable[str]) -> dict[str, Row | None]:
        """Id to its row, None where nothing states it any more."""
        folded: dict[str, Row | None] = {}
        contested: dict[str, set[str]] = {}
        for name in ids:
            documents = self._documents_beside(name)
            if not documents:
                folded[name] = self._agree(self._after.rows(name))
            elif (row := self._keeping_fields(name)) is not None:
                folded[name] = row
            else:
                contested[name] = documents
        folded.update(self._from_archive(contested))
        return folded

    def _documents_beside(self, name: str) -> set[str]:
        """The documents that name an id and are not touched."""
        return set(self._held[name][DOCUMENT_IDS]) - self._touched if name in self._held else set()

    def _agree(self, rows: Sequence[Row]) -> Row | None:
        if not rows:
            return None
        if len(rows) > 1:
            self.notices += disputes(self._shape, rows, self._keys)
        return fold(self._shape, rows)

    def _keeping_fields(self, name: str) -> Row | None:
        """The row where the other documents' fields need not be known: the touched ones say what they said, or only
        add to what is held. None where they must be."""
        if not self._certain:
            return None
        held, before, after = self._held[name], self._before.rows(name), self._after.rows(name)
        if len(before) == len(after):
            # Of the same documents too: what another document says comes in another place of the order.
            if not all(
                old[DOCUMENT_IDS] == new[DOCUMENT_IDS] and same_fields(self._shape, old, new)
                for old, new in zip(before, after, strict=True)
            ):
                return None
        elif before or not all(self._adds(held, new) for new in after):
            return None
        row = {**(after or before)[0], **{field: held[field] for field in self._shape.fields}}
        pieces = [piece for piece in evidence(self._shape, held) if piece[0] not in self._touched]
        pieces += dict.fromkeys(piece for new in after for piece in evidence(self._shape, new))
        # Stable: within a document the order is that of place.
        set_evidence(self._shape, row, sorted(pieces, key=lambda piece: self._keys[piece[0]]))
        return row

    def _adds(self, held: Row, new: Row) -> bool:
        return all(is_empty(new.get(field)) or new[field] == held[field] for field in self._shape.fields)

    def _from_archive(self, contested: Mapping[str, set[str]]) -> dict[str, Row | None]:
        rows = {name: list(self._after.rows(name)) for name in contested}
        for document in sorted({document for documents in contested.values() for document in documents}):
            for row in self._shape.rows(self._others(document)):
                if row["id"] in rows:
                    rows[row["id"]].append(row)
        for of_one in rows.values():
            of_one.sort(key=lambda row: self._keys[row[DOCUMENT_IDS][0]])
        return {name: self._agree(of_one) for name, of_one in rows.items()}
