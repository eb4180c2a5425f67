"""What a run of the pipeline did: each document's fate, counts of facts, and notices (docs/notices.md)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal

from dutygraph.graph.facts import Notice, Severity

Status = Literal["added", "changed", "unchanged", "removed", "skipped", "failed"]

NOTICES: dict[str, Severity] = {
    "document_unreadable": "error",
    "document_defect": "error",
    "former_edition_kept": "warning",
    "nothing_removed": "warning",
    "format_unknown": "info",
    "same_content": "info",
    "nothing_found": "info",
    "organizations_apart": "info",
}
"""The codes of the pipeline itself; readers, extractors and the store have their own."""


@dataclass(frozen=True, slots=True)
class LoadNotice:
    """A notice with what a person needs to find its place: the document's key or file, the sentence, the locator."""

    code: str
    severity: Severity
    message: str
    document: str
    quote: str = ""
    locator: str | None = None

    @classmethod
    def of_pipeline(cls, code: str, document: str, message: str) -> LoadNotice:
        """A notice about a whole file; its severity is that of the code."""
        return cls(code, NOTICES[code], message, document)

    @classmethod
    def of_record(cls, record: Notice, document: str) -> LoadNotice:
        """The notice a reader, an extractor or the store wrote as a record."""
        source = record.source
        return cls(record.code, record.severity, record.message, document, source.quote, source.locator)


@dataclass(frozen=True, slots=True)
class DocumentStatus:
    """One document of a run; `message` says why it was skipped or failed."""

    key: str
    status: Status
    message: str = ""


@dataclass(frozen=True, slots=True)
class LoadReport:
    """Documents in the order in which they were met, those removed last; facts are counted once, however often stated.

    A fact that stands elsewhere in a new edition of its document, or is stated by one sentence more or less, counts as
    moved. `defect` is set where this package failed, not the document.
    """

    documents: tuple[DocumentStatus, ...]
    notices: tuple[LoadNotice, ...]
    facts_created: int = 0
    facts_changed: int = 0
    facts_moved: int = 0
    facts_removed: int = 0

    def count(self, *statuses: Status) -> int:
        """How many documents have one of these statuses."""
        return sum(document.status in statuses for document in self.documents)

    @property
    def exit_code(self) -> int:
        """5 where this package failed on a document, 3 where a document could not be read, else 0."""
        return exit_code(self.notices)

    def as_dict(self) -> dict[str, Any]:
        """The report as plain values, for JSON."""
        return asdict(self)

    def __str__(self) -> str:
        statuses = Counter(document.status for document in self.documents)
        lines = [
            "documents: " + (", ".join(f"{count} {status}" for status, count in statuses.items()) or "none"),
            f"facts: {self.facts_created} created, {self.facts_changed} changed, "
            f"{self.facts_moved} moved, {self.facts_removed} removed",
        ]
        lines += [f"{notice.severity} {notice.code}: {notice.document}: {notice.message}" for notice in self.notices]
        return "\n".join(lines)


def exit_code(notices: Iterable[LoadNotice]) -> int:
    """What a run with these notices ends with: 5 for a defect of this package, 3 for an unreadable document, else 0."""
    codes = {notice.code for notice in notices}
    return 5 if "document_defect" in codes else 3 if "document_unreadable" in codes else 0


def by_severity(notices: Iterable[LoadNotice]) -> list[LoadNotice]:
    """Errors, then warnings, then infos; within these as they came."""
    order = {"error": 0, "warning": 1, "info": 2}
    return sorted(notices, key=lambda notice: order[notice.severity])
