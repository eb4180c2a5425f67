"""One load: archive first, then the graph, shape by shape, then the sweep (docs/model.md, Loading)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

from dutygraph.graph import schema
from dutygraph.graph.engine import Engine
from dutygraph.graph.facts import DocumentFacts, Notice, Organization
from dutygraph.graph.identity import described_in_id
from dutygraph.graph.store import archive
from dutygraph.graph.store.archive import Edition
from dutygraph.graph.store.fold import disputes, fold, same_fields, same_places, same_sentences
from dutygraph.graph.store.narrowing import narrowing
from dutygraph.graph.store.plan import Plan
from dutygraph.graph.store.refold import Gathered, Refold
from dutygraph.graph.store.rows import DOCUMENT_IDS, SHAPES, Contribution, Row, Shape
from dutygraph.graph.store.statements import cypher
from dutygraph.graph.store.writer import BATCH_ROWS, Writer

Progress: TypeAlias = Callable[[str, int, int], None]
"""Called with what is being done (`write`, `sweep`, `save`), how many steps are done, and how many there are."""

_DESCRIBED = next(each for each in schema.RELATIONSHIPS if each.type == schema.DESCRIBED_IN)
_DESCRIBED_LABELS = frozenset(start for start, _ in _DESCRIBED.ends)


class Loading:
    """Carries out a plan with the writer; the caller marks the store as loading and as ready."""

    def __init__(self, engine: Engine, writer: Writer, plan: Plan, progress: Progress) -> None:
        self.facts: Counter[str] = Counter()
        """How many facts were `created`, `changed`, `moved` (the same sentences in other places) and `removed`."""

        self.notices: list[Notice] = []
        self._engine = engine
        self._writer = writer
        self._plan = plan
        self._progress = progress
        self._changes = [change for _, change in sorted(plan.changes.items())]
        self._refolded = [change for change in self._changes if change.refolded]
        self._touched = {change.document_id for change in self._refolded}
        self._before = [Contribution(self._facts(each)) for change in self._refolded for each in change.before]
        self._after = [Contribution(self._facts(each.after)) for each in self._refolded if each.after]
        self._others: dict[str, Contribution] = {}
        self._swept: dict[str, list[str]] = {}
        self._disturbed: dict[str, set[str]] = {schema.ROLE: set(), schema.UNIT: set()}
        self._narrowed: set[str] = set()

    def run(self) -> None:
        """Write everything."""
        self._archive()
        shared = self._is_shared()
        self._writer.rows(schema.DOCUMENT.lower(), self._document_rows())
        for number, shape in enumerate(SHAPES):
            self._progress("write", number, len(SHAPES))
            if shared:
                self._refold(shape)
            else:
                self._write_new(shape)
        self._progress("sweep", 0, 1)
        self._sweep()
        self._narrow()

    def _facts(self, edition: Edition) -> DocumentFacts:
        facts = self._plan.changes[edition.key].facts_of(edition)
        return facts if facts is not None else archive.unpack(self._engine, edition)

    def _archive(self) -> None:
        """Before the graph, so that a load that is stopped can be repeated from the archive alone."""
        broken = [name for change in self._changes for edition in change.broken for name in edition.part_ids()]
        self._writer.ids(f"sweep_{schema.ARCHIVE}".lower(), broken, archive.PARTS_AT_ONCE)
        for change in self._changes:
            for edition, facts in change.new:
                self._writer.pack(edition, facts)

    def _document_rows(self) -> Iterator[Row]:
        shown = [change.after for change in self._refolded if change.after]
        for facts, edition in zip(self._after, shown, strict=True):
            yield {
                **{name: getattr(facts.document, name) for name in facts.document.__struct_fields__},
                "reading": edition.reading,
                "loaded_at": edition.loaded_at,
            }

    def _is_shared(self) -> bool:
        """Whether the store may hold something that this load names; else nothing has to be looked up."""
        if self._plan.repeats or self._before:
            return True
        organizations = {record.id for facts in self._after for record in facts.of(Organization)}
        return bool(self._held(schema.ORGANIZATION.lower(), sorted(organizations)))

    def _held(self, kind: str, ids: Sequence[str]) -> dict[str, Row]:
        held: dict[str, Row] = {}
        for start in range(0, len(ids), BATCH_ROWS):
            result = self._engine.read(cypher(f"held_{kind}"), {"ids": ids[start : start + BATCH_ROWS]})
            for values in result.rows:
                row = dict(zip(result.columns, values, strict=True))
                held[row["id"]] = row
        return held

    def _write_new(self, shape: Shape) -> None:
        """Write a shape of which the store holds nothing."""
        described: list[tuple[str, frozenset[str]]] = []
        created = 0

        def written() -> Iterator[Row]:
            nonlocal created
            for row in self._new_rows(shape):
                created += 1
                if shape.label in _DESCRIBED_LABELS:
                    described.append((row["id"], frozenset(row[DOCUMENT_IDS])))
                elif shape.label == schema.AUTHORITY:
                    self._narrowed.add(row["organization_id"])
                yield row

        self._writer.rows(f"new_{shape.name}", written())
        if shape.counted:
            self.facts["created"] += created
        self._describe(shape, described)

    def _new_rows(self, shape: Shape) -> Iterator[Row]:
        """One at a time, those of ids that are named several times last: all rows at once outweigh the facts."""
        repeated = _repeated(name for facts in self._after for name in shape.ids(facts))
        several: dict[str, list[Row]] = {}
        for facts in self._after:
            for row in shape.rows(facts):
                if row["id"] in repeated:
                    several.setdefault(row["id"], []).append(row)
                else:
                    yield row
        for rows in several.values():
            self.notices += disputes(shape, rows, self._plan.keys)
            yield fold(shape, rows)

    def _refold(self, shape: Shape) -> None:
        """Fold anew what the former and the new facts do not name alike, and write what comes out differently."""
        before, after = Gathered(shape, self._before), Gathered(shape, self._after)
        ids = [*after.first, *(name for name in before.first if name not in after.first)]
        if not self._plan.repeats:
            ids = [name for name in ids if before.rows(name) != after.rows(name)]
        for start in range(0, len(ids), BATCH_ROWS):
            self._refold_some(shape, before, after, ids[start : start + BATCH_ROWS])

    def _refold_some(self, shape: Shape, before: Gathered, after: Gathered, ids: Sequence[str]) -> None:
        held = self._held(shape.kind, ids)
        if not shape.evidence:
            for each in held.values():  # the lists of the facts that lead there
                each[DOCUMENT_IDS] = [document for documents in each[DOCUMENT_IDS] for document in documents]
        refold = Refold(
            shape, before, after, held, self._plan.keys, self._touched, self._other, certain=not self._plan.repeats
        )
        folded = refold.fold(ids)
        self.notices += refold.notices
        created: list[Row] = []
        written: list[Row] = []
        for name, row in folded.items():
            known = held.get(name)
            what = _difference(shape, known, row)
            if what and shape.counted:
                self.facts[what] += 1
            if row is None:
                self._swept.setdefault(shape.kind, []).append(name)
            elif what:
                (written if known else created).append(row)
            if what and what != "moved":
                self._disturb(shape, row or before.first[name])
            if shape.label == schema.AUTHORITY and (what or self._plan.repeats):
                self._narrowed.add((row or before.first[name])["organization_id"])
        self._writer.rows(f"new_{shape.name}", created)
        self._writer.rows(shape.name, written)
        if shape.label in _DESCRIBED_LABELS:
            self._redescribe(shape, folded, held)

    def _other(self, document_id: str) -> Contribution:
        """The facts of a document that this load does not touch."""
        if document_id not in self._others:
            shown = self._plan.shown[document_id]
            self._others[document_id] = Contribution(archive.unpack(self._engine, shown))
        return self._others[document_id]

    def _describe(self, shape: Shape, documents: Iterable[tuple[str, Iterable[str]]]) -> None:
        """Join nodes to documents: they are not joined yet, unless a stopped load has done it."""
        name = "_".join((shape.label, schema.DESCRIBED_IN, schema.DOCUMENT)).lower()
        name = name if self._plan.repeats else f"new_{name}"
        rows = (
            {"id": described_in_id(node, document), "from_id": node, "to_id": document}
            for node, of_node in documents
            for document in sorted(of_node)
        )
        self._writer.rows(name, rows)

    def _redescribe(self, shape: Shape, folded: dict[str, Row | None], held: dict[str, Row]) -> None:
        new, gone = [], []
        for name, row in folded.items():
            if row is None:
                continue
            now = frozenset(row[DOCUMENT_IDS])
            known = frozenset(held[name][DOCUMENT_IDS]) if name in held else frozenset()
            if self._plan.repeats:  # what the stopped load has joined is not known
                new.append((name, now))
                gone += [described_in_id(name, document) for document in (known | self._touched) - now]
            else:
                new.append((name, now - known))
                gone += [described_in_id(name, document) for document in known - now]
        self._describe(shape, new)
        self._swept.setdefault(schema.DESCRIBED_IN.lower(), []).extend(gone)

    def _disturb(self, shape: Shape, row: Row) -> None:
        """Note whose overlaps must be judged again."""
        if shape.label in self._disturbed:
            self._disturbed[shape.label].add(row["id"])
        elif shape.label == schema.OWNS_DUTY and shape.ends:
            self._disturbed[shape.ends[0]].add(row["from_id"])

    def _sweep(self) -> None:
        """Delete what nothing states any more, relationships before nodes; then documents and replaced editions."""
        for label, owners in self._disturbed.items():
            self._writer.ids(f"sweep_{schema.OVERLAPS_WITH}_of_{label}".lower(), sorted(owners))
        for kind in (schema.DESCRIBED_IN.lower(), *dict.fromkeys(shape.kind for shape in reversed(SHAPES))):
            self._writer.ids(f"sweep_{kind}", self._swept.get(kind, []))
        gone = [change.document_id for change in self._changes if change.after is None]
        self._writer.ids(f"sweep_{schema.DOCUMENT}".lower(), gone)
        dropped = [name for change in self._changes for edition in change.dropped for name in edition.part_ids()]
        self._writer.ids(f"sweep_{schema.ARCHIVE}".lower(), dropped, archive.PARTS_AT_ONCE)

    def _narrow(self) -> None:
        """Join the matters of each organisation whose matters have changed to the wider ones."""
        if self._narrowed:
            self._writer.wait()
        for organization in sorted(self._narrowed):
            new, gone = narrowing(self._engine, organization)
            self._writer.ids(f"sweep_{schema.NARROWS}".lower(), gone)
            self._writer.rows(f"{schema.AUTHORITY}_{schema.NARROWS}_{schema.AUTHORITY}".lower(), new)


def _difference(shape: Shape, known: Row | None, row: Row | None) -> str:
    """What happens to an id: created, changed, moved or removed; empty for nothing."""
    if row is None:
        return "removed" if known else ""
    if known is None:
        return "created"
    if same_fields(shape, known, row) and same_places(shape, known, row):
        return ""
    if same_fields(shape, known, row, place=False) and same_sentences(shape, known, row):
        return "moved"
    return "changed"


def _repeated(names: Iterable[str]) -> set[str]:
    once: set[str] = set()
    again: set[str] = set()
    for name in names:
        (again if name in once else once).add(name)
    return again
