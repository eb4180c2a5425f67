"""The archive under check: every edition read, its facts held together, their identifiers made again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dutygraph.graph import schema
from dutygraph.graph.check.difference import Difference
from dutygraph.graph.engine import Engine
from dutygraph.graph.errors import FactsError, StoreDamaged
from dutygraph.graph.facts import (
    Authority,
    Deputy,
    DocumentFacts,
    Duty,
    Holding,
    Metric,
    Person,
    ReportsTo,
    check,
)
from dutygraph.graph.identities import Identities
from dutygraph.graph.store.archive import Edition, editions, in_force, unpack
from dutygraph.graph.store.plan import DocumentRow, documents
from dutygraph.graph.store.rows import Contribution

_MADE_OF_PARTS = (ReportsTo, Duty, Authority, Metric, Person, Holding, Deputy)
"""Records whose identifier their fields give. A post told apart from another of its title, a section that is no unit
and an organisation nobody named have parts that are no fields."""


class Archived:
    """What the archive says: `shown` are the documents in force, in order of key, each with the facts of its edition;
    `whole` says that all of them could be read."""

    def __init__(self, engine: Engine, day: str) -> None:
        self.documents: list[DocumentRow] = documents(engine)
        self.differences: list[Difference] = []
        self.shown: list[Contribution] = []
        self.editions: dict[str, Edition] = {}
        self.whole = True
        found = editions(engine)
        self.counted = {"editions": len(found)}
        by_document: dict[str, list[Edition]] = {}
        for edition in found:
            by_document.setdefault(edition.document_id, []).append(edition)
        for row in self.documents:
            self._document(engine, row, by_document.pop(row.id, []), day)
        for left in by_document.values():
            for edition in left:
                self._tell("edition_of_nothing", edition, "the graph does not show this document in any edition")

    def _document(self, engine: Engine, row: DocumentRow, known: Sequence[Edition], day: str) -> None:
        shown = next((edition for edition in known if edition.reading == row.reading), None)
        due = in_force([edition for edition in known if edition.whole], day)
        if shown is None:
            self.whole = False
            message = f"{row.key}: the archive has no edition with the reading {row.reading}"
            self.differences.append(Difference("document_without_edition", schema.DOCUMENT, row.id, message))
        elif due is not None and due != shown:
            self._tell("edition_not_in_force", shown, f"on {day} the edition of {due.since} is in force")
        for edition in known:
            facts = self._facts(engine, edition)
            if edition != shown:
                continue
            if facts is None:
                self.whole = False
                continue
            self.editions[row.id] = edition
            self.shown.append(Contribution(facts))

    def _facts(self, engine: Engine, edition: Edition) -> DocumentFacts | None:
        if not edition.whole:
            self._tell("edition_incomplete", edition, f"not all of its {edition.parts} parts are there")
            return None
        try:
            facts = unpack(engine, edition)
        except StoreDamaged as error:
            self._tell("edition_unreadable", edition, str(error))
            return None
        try:
            check(facts)
        except FactsError as error:
            self._tell("facts_invalid", edition, str(error))
            return None
        self.differences += _identifiers(facts)
        return facts

    def _tell(self, code: str, edition: Edition, message: str) -> None:
        self.differences.append(Difference(code, schema.ARCHIVE, edition.document_id, f"{edition.key}: {message}"))


def _identifiers(facts: DocumentFacts) -> Iterator[Difference]:
    made = Identities(facts.records)
    for record in facts.records:
        if isinstance(record, _MADE_OF_PARTS) and (expected := made.of(record)) != record.id:
            kind = str(record.__struct_config__.tag)
            yield Difference(
                "id_recomputed", kind, record.id, f"{facts.document.key}: by its own fields it is {expected}"
            )
