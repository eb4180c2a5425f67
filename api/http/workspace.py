"""What a running server holds: a graph to ask, and the folder in which it keeps what people send and decide."""

from __future__ import annotations

import secrets
import shutil
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from dutygraph.api.http.jobs import Job, Jobs, Tell, new_id
from dutygraph.api.http.once import Once
from dutygraph.api.http.uploads import check_content, checked_names, not_read
from dutygraph.graph import store
from dutygraph.graph.answer import Answer
from dutygraph.graph.ask import ask
from dutygraph.graph.audit import (
    Acceptance,
    AuditResult,
    Finding,
    audit,
    read_accepted,
    read_earlier,
    to_json,
    with_life,
)
from dutygraph.graph.audit.decisions import accept, withdraw
from dutygraph.graph.audit.life import Earlier
from dutygraph.graph.engine import Engine
from dutygraph.graph.engines.aside import aside
from dutygraph.graph.errors import DocumentError, InputError, StoreLocked, UnknownName
from dutygraph.graph.files import replacing
from dutygraph.graph.overlaps import write_overlaps
from dutygraph.graph.parameters import nearest
from dutygraph.loaders.pipeline import holder, load_paths
from dutygraph.loaders.project import ACCEPTED_NAME, FILE_NAME, Project, find_project, read_project
from dutygraph.loaders.report import DocumentStatus, LoadNotice, LoadReport

if TYPE_CHECKING:
    from dutygraph.api.audit import AuditView

T = TypeVar("T")

UPLOADS = "upload"
"""The folder of what was uploaded, and how the keys of these documents begin (docs/model.md)."""

OWN = ".dutygraph"
"""The folder of the server's own files; documents are not looked for in hidden folders."""

_ROWS = 100_000
"""Rows of answers that are kept."""

_TRIES = 5
"""Loads that may end while something is made from the whole graph, before it is given up."""


@dataclass(frozen=True, slots=True)
class _Audit:
    """An audit, and the one before it that it is compared with."""

    result: AuditResult
    earlier: Earlier | None


class Workspace:
    """A graph that is read while at most one job changes it, and the folder beside it.

    `engine` must be open for reading; it stays the caller's to close, after the workspace. With no `folder` nothing can
    be changed. While a job runs, a graph in a file shows the last complete state; whatever is made from the graph names
    the run it is of.
    """

    def __init__(self, engine: Engine, folder: Path | None = None) -> None:
        self.engine = engine
        self.folder = folder
        self._jobs = Jobs()
        self._deciding = threading.Lock()
        self._answers: Once[Answer] = Once(_ROWS, lambda answer: 1 + len(answer.rows))
        self._audits: Once[_Audit] = Once(1)
        self._found: Once[AuditResult] = Once(1)
        self._views: Once[AuditView] = Once(1)
        self._reports: Once[bytes] = Once(2)
        if folder is not None:
            shutil.rmtree(folder / OWN / "staging", ignore_errors=True)

    def close(self) -> None:
        """End the job that runs, drop those that wait."""
        self._jobs.close()

    def run_id(self) -> str:
        """The run whose state is shown, '' before the first load.

        Raises EngineError where the store does not answer.
        """
        return store.state(self.engine).run_id

    def project(self) -> Project:
        """The settings beside the documents, as they are now.

        Raises InputError where the file is not as documented.
        """
        if self.folder is None:
            return find_project()
        file = self.folder / FILE_NAME
        return read_project(file) if file.is_file() else Project()

    def settled(self, make: Callable[[], T]) -> tuple[str, T]:
        """What `make` makes from the graph, all of it from one run, and that run.

        Raises StoreLocked where loads end too often, and what `make` raises.
        """
        for _ in range(_TRIES):
            before = store.state(self.engine)
            try:
                made = make()
            except Exception:  # what was read before and after a load does not fit together; else it is at fault
                if store.state(self.engine) == before:
                    raise
                continue
            if before.state == store.READY and store.state(self.engine) == before:
                return before.run_id, made
        raise StoreLocked(f"{self.engine.address} is being loaded; ask again when the load is over.")

    def ask(self, run: str, name: str, params: Mapping[str, object]) -> Answer:
        """The answer to a question; made once for `run`, the run shown, however many ask.

        Raises what `graph.ask.ask` raises.
        """
        return self._answers.get(
            _asked(run, name, params),
            lambda: ask(self.engine, name, params),
            keep=lambda answer: answer.is_of(run),
        )

    def answer_of(self, run: str, name: str, params: Mapping[str, object]) -> Answer | None:
        """An answer of a former run, where it is kept."""
        return self._answers.known(_asked(run, name, params))

    def staging(self) -> Path:
        """A new folder for files on their way in, on the disk of the documents; whoever asks for it removes it.

        Raises InputError where nothing can be changed.
        """
        place = self._folder() / OWN / "staging" / secrets.token_hex(8)
        place.mkdir(parents=True)
        return place

    def submit(self, files: Sequence[tuple[str, Path]]) -> Job:
        """Load files, each with the name it was sent under (`roles.docx`, `sales/roles.docx`): they are moved away.

        Names and contents are checked before the job is queued. A file that is no document is a notice of the job, and
        is not kept. Raises InputError where a name is wrong or nothing can be changed, DocumentError where not one of
        the files is a document, Refused (429) where too many jobs wait.
        """
        names = checked_names([name for name, _ in files])
        batch = self.staging()
        refused: list[LoadNotice] = []
        try:
            for name, (_, file) in zip(names, files, strict=True):
                path = batch / UPLOADS / name
                path.parent.mkdir(parents=True, exist_ok=True)
                shutil.move(file, path)
                if notice := _refusal(path, f"{UPLOADS}/{name}"):
                    path.unlink()
                    refused.append(notice)
            told = _Told(batch, refused)
            if len(refused) == len(files):
                raise DocumentError(" ".join(f"{each.document}: {each.message}" for each in told.notices(())))
            job = Job(new_id(), "load", total=len(files) - len(refused))
            return self._jobs.add(job, lambda tell: self._load(batch, told, tell))
        except BaseException:
            shutil.rmtree(batch, ignore_errors=True)
            raise

    def remove(self, document_id: str) -> Job:
        """Take a document with all its editions out of the graph; an uploaded file goes too, any other file stays.

        Raises UnknownName where there is no such document, InputError where nothing can be changed, Refused (429).
        """
        folder = self._folder()
        known = {row.id: row.key for row in store.documents(self.engine)}
        if document_id not in known:
            raise UnknownName(f"the graph holds no document {document_id!r}.{nearest(document_id, known)}")
        key = known[document_id]

        def work(tell: Tell) -> None:
            with aside(self.engine) as writer:
                outcome = store.remove(writer, [key], holder=holder())
                write_overlaps(writer, holder=holder())
            if _is_upload(key):
                (folder / key).unlink(missing_ok=True)
            counts = (("removed", outcome.facts_removed),)
            tell(documents=(DocumentStatus(key, "removed"),), done=1, facts=counts, run_id=self.run_id())

        return self._jobs.add(Job(new_id(), "remove", total=1, current=key), work)

    def job(self, id_: str) -> Job:
        """A job as it is now.

        Raises UnknownName.
        """
        return self._jobs.job(id_)

    def wait(self, id_: str, seconds: float = 60.0) -> Job:
        """A job once it has ended, or as it is after so many seconds."""
        return self._jobs.wait(id_, seconds)

    def findings(self) -> AuditResult:
        """The audit of the run shown, with what the team has accepted; made once for a run.

        Findings are new or fixed beside the run that was audited before. Raises InputError where a setting or
        accepted.toml cannot be read, EngineError.
        """
        run = self.run_id()
        made = self._audits.get(
            (run, self.project().profile),
            self._audit,
            keep=lambda each: each.result.complete and each.result.run_id == run,
        )
        accepted, today = tuple(self.accepted()), _today()
        return self._found.get(
            (made.result.audit_id, accepted, today),
            lambda: with_life(made.result, made.earlier, accepted, today),
            keep=lambda each: each.complete,
        )

    def finding(self, id_: str) -> Finding:
        """One finding of `findings`.

        Raises UnknownName where there is none of that id, and what `findings` raises.
        """
        found = next((each for each in self.findings().findings if each.id == id_), None)
        if found is None:
            raise UnknownName(f"there is no finding {id_!r} in this run; findings go when their cause goes.")
        return found

    def accepted(self) -> list[Acceptance]:
        """What the team has accepted, in the order of its file."""
        file = self._accepted_file()
        return read_accepted(file) if file is not None and file.exists() else []

    def accept(self, finding_id: str, reason: str, by: str, until: str = "") -> Acceptance:
        """Write into accepted.toml that the team lives with a finding, until a day (ISO) or for good ('').

        Raises UnknownName where no finding has this id, InputError where something is missing or wrong.
        """
        self._folder()
        self.finding(finding_id)
        acceptance = Acceptance(finding_id, reason.strip(), by.strip(), until.strip())
        with self._deciding:
            accept(self._written_file(), acceptance)
        return acceptance

    def withdraw(self, finding_id: str) -> None:
        """Take an acceptance out of accepted.toml.

        Raises UnknownName where there is none, InputError.
        """
        with self._deciding:
            withdraw(self._written_file(), finding_id)

    def report(self, lang: str = "en") -> bytes:
        """report.html of the run shown, a page that needs nothing else; made once for a run and its decisions."""
        from dutygraph.api.report import page

        found = self.findings()
        key = (found.audit_id, found.run_id, tuple(self.accepted()), _today())
        view = self._views.get(key, self._view)
        return self._reports.get((*key, lang), lambda: page(view, lang).encode())

    def _folder(self) -> Path:
        if self.folder is None:
            raise InputError("nothing can be changed here: the server has no folder for documents and decisions.")
        return self.folder

    def _accepted_file(self) -> Path | None:
        given = self.project().accepted
        return given or (self.folder / ACCEPTED_NAME if self.folder is not None else None)

    def _written_file(self) -> Path:
        return self.project().accepted or self._folder() / ACCEPTED_NAME

    def _load(self, batch: Path, told: _Told, tell: Tell) -> None:
        """Read a batch into the graph, then keep its files; a batch that fails leaves nothing."""
        try:
            # Without a root the keys begin with the folder given, wherever it stands.
            project = replace(self.project(), root=None, apart=True)  # whoever sends them may be a stranger

            def progress(done: int, total: int, key: str) -> None:
                tell(done=done, total=total, current=key)

            with aside(self.engine) as writer:
                report = load_paths(writer, [batch / UPLOADS], project, progress=progress)
                if report.count("added", "changed", "removed"):
                    write_overlaps(writer, holder=holder())
            documents, notices = told.documents(report.documents), told.notices(report.notices)
            tell(documents=documents, notices=notices, facts=_counts(report), run_id=self.run_id())
            if not report.count("added", "changed", "unchanged"):
                tell(error="none of the documents could be read; nothing was changed.")
            failed = {document.key for document in documents if document.status in ("failed", "skipped")}
            _keep(batch, self._folder(), failed)
        finally:
            shutil.rmtree(batch, ignore_errors=True)

    def _audit(self) -> _Audit:
        result = audit(self.engine, profile=self.project().profile)
        if self.folder is None:
            return _Audit(result, None)
        file = self.folder / OWN / "findings.json"
        try:
            earlier = read_earlier(file)
        except InputError:  # our own file in another form: begin anew
            earlier = None
        if result.complete and (earlier is None or earlier.audit_id != result.audit_id):
            with suppress(OSError):  # what cannot be kept here is only not compared with the next time
                found = to_json(with_life(result, earlier, self.accepted(), _today()))
                file.parent.mkdir(exist_ok=True)
                with replacing(file) as stream:
                    stream.write(found.encode())
        return _Audit(result, earlier)

    def _view(self) -> AuditView:
        from dutygraph.api.audit import NoticesOf, collect

        def make() -> AuditView:
            found = self.findings()
            records = NoticesOf(store.export_facts(self.engine))
            for _ in records:
                pass
            rows = store.documents(self.engine)
            load = LoadReport(tuple(DocumentStatus(row.key, "unchanged") for row in rows), ())
            return collect(self.engine, load, records.notices, found, self.texts(rows))

        return self.settled(make)[1]

    def texts(self, rows: Sequence[store.DocumentRow]) -> dict[str, str]:
        """The canonical texts of documents by key, without those whose file holds facts, has changed, or is gone."""
        from dutygraph.api.report import read_texts

        if self.folder is None:
            return {}
        texts: dict[str, str] = {}
        project = self.project()
        for folder, settings in ((self.folder, project), (self.folder / UPLOADS, replace(project, root=None))):
            if any(row.key not in texts for row in rows) and folder.is_dir():
                try:
                    texts |= read_texts([folder], settings, rows)
                except InputError:  # there is no document in it, or two of one name
                    continue
        return texts


@dataclass(frozen=True, slots=True)
class _Told:
    """What people are told about the files of a batch: by the names they gave, not by places on the server."""

    batch: Path
    refused: Sequence[LoadNotice]

    def notices(self, found: Sequence[LoadNotice]) -> tuple[LoadNotice, ...]:
        return tuple(replace(each, message=self._named(each.message)) for each in (*self.refused, *found))

    def documents(self, found: Sequence[DocumentStatus]) -> tuple[DocumentStatus, ...]:
        refused = [
            DocumentStatus(each.document, "skipped" if each.severity == "info" else "failed", each.message)
            for each in self.refused
        ]
        return tuple(replace(each, message=self._named(each.message)) for each in (*found, *refused))

    def _named(self, message: str) -> str:
        return message.replace(str(self.batch) + "/", "").replace(str(self.batch) + "\\", "")


def _asked(run: str, name: str, params: Mapping[str, object]) -> tuple[object, ...]:
    return run, name, *sorted((key, str(value)) for key, value in params.items())


def _is_upload(key: str) -> bool:
    """Whether a document's file lies under the uploads; a facts file may call its documents anything."""
    try:
        return [key] == [f"{UPLOADS}/{name}" for name in checked_names([key.removeprefix(f"{UPLOADS}/")])]
    except InputError:
        return False


def _refusal(path: Path, key: str) -> LoadNotice | None:
    """Why a file that was sent is not read, None where it will be."""
    if why := not_read(path):
        return LoadNotice.of_pipeline("format_unknown", key, why)
    try:
        check_content(path)
    except DocumentError as error:
        return LoadNotice.of_pipeline("document_unreadable", key, str(error))
    return None


def _keep(batch: Path, folder: Path, failed: set[str]) -> None:
    """Move the files of a batch beside the documents, but not those that gave nothing."""
    for path in sorted((batch / UPLOADS).rglob("*")):
        key = path.relative_to(batch).as_posix()
        if path.is_file() and key not in failed:
            (folder / key).parent.mkdir(parents=True, exist_ok=True)
            path.replace(folder / key)


def _counts(report: LoadReport) -> tuple[tuple[str, int], ...]:
    names = ("created", "changed", "moved", "removed")
    return tuple((name, getattr(report, f"facts_{name}")) for name in names)


def _today() -> str:
    return datetime.now().astimezone().date().isoformat()
