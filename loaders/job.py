"""One file to facts: what a process does on its own, so that a file that breaks it costs no other."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from dutygraph.graph import vocabulary
from dutygraph.graph.errors import DutyGraphError, HouseError
from dutygraph.graph.facts import (
    AnyRecord,
    Document,
    DocumentFacts,
    Notice,
    Role,
    Unit,
    check,
    group_by_document,
    read_facts,
)
from dutygraph.graph.schema import SCHEMA_VERSION
from dutygraph.graph.vocabulary import Vocabulary
from dutygraph.loaders.document import SourceDocument
from dutygraph.loaders.extract import EXTRACTOR_VERSION, ExtractSettings, extract
from dutygraph.loaders.readers import read_document
from dutygraph.loaders.report import LoadNotice, Status
from dutygraph.loaders.review import Correction, corrected
from dutygraph.loaders.structured import read_structured
from dutygraph.loaders.structured.directory import Directory

FACTS_SUFFIXES = (".json", ".jsonl", ".json.gz", ".jsonl.gz")


@dataclass(frozen=True, slots=True)
class File:
    """A file to read and its document key."""

    path: Path
    key: str

    @property
    def holds_facts(self) -> bool:
        """Whether it is a facts file; each document in it has its own key."""
        return self.path.name.lower().endswith(FACTS_SUFFIXES)


@dataclass(slots=True)
class FileReading:
    """What came of one file: facts by document, or none where `status` says why.

    `directory`: the posts of its org-chart tables, for other files; `open`: its superiors stand in another file.
    """

    file: File
    status: Status | None = None
    message: str = ""
    facts: list[DocumentFacts] = field(default_factory=list)
    notices: list[LoadNotice] = field(default_factory=list)
    directory: Directory | None = None
    open: bool = False
    linked: str = ""
    """The edition of the file in which its superiors were found."""


@dataclass(frozen=True)
class Job:
    """A file to read, and every setting that changes its facts."""

    file: File
    edition: str = ""
    organization: str | Mapping[str, str] | None = None
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    vocabulary: Path | None = None
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()
    directories: Sequence[Directory] = ()

    @property
    def settings(self) -> ExtractSettings:
        """The settings of extraction."""
        return ExtractSettings(words_of(self.vocabulary), self.organization, self.aliases)

    def reading(self, linked: str = "") -> str:
        """Hash of everything the facts depend on; `linked` is the edition of the file its superiors stand in."""
        own = [self.edition, *sorted((key, *heads) for key, heads in self.columns.items())] if self.columns else []
        return reading_hash(self.edition, self.settings, *own, *(c.fingerprint for c in self.corrections), linked)


def reading_hash(edition: str, settings: ExtractSettings, *more: object) -> str:
    """Hash of everything facts depend on: the bytes, the extractor, the model, each setting, and what else is given."""
    parts = [edition, EXTRACTOR_VERSION, SCHEMA_VERSION, settings.fingerprint(), *(each for each in more if each)]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


@lru_cache(maxsize=4)
def words_of(file: Path | None) -> Vocabulary:
    """The default words, with those of a user's file. Read once: a run has one vocabulary."""
    return vocabulary.load(file) if file else vocabulary.default()


def run(job: Job) -> FileReading:
    """What comes of one file; whatever is wrong with it becomes a notice."""
    file = job.file
    try:
        return FileReading(file, facts=_facts_file(file.path)) if file.holds_facts else _document(job)
    except HouseError as error:
        return failed(file, "document_defect", f"{error} Please report it.")
    except DutyGraphError as error:
        named = str(file.path) in str(error)
        return failed(file, "document_unreadable", str(error) if named else f"{file.path}: {error}")
    except OSError as error:
        return failed(file, "document_unreadable", f"{file.path} cannot be opened: {error.strerror}.")
    except MemoryError:
        return failed(file, "document_unreadable", f"{file.path} needs more memory than a document may. Split it.")
    except Exception as error:  # one document that trips a reader or an extractor must not cost the others
        what = f"reading {file.path} failed, {type(error).__name__}: {error}. Please report it."
        return failed(file, "document_defect", what)


def failed(file: File, code: str, message: str) -> FileReading:
    """A file that gave nothing."""
    return FileReading(file, "failed", message, notices=[LoadNotice.of_pipeline(code, file.key, message)])


def _facts_file(path: Path) -> list[DocumentFacts]:
    groups = list(group_by_document(read_facts(path)))
    for group in groups:
        check(group)
    return groups


def _document(job: Job) -> FileReading:
    document = read_document(job.file.path, job.file.key)
    found = read_structured(document, job.settings, job.columns, job.directories)
    records = found.records if found else extract(document, job.settings)
    if job.corrections:
        records = corrected(document, records, job.corrections)
    check_quotes(document, records)
    head = records[0]
    if not isinstance(head, Document):
        raise HouseError(f"the facts of {job.file.key} do not begin with their document.")
    linked = next((each.edition for each in job.directories if found and each.document_key == found.linked), "")
    facts = DocumentFacts(head, job.reading(linked), records)
    check(facts)
    reading = FileReading(job.file, facts=[facts], linked=linked)
    if not any(isinstance(record, Role | Unit) for record in records):
        what = "it names no post and no department, as far as it is understood; of a table say which column holds what."
        reading.notices.append(LoadNotice.of_pipeline("nothing_found", job.file.key, what))
    if found:
        reading.open, reading.directory = found.open, found.directory
    return reading


def check_quotes(document: SourceDocument, records: Sequence[AnyRecord]) -> None:
    """Every quote stands in the document's text where its source says.

    Raises HouseError that names the first that does not.
    """
    for record in records:
        if isinstance(record, Document):
            continue
        source = record.source
        if source.start is not None and document.text[source.start : source.end] != source.quote:
            name = record.code if isinstance(record, Notice) else record.id
            raise HouseError(f"the quote of {name} does not stand at {source.span} of {document.key}.")
