"""Files to the store: read → extract → check → store → sweep, in that order.

Everything is read and extracted before anything is written. A file that cannot be read is a notice and the run goes
on; a call that is wrong (a path that does not exist, two files with one key) stops it.
"""

from __future__ import annotations

import getpass
import hashlib
import os
import platform
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from dutygraph.graph import store
from dutygraph.graph.errors import DocumentError, InputError
from dutygraph.graph.facts import Notice
from dutygraph.graph.files import KEPT
from dutygraph.loaders.apart import organizations_apart
from dutygraph.loaders.job import FACTS_SUFFIXES, File, FileReading, Job, failed, words_of
from dutygraph.loaders.project import ACCEPTED_NAME, ALIASES_NAME, FILE_NAME, Project, absolute
from dutygraph.loaders.readers import SUFFIXES, is_facts_file, suffix_of
from dutygraph.loaders.report import DocumentStatus, LoadNotice, LoadReport, Status
from dutygraph.loaders.review import is_review, read_review
from dutygraph.loaders.structured.directory import Directory
from dutygraph.loaders.workers import results

if TYPE_CHECKING:
    from dutygraph.graph.engine import Engine

OUTPUT_MARK = ".dutygraph-output"
"""A folder that holds this file was written by an audit and is passed over when documents are looked for."""

TABLES = frozenset((".csv", ".tsv", ".csv.gz", ".tsv.gz", ".xls", ".xlsx", ".xlsm"))
"""Formats of tables, whose rows may name superiors in another file."""

Progress = Callable[[int, int, str], None]
"""Called after each file with files done, files in all, and the document's key."""


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
    """Read and extract each file under `paths`; one whose reading is `known` (key → reading) is only hashed.

    They come in order of the files; those whose superiors stand in a table of another file come last.
    """
    words_of.cache_clear()  # the file may have changed since another run of this process
    words_of(project.vocabulary)
    files, passed_over = find_files(paths, project)
    yield from passed_over
    run = _Run(project, known, files, progress)
    yield from run.readings()


class _Run:
    """Reads the files of one run; bytes met before are not read again."""

    def __init__(
        self, project: Project, known: Mapping[str, str], files: Sequence[File], progress: Progress | None
    ) -> None:
        self._project, self._known, self._files, self._progress = project, known, files, progress
        self._corrections = read_review(project.review) if project.review else ()
        self._results = partial(results, apart=project.apart)
        self._done = 0
        self._settled: dict[int, FileReading] = {}
        self._jobs: dict[int, Job] = {}
        self._unread: list[Job] = []
        """Tables that need no reading for themselves."""

        self._alone = ""
        self._sort()

    def readings(self) -> Iterator[FileReading]:
        """What comes of each file."""
        read = self._results(list(self._jobs.values()))
        later: list[tuple[Job, FileReading]] = []
        directories: list[Directory] = []
        for number, file in enumerate(self._files):
            reading = self._settled.get(number) or next(read)
            if reading.directory is not None and reading.directory.posts:
                directories.append(reading.directory)
            reading.directory = None
            if reading.open:
                later.append((self._jobs[number], reading))
                continue
            self._tell(file)
            yield reading
        yield from self._linked(later, directories)

    def _linked(
        self, later: Sequence[tuple[Job, FileReading]], directories: Sequence[Directory]
    ) -> Iterator[FileReading]:
        """Files with superiors in no row, read once more with the tables of the others at hand."""
        if later:
            unread = (reading.directory for reading in self._results(self._unread))
            directories = [*directories, *(each for each in unread if each is not None and each.posts)]
        again = [
            replace(job, directories=others)
            for job, _ in later
            if (others := [each for each in directories if each.document_key != job.file.key])
        ]
        read = {reading.file.key: reading for reading in self._results(again)}
        for job, reading in later:
            second = read.get(job.file.key)
            self._tell(job.file)
            if second is not None and second.linked:
                second.directory = None
                yield second
            else:
                reading.facts = [replace(facts, reading=job.reading(self._alone)) for facts in reading.facts]
                yield reading

    def _tell(self, file: File) -> None:
        self._done += 1
        if self._progress:
            self._progress(self._done, len(self._files), file.key)

    def _sort(self) -> None:
        """Tell files to read from those of which it is known already what comes of them."""
        seen: dict[str, str] = {}
        editions: list[str] = []
        for number, file in enumerate(self._files):
            try:
                edition = _digest(file.path)
            except OSError as error:
                what = f"{file.path} cannot be opened: {error.strerror}."
                self._settled[number] = failed(file, "document_unreadable", what)
                continue
            other = seen.setdefault(edition, file.key)
            if other != file.key:
                what = f"not read: it holds the same bytes as {other}."
                self._settled[number] = _passed_over(file, "same_content", what)
                continue
            if _is_table(file):
                editions.append(edition)
            self._jobs[number] = self._job(file, edition)
        self._pass_unchanged(editions)

    def _job(self, file: File, edition: str) -> Job:
        project = self._project
        corrections = tuple(each for each in self._corrections if each.document == file.key)
        return Job(
            file, edition, project.organization(file.key), project.aliases, project.vocabulary, project.columns,
            corrections,
        )  # fmt: skip

    def _pass_unchanged(self, editions: Sequence[str]) -> None:
        """Leave out what was read before: by itself, with one of these tables beside it, or in vain with all."""
        self._alone = hashlib.sha256(" ".join(sorted(editions)).encode()).hexdigest()
        for number, job in list(self._jobs.items()):
            key = job.file.key
            former = self._known.get(key)
            if former is None or job.file.holds_facts or key in self._project.documents:
                continue
            tables = [*editions, self._alone] if _is_table(job.file) else []
            if former == job.reading() or any(former == job.reading(each) for each in tables):
                self._settled[number] = FileReading(job.file, "unchanged")
                del self._jobs[number]
                if _is_table(job.file):
                    self._unread.append(job)


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
            if absolute(path) in files or (given.is_dir() and _is_ours(path, project)):
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


def _is_ours(path: Path, project: Project) -> bool:
    """Whether a file is a review or the former state of a file that we wrote: no document."""
    if path.name.endswith(KEPT) or absolute(path) == project.review:
        return True
    return path.suffix.lower() == ".xlsx" and is_review(path)


def _walk(folder: Path) -> Iterator[Path]:
    for where, folders, names in os.walk(folder):
        here = Path(where)
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and not (here / name / OUTPUT_MARK).exists()
        )
        for name in sorted(names):
            if not name.startswith((".", "~$")) and name not in (FILE_NAME, ACCEPTED_NAME, ALIASES_NAME):
                yield here / name


def _formats() -> str:
    return f"formats read are {', '.join(sorted({*SUFFIXES, *FACTS_SUFFIXES}))}"


def _no_document(file: File) -> str:
    """Why a file that stands in a folder is not read; empty where it is."""
    suffix = suffix_of(file.path)
    if file.holds_facts:
        return "" if is_facts_file(file.path) else "not read: it is JSON, but not in the facts form (docs/facts.md)."
    return "" if suffix in SUFFIXES else f"not read: {suffix or 'no suffix'} is no format that is read; {_formats()}."


def _is_table(file: File) -> bool:
    return suffix_of(file.path) in TABLES


def _passed_over(file: File, code: str, message: str) -> FileReading:
    return FileReading(file, "skipped", message, notices=[LoadNotice.of_pipeline(code, file.key, message)])


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


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
    notices += organizations_apart(group for reading in readings for group in reading.facts)
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
