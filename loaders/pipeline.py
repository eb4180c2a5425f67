"""Files to the store: read → extract → check → store → sweep, in that order.

Everything is read and extracted before anything is written. A file that cannot be read is a notice and the run goes
on; a call that is wrong (a path that does not exist, two files with one key) stops it.
"""

from __future__ import annotations

import getpass
import hashlib
import json
import os
import platform
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from dutygraph.graph import store, vocabulary
from dutygraph.graph.errors import DocumentError, DutyGraphError, HouseError, InputError
from dutygraph.graph.facts import AnyRecord, Document, DocumentFacts, Notice, check, group_by_document, read_facts
from dutygraph.graph.schema import SCHEMA_VERSION
from dutygraph.loaders.document import SourceDocument
from dutygraph.loaders.extract import EXTRACTOR_VERSION, ExtractSettings, extract
from dutygraph.loaders.project import ACCEPTED_NAME, FILE_NAME, Project, absolute
from dutygraph.loaders.readers import SUFFIXES, is_facts_file, read_document
from dutygraph.loaders.report import DocumentStatus, LoadNotice, LoadReport, Status

if TYPE_CHECKING:
    from dutygraph.graph.engine import Engine

FACTS_SUFFIXES = (".json", ".jsonl", ".json.gz", ".jsonl.gz")
OUTPUT_MARK = ".dutygraph-output"
"""A folder that holds this file was written by an audit and is passed over when documents are looked for."""

Progress = Callable[[int, int, str], None]
"""Called after each file with files done, files in all, and the document's key."""


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
    """What came of one file: facts by document, or none where `status` says why."""

    file: File
    status: Status | None = None
    message: str = ""
    facts: list[DocumentFacts] = field(default_factory=list)
    notices: list[LoadNotice] = field(default_factory=list)


def load_paths(
    engine: Engine,
    paths: Sequence[Path],
    project: Project,
    *,
    sync: bool = False,
    exact: Literal["drop", "refuse"] | None = None,
    progress: Progress | None = None,
) -> LoadReport:
    """Load the documents under `paths`.

    `sync` removes documents of the folders given that are no longer there. `exact` makes the store hold what could be
    read under `paths` and nothing else: documents from elsewhere are dropped, or the call is refused for them.

    Raises InputError for a faulty call, EngineError where the store fails, DocumentError with `exact` where not one
    document could be read.
    """
    known = store.readings(engine)
    readings = list(read_files(paths, project, known=known, progress=progress))
    if exact and not any(reading.facts or reading.status == "unchanged" for reading in readings):
        raise DocumentError(_nothing_read(readings))
    if not exact:
        _keep_former(readings, known)
    removed, notice = _to_remove(readings, paths, project, known, sync=sync, exact=exact)
    facts = [group for reading in readings for group in reading.facts]
    outcome = store.load(engine, facts, holder=holder(), remove=removed)
    return _report(readings, outcome, notice)


def extract_paths(
    paths: Sequence[Path], project: Project, *, progress: Progress | None = None
) -> Iterator[FileReading]:
    """The facts of the documents under `paths`, file by file, without a store.

    Raises InputError for a faulty call.
    """
    return read_files(paths, project, known={}, progress=progress)


def read_files(
    paths: Sequence[Path], project: Project, *, known: Mapping[str, str], progress: Progress | None = None
) -> Iterator[FileReading]:
    """Read and extract each file under `paths`; one whose reading is `known` (key → reading) is only hashed."""
    files, passed_over = find_files(paths, project)
    reader = _Reader(project, known)
    yield from passed_over
    for number, file in enumerate(files, 1):
        yield reader.read(file)
        if progress:
            progress(number, len(files), file.key)


def find_files(paths: Sequence[Path], project: Project) -> tuple[list[File], list[FileReading]]:
    """The files to read, in order of the paths given, each folder in sorted order; and those of an unknown format.

    Hidden files, editors' lock files (`~$…`), `dutygraph.toml`, `accepted.toml` and output are passed over in silence.

    Raises InputError for a path that does not exist, two files with one key, and where nothing is found at all.
    """
    for path in paths:
        if not path.exists():
            raise InputError(f"there is no file or folder {path}.")
    files: dict[Path, File] = {}
    passed_over = []
    owners: dict[str, Path] = {}
    for given in paths:
        for path in _walk(given) if given.is_dir() else [given]:
            if absolute(path) in files:
                continue
            file = File(path, project.key(path, given))
            if given.is_dir() and (why := _no_document(file)):
                passed_over.append(_passed_over(file, "format_unknown", why))
                continue
            other = owners.setdefault(file.key, path)
            if other is not path and file.key not in project.documents:
                raise InputError(
                    f"{other} and {path} would both be the document {file.key}. Put a {FILE_NAME} into a folder above "
                    "both, so that keys start there, or load them one by one into graphs of their own."
                )
            files[absolute(path)] = file
    if not files:
        raise InputError(f"no document to read in {', '.join(map(str, paths))}; {_formats()}.")
    return list(files.values()), passed_over


def _walk(folder: Path) -> Iterator[Path]:
    for where, folders, names in os.walk(folder):
        here = Path(where)
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and not (here / name / OUTPUT_MARK).exists()
        )
        for name in sorted(names):
            if not name.startswith((".", "~$")) and name not in (FILE_NAME, ACCEPTED_NAME):
                yield here / name


def _formats() -> str:
    return f"formats read are {', '.join(sorted({*SUFFIXES, *FACTS_SUFFIXES}))}"


def _no_document(file: File) -> str:
    """Why a file that stands in a folder is not read; empty where it is."""
    suffix = file.path.suffix.lower()
    if file.holds_facts:
        return "" if is_facts_file(file.path) else "not read: it is JSON, but not in the facts form (docs/facts.md)."
    return "" if suffix in SUFFIXES else f"not read: {suffix or 'no suffix'} is no format that is read; {_formats()}."


def _passed_over(file: File, code: str, message: str) -> FileReading:
    return FileReading(file, "skipped", message, notices=[LoadNotice.of_pipeline(code, file.key, message)])


def _failed(file: File, code: str, message: str) -> FileReading:
    return FileReading(file, "failed", message, notices=[LoadNotice.of_pipeline(code, file.key, message)])


class _Reader:
    """Reads the files of one run; bytes met before are not read again."""

    def __init__(self, project: Project, known: Mapping[str, str]) -> None:
        self._project = project
        self._known = known
        self._words = vocabulary.load(project.vocabulary) if project.vocabulary else vocabulary.default()
        self._seen: dict[str, str] = {}

    def read(self, file: File) -> FileReading:
        """What comes of one file; whatever is wrong with it becomes a notice."""
        try:
            edition = _digest(file.path)
            other = self._seen.setdefault(edition, file.key)
            if other != file.key:
                return _passed_over(file, "same_content", f"not read: it holds the same bytes as {other}.")
            if file.holds_facts:
                return FileReading(file, facts=_read_facts_file(file.path))
            return self._read_document(file, edition)
        except HouseError as error:
            return _failed(file, "document_defect", f"{error} Please report it.")
        except DutyGraphError as error:
            return _failed(file, "document_unreadable", str(error))
        except OSError as error:
            return _failed(file, "document_unreadable", f"{file.path} cannot be opened: {error.strerror}.")
        except Exception as error:  # one document that trips a reader or an extractor must not cost the others
            what = f"reading {file.path} failed, {type(error).__name__}: {error}. Please report it."
            return _failed(file, "document_defect", what)

    def _read_document(self, file: File, edition: str) -> FileReading:
        settings = self._settings(file.key)
        if self._known.get(file.key) == reading_hash(edition, settings) and file.key not in self._project.documents:
            return FileReading(file, "unchanged")
        document = read_document(file.path, file.key)
        records = extract(document, settings)
        check_quotes(document, records)
        head = records[0]
        if not isinstance(head, Document):
            raise HouseError(f"the facts of {file.key} do not begin with their document.")
        facts = DocumentFacts(head, reading_hash(document.edition, settings), records)
        check(facts)
        return FileReading(file, facts=[facts])

    def _settings(self, key: str) -> ExtractSettings:
        return ExtractSettings(self._words, self._project.organization(key), self._project.aliases)


def _read_facts_file(path: Path) -> list[DocumentFacts]:
    groups = list(group_by_document(read_facts(path)))
    for group in groups:
        check(group)
    return groups


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def reading_hash(edition: str, settings: ExtractSettings) -> str:
    """Hash of everything facts depend on: the bytes, the extractor, the model and each setting."""
    parts = [edition, EXTRACTOR_VERSION, SCHEMA_VERSION, settings.fingerprint()]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


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


def _nothing_read(readings: Sequence[FileReading]) -> str:
    failed = [reading for reading in readings if reading.status == "failed"]
    reasons = " ".join(f"{reading.file.key}: {reading.message}" for reading in failed[:3])
    more = f" And {len(failed) - 3} more." if len(failed) > 3 else ""
    return f"none of {len(failed)} documents could be read; nothing was changed. {reasons}{more}"


def _keep_former(readings: Sequence[FileReading], known: Mapping[str, str]) -> None:
    for reading in readings:
        if reading.status == "failed" and reading.file.key in known:
            message = "it could not be read now; the graph still holds its former edition."
            reading.notices.append(LoadNotice.of_pipeline("former_edition_kept", reading.file.key, message))


def _to_remove(
    readings: Sequence[FileReading],
    paths: Sequence[Path],
    project: Project,
    known: Mapping[str, str],
    *,
    sync: bool,
    exact: Literal["drop", "refuse"] | None,
) -> tuple[list[str], LoadNotice | None]:
    present = {group.document.key for reading in readings for group in reading.facts}
    present |= {reading.file.key for reading in readings if reading.status == "unchanged"}
    prefixes = tuple(project.prefix(path) if path.is_dir() else project.key(path, path) for path in paths)
    absent = sorted(set(known) - present)
    if exact == "refuse" and (others := [key for key in absent if not key.startswith(prefixes)]):
        raise InputError(
            f"the graph also holds {len(others)} documents from elsewhere, such as {others[0]}; an audit judges "
            "exactly what stands in PATH. Give their folder too, remove them with `dutygraph documents remove`, or "
            "leave out --graph."
        )
    if exact:
        return absent, None
    if not sync:
        return [], None
    for reading in readings:
        if reading.status == "failed" and reading.file.holds_facts:
            message = "it could not be read, so it is unknown which documents it holds; nothing was removed."
            return [], LoadNotice.of_pipeline("nothing_removed", reading.file.key, message)
    failed = {reading.file.key for reading in readings if reading.status == "failed"}
    return [key for key in absent if key not in failed and key.startswith(prefixes)], None


def holder() -> str:
    """Who loads, for the message that a second loader gets."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container without a user database
        user = "somebody"
    return f"{user}@{platform.node()} (process {os.getpid()})"


def _report(readings: Sequence[FileReading], outcome: store.LoadOutcome, notice: LoadNotice | None) -> LoadReport:
    fates: dict[str, Status] = {
        **dict.fromkeys(outcome.added, "added"),
        **dict.fromkeys(outcome.changed, "changed"),
        **dict.fromkeys(outcome.unchanged, "unchanged"),
    }
    documents, notices, names = [], [], {}
    for reading in readings:
        if reading.status:
            documents.append(DocumentStatus(reading.file.key, reading.status, reading.message))
        for group in reading.facts:
            key = group.document.key
            names[group.document.id] = key
            documents.append(DocumentStatus(key, fates[key]))
            notices += [LoadNotice.of_record(record, key) for record in group.records if isinstance(record, Notice)]
        notices += reading.notices
    documents += [DocumentStatus(key, "removed") for key in outcome.removed]
    notices += [
        LoadNotice.of_record(record, names.get(record.source.document_id, record.source.document_id))
        for record in outcome.notices
    ]
    return LoadReport(
        tuple(documents),
        tuple(notices) + ((notice,) if notice else ()),
        outcome.facts_created,
        outcome.facts_changed,
        outcome.facts_moved,
        outcome.facts_removed,
    )
