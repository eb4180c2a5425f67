"""Personal names replaced by posts, on the facts themselves: nothing that is made from them afterwards holds a name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

import msgspec

from dutygraph.api.words import Words
from dutygraph.graph.engine import Engine
from dutygraph.graph.engines import open_engine
from dutygraph.graph.facts import AnyRecord, Document, Holding, Person, Role, Unit, group_by_document
from dutygraph.graph.store import export_facts, load
from dutygraph.graph.text.folding import fold
from dutygraph.loaders.report import LoadReport

_SHORTEST: Final = 2
"""Characters of a name; a single one stands in too many words."""

_KEPT: Final = re.compile(r"^(list|edition|id|.*_ids?)$")
"""Fields that are no text: names do not stand in them, they are compared."""


@dataclass(frozen=True)
class Redaction:
    """What stands for each personal name."""

    names: Mapping[str, str]

    @classmethod
    def of(cls, records: Iterable[AnyRecord], say: Words) -> Redaction:
        """The names of persons in the records, and the posts they fill. A name that is also a title is none."""
        persons: dict[str, list[str]] = defaultdict(list)
        posts: dict[str, str] = {}
        titles: dict[str, str] = {}
        taken: set[str] = set()
        for record in records:
            if isinstance(record, Person):
                persons[record.name].append(record.id)
            elif isinstance(record, Holding):
                posts.setdefault(record.person_id, record.role_id)
            elif isinstance(record, Role):
                titles.setdefault(record.id, record.title)
                taken.update(map(fold, (record.title, *record.aliases)))
            elif isinstance(record, Unit):
                taken.update(map(fold, (record.name, *record.aliases)))
        found: dict[str, str] = {}
        counts: Counter[str] = Counter()
        for name, ids in sorted(persons.items()):
            if len(name) < _SHORTEST or fold(name) in taken:
                continue
            post = next((title for id_ in ids if (title := titles.get(posts.get(id_, "")))), say("redact.person"))
            counts[post] += 1
            found[name] = f"[{post}]" if counts[post] == 1 else f"[{post} {counts[post]}]"
        return cls(found)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """Longest names first; a Latin name stands for itself only as a whole word."""
        names = sorted(self.names, key=lambda name: (-len(name), name))
        ends = [rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])" if name.isascii() else re.escape(name) for name in names]
        return re.compile("|".join(ends) or r"(?!)")

    def text(self, text: str) -> str:
        """A text without names."""
        return self._pattern.sub(lambda name: self.names[name[0]], text)

    def record(self, record: AnyRecord) -> AnyRecord:
        """A record without names. A quote that loses one is no longer what stands at its place in the document, so it
        keeps its locator and no offsets."""
        values = self._value(msgspec.to_builtins(record))
        source = values.get("source")
        if source is not None and source["quote"] != getattr(record, "source").quote:  # noqa: B009 - not of a Document
            source.update(start=None, end=None)
        return msgspec.convert(values, type(record))

    def _value(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {key: each if _KEPT.match(key) else self._value(each) for key, each in value.items()}
        return [self._value(each) for each in value] if isinstance(value, (list, tuple)) else value

    def report(self, report: LoadReport) -> LoadReport:
        """What a load told, without names."""
        return replace(
            report,
            documents=tuple(
                replace(each, key=self.text(each.key), message=self.text(each.message)) for each in report.documents
            ),
            notices=tuple(
                replace(
                    each,
                    message=self.text(each.message),
                    document=self.text(each.document),
                    quote=self.text(each.quote),
                )
                for each in report.notices
            ),
        )

    def texts(self, texts: Mapping[str, str]) -> dict[str, str]:
        """The texts of documents that hold no name: in the others no quote would stand at its place."""
        return {key: text for key, text in texts.items() if self.text(text) == text and self.text(key) == key}


def redacted(engine: Engine, say: Words) -> tuple[Engine, Redaction]:
    """A graph in memory with the same facts and no personal names, and what stands for them.

    Raises EngineError where the store fails.
    """
    records = list(export_facts(engine))
    redaction = Redaction.of(records, say)
    copy = open_engine(":memory:", writing=True)
    load(copy, group_by_document(_unique(map(redaction.record, records))), holder="redact")
    return copy, redaction


def _unique(records: Iterable[AnyRecord]) -> Iterable[AnyRecord]:
    """The records, documents whose keys have become the same told apart by a number."""
    keys: Counter[str] = Counter()
    for record in records:
        if isinstance(record, Document):
            keys[record.key] += 1
            if keys[record.key] > 1:
                record = msgspec.structs.replace(record, key=f"{record.key} ({keys[record.key]})")
        yield record
