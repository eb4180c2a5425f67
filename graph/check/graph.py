"""The graph under check: every node and relationship beside what the archive's facts give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, TypeAlias

from dutygraph.graph import identity, schema
from dutygraph.graph.check.archived import Archived
from dutygraph.graph.check.difference import Difference
from dutygraph.graph.engine import Engine
from dutygraph.graph.network import folded
from dutygraph.graph.store.lease import StoreState
from dutygraph.graph.store.narrowing import narrowing
from dutygraph.graph.store.rows import DOCUMENT_IDS, LOCATORS, QUOTES, SPANS, Row

_Model: TypeAlias = schema.Node | schema.Relationship
_MODELS: tuple[_Model, ...] = (*schema.NODES, *schema.RELATIONSHIPS)
_EVIDENCE = (DOCUMENT_IDS, QUOTES, LOCATORS, SPANS)
_TYPES: Mapping[str, tuple[type, ...]] = {
    "str": (str,),
    "int": (int,),
    "float": (float, int),
    "bool": (bool,),
    "list[str]": (list,),
}
_SINGLE = (schema.IN_UNIT, schema.PART_OF)
"""A role stands in one unit, a unit in one other: tables with a row for each role rest on it."""

_NAMES: Mapping[str, tuple[str, ...]] = {
    "organization_id": (schema.ORGANIZATION,),
    "document_id": (schema.DOCUMENT,),
    DOCUMENT_IDS: (schema.DOCUMENT,),
    "delegated_from_id": (schema.ROLE, schema.UNIT),
    "owner_id": (schema.ROLE, schema.UNIT),
    "arbiter_id": (schema.ROLE,),
    "duty_ids": (schema.DUTY,),
}
"""Properties that name nodes, and the labels these have."""

_BY_FIELDS: Mapping[str, Callable[[Row], str]] = {
    schema.DOCUMENT: lambda row: identity.document_id(row["key"]),
    schema.ARCHIVE: lambda row: identity.archive_id(row["document_id"], row["reading"], row["part"]),
    schema.DUTY: lambda row: identity.duty_id(row["organization_id"], row["text"]),
    schema.AUTHORITY: lambda row: identity.authority_id(row["organization_id"], row["matter"]),
    schema.METRIC: lambda row: identity.metric_id(row["organization_id"], row["text"]),
    schema.PERSON: lambda row: identity.person_id(row["organization_id"], row["name"]),
    schema.IN_UNIT: lambda row: identity.in_unit_id(row["from_id"], row["to_id"]),
    schema.PART_OF: lambda row: identity.part_of_id(row["from_id"], row["to_id"]),
    schema.OWNS_DUTY: lambda row: identity.owns_duty_id(row["from_id"], row["to_id"], row["mode"]),
    schema.REPORTS_TO: lambda row: identity.reports_to_id(row["from_id"], row["to_id"], row["line"], row["condition"]),
    schema.MEASURED_BY: lambda row: identity.measured_by_id(
        row["owner_id"], row["from_id"] if row["from_label"] == schema.DUTY else None, row["to_id"]
    ),
    schema.HOLDS: lambda row: identity.holds_id(
        row["from_id"], row["to_id"], row["acting"], row["valid_from"], row["valid_to"]
    ),
    schema.DEPUTIZES_FOR: lambda row: identity.deputizes_for_id(
        row["from_id"], row["to_id"], row["condition"], row["valid_from"], row["valid_to"]
    ),
    schema.DESCRIBED_IN: lambda row: identity.described_in_id(row["from_id"], row["to_id"]),
    schema.NARROWS: lambda row: identity.narrows_id(row["from_id"], row["to_id"]),
}
"""The identifier by the stored fields. Roles, units and organisations have parts that are no fields of theirs, grants
have decimals that are stored as floats: those are compared with the archive, which is recounted itself."""


@cache
def _cypher(name: str) -> str:
    return (files("dutygraph.cypher") / "check" / f"{name.lower()}.cypher").read_text(encoding="utf-8")


def stores(engine: Engine, found: StoreState, documents: int) -> Iterator[Difference]:
    """Whether there is one Store node with its stamp; a store that holds no documents may have none."""
    [[count]] = engine.read(_cypher("stores")).rows
    if count > 1 or (documents and not (found.run_id and found.as_of)):
        yield Difference("store_node", schema.STORE, "store", f"there are {count} Store nodes, with run {found.run_id}")


class Graph:
    """All that the store holds, by label and type, in memory while it is checked."""

    def __init__(self, engine: Engine, archived: Archived, texts: Mapping[str, str]) -> None:
        self._engine = engine
        self._archived = archived
        self._texts = {row.id: texts[row.key] for row in archived.documents if row.key in texts}
        self.held = {model.label: self._rows(model.label) for model in schema.NODES if model.label != schema.STORE}
        self.held.update((model.type, self._rows(model.type)) for model in schema.RELATIONSHIPS)
        self.counted = {label: len(rows) for label, rows in self.held.items() if rows}

    def _rows(self, label: str) -> list[Row]:
        result = self._engine.read(_cypher(label))
        return [dict(zip(result.columns, row, strict=True)) for row in result.rows]

    def differences(self) -> Iterator[Difference]:
        """Everything that does not agree, nodes first."""
        known = {label: {row["id"] for row in self.held[label]} for label in (*_labels(), schema.ARCHIVE)}
        for model in _MODELS:
            label = _label(model)
            for row in self.held.get(label, ()):
                yield from self._of_itself(label, model, row)
                yield from _named(label, row, known)
            yield from _repeated(label, self.held.get(label, ()))
        for model in schema.RELATIONSHIPS:
            yield from self._ends(model)
        yield from self._derived()
        if self._archived.whole:
            yield from self._beside_the_archive()

    def _of_itself(self, label: str, model: _Model, row: Row) -> Iterator[Difference]:
        if not isinstance(row["id"], str) or not row["id"]:
            yield Difference("id_missing", label, "", f"its identifier is {row['id']!r}")
            return
        stored = (*model.properties, *schema.EVIDENCE)
        wrong = [prop for prop in stored if prop.name in row and not _is_of(row[prop.name], prop.kind)]
        for prop in wrong:
            message = f"{prop.name} is {row[prop.name]!r}, which is no {prop.kind}"
            yield Difference("value_of_other_type", label, row["id"], message)
        if wrong:
            return
        if model.evidence:
            yield from self._evidence(label, row)
        by_fields = _BY_FIELDS.get(label)
        if by_fields is not None and (made := _made(by_fields, row)) != row["id"]:
            yield Difference("id_recomputed", label, row["id"], f"by its own fields it is {made}")

    def _evidence(self, label: str, row: Row) -> Iterator[Difference]:
        lists = [row[name] or [] for name in _EVIDENCE]
        if len(set(map(len, lists))) > 1 or not lists[0]:
            message = f"its lists have {', '.join(str(len(each)) for each in lists)} items"
            yield Difference("evidence_uneven", label, row["id"], message)
            return
        for document, quote, _, span in zip(*lists, strict=True):
            start, colon, end = span.partition(":")
            text = self._texts.get(document)
            if text is None or not colon or not (start.isdigit() and end.isdigit()):
                continue
            if text[int(start) : int(end)] != quote:
                message = f"at {span} of its document stands other text than {quote[:40]!r}"
                yield Difference("quote_not_in_text", label, row["id"], message)

    def _ends(self, model: schema.Relationship) -> Iterator[Difference]:
        for row in self.held[model.type]:
            pair = (row["from_label"], row["to_label"])
            if pair not in model.ends:
                yield Difference("end_of_other_kind", model.type, str(row["id"]), f"it joins {pair[0]} and {pair[1]}")
        if model.type in _SINGLE:
            above = Counter(row["from_id"] for row in self.held[model.type] if row["to_label"] == schema.UNIT)
            for id_, count in above.items():
                if count > 1:
                    yield Difference("several", model.type, str(id_), f"it stands in {count} units")

    def _derived(self) -> Iterator[Difference]:
        for row in self.held[schema.ORGANIZATION]:
            lacking, beyond = narrowing(self._engine, row["id"])
            for each in lacking:
                yield Difference("missing", schema.NARROWS, each["id"], "a matter is not joined to its wider one")
            for id_ in beyond:
                yield Difference("unstated", schema.NARROWS, id_, "a matter is joined to one that is not the next")

    def _beside_the_archive(self) -> Iterator[Difference]:
        expected: dict[str, dict[str, Row]] = {}
        for table in folded(self._archived.shown):
            expected.setdefault(table.label, {}).update((row["id"], row) for row in table.rows)
        shown = {facts.document.id: facts.document for facts in self._archived.shown}
        for row in self.held[schema.DOCUMENT]:
            edition, document = self._archived.editions[row["id"]], shown[row["id"]]
            stated = {name: getattr(document, name) for name in ("key", "edition", "title", "version")}
            stated.update(effective_date=document.effective_date, loaded_at=edition.loaded_at)
            yield from _fields(schema.DOCUMENT, row, stated)
        for label, rows in expected.items():
            held = {row["id"]: row for row in self.held[label]}
            for id_ in sorted(rows.keys() - held.keys()):
                yield Difference("missing", label, id_, "the archive states it, the graph does not hold it")
            for id_ in sorted(id_ for id_ in held.keys() - rows.keys() if id_):
                yield Difference("unstated", label, id_, "no document in force states it")
            for id_ in sorted(rows.keys() & held.keys()):
                yield from _compared(label, held[id_], rows[id_])


def _labels() -> tuple[str, ...]:
    return tuple(node.label for node in schema.NODES if not node.derived or node.label == schema.DOCUMENT)


def _repeated(label: str, rows: Sequence[Row]) -> Iterator[Difference]:
    for id_, count in Counter(row["id"] for row in rows).items():
        if count > 1 and id_:
            yield Difference("id_repeated", label, str(id_), f"{count} of them have this identifier")


def _named(label: str, row: Row, known: Mapping[str, set[str]]) -> Iterator[Difference]:
    for name, labels in _NAMES.items():
        value = row.get(name)
        for id_ in dict.fromkeys(value if isinstance(value, list) else [value]):
            if id_ is not None and not any(id_ in known[each] for each in labels):
                yield Difference("end_dangling", label, str(row["id"]), f"its {name} {id_} is not there")


def _compared(label: str, held: Row, stated: Row) -> Iterator[Difference]:
    model = next(each for each in _MODELS if _label(each) == label)
    ends = {name: stated[name] for name in ("from_id", "to_id") if name in stated}
    if any(held[name] != value for name, value in ends.items()):
        message = f"it joins {held['from_id']} and {held['to_id']}, stated are {ends['from_id']} and {ends['to_id']}"
        yield Difference("end_of_other_kind", label, held["id"], message)
    yield from _fields(label, held, {prop.name: stated.get(prop.name) for prop in model.properties})
    if model.evidence and any(held[name] != stated[name] for name in _EVIDENCE):
        said = next((quote for quote in stated[QUOTES] if quote not in (held[QUOTES] or ())), stated[QUOTES][0])
        yield Difference("quote_differs", label, held["id"], f"the archive gives {said[:40]!r} at its place")


def _fields(label: str, held: Row, stated: Mapping[str, Any]) -> Iterator[Difference]:
    for name, value in stated.items():
        if (held[name] or None) != (value or None) and (held[name], value) not in ((None, []), ([], None)):
            message = f"{name} is {_short(held[name])}, the archive gives {_short(value)}"
            yield Difference("field_differs", label, held["id"], message)


def _label(model: _Model) -> str:
    return model.label if isinstance(model, schema.Node) else model.type


def _is_of(value: Any, kind: str) -> bool:
    if value is None:
        return True
    if isinstance(value, list):
        return kind == "list[str]" and all(isinstance(each, str) for each in value)
    return isinstance(value, _TYPES[kind]) and (kind == "bool" or not isinstance(value, bool))


def _made(by_fields: Callable[[Row], str], row: Row) -> str:
    try:
        return by_fields(row)
    except (KeyError, TypeError, AttributeError):  # a field that makes it what it is has no value
        return "none, because a field it is made of is empty"


def _short(value: Any) -> str:
    return repr(value) if len(repr(value)) <= 60 else repr(value)[:57] + "…"
