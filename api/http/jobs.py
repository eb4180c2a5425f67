"""What changes the graph of a server: one job after another, each with its progress and what came of it."""

from __future__ import annotations

import json
import logging
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, Protocol

from dutygraph.api.http.problems import Refused
from dutygraph.graph.errors import DutyGraphError, UnknownName
from dutygraph.loaders.report import DocumentStatus, LoadNotice

KEPT = 50
"""Jobs that can be asked about."""

WAITING = 20
"""Jobs that may wait for those before them."""

_log = logging.getLogger("dutygraph.http")


@dataclass(frozen=True, slots=True)
class Job:
    """One change of the graph, as it is at a moment.

    `done` of `total` files are read, the last was `current`. `documents` and `notices` tell about each file; `facts`
    counts created, changed, moved and removed ones. `run_id` is the run in which all of it stands; `error` says why a
    job failed.
    """

    id: str
    kind: Literal["load", "remove"]
    state: Literal["queued", "running", "done", "failed"] = "queued"
    done: int = 0
    total: int = 0
    current: str = ""
    documents: tuple[DocumentStatus, ...] = ()
    notices: tuple[LoadNotice, ...] = ()
    facts: tuple[tuple[str, int], ...] = ()
    run_id: str = ""
    error: str = ""

    @property
    def ended(self) -> bool:
        """Whether nothing more comes."""
        return self.state in ("done", "failed")

    def as_dict(self) -> dict[str, Any]:
        """The job as plain values, for JSON."""
        return asdict(self) | {"facts": dict(self.facts)}


class Tell(Protocol):
    """How a job's work says how far it is, and in the end what came of it: fields of `Job`."""

    def __call__(self, **changed: Any) -> None: ...


class Jobs:
    """A queue with one thread that works it off."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="dutygraph-writer")
        self._changed = threading.Condition()
        self._jobs: OrderedDict[str, Job] = OrderedDict()

    def add(self, job: Job, work: Callable[[Tell], None]) -> Job:
        """Queue a job. `work` runs in the writer's thread; what it raises is the job's error.

        Raises Refused (429) where too many wait.
        """
        with self._changed:
            if sum(not each.ended for each in self._jobs.values()) >= WAITING:
                what = f"{WAITING} jobs wait already; send this one when some have ended."
                raise Refused(429, "Busy", "Too much waits already.", what)
            self._jobs[job.id] = job
            while len(self._jobs) > KEPT and next(iter(self._jobs.values())).ended:
                self._jobs.popitem(last=False)
        self._thread.submit(self._run, job.id, work)
        return job

    def job(self, id_: str) -> Job:
        """A job as it is now.

        Raises UnknownName.
        """
        with self._changed:
            found = self._jobs.get(id_)
        if found is None:
            raise UnknownName(f"there is no job {id_!r}; the last {KEPT} are kept until the server ends.")
        return found

    def wait(self, id_: str, seconds: float) -> Job:
        """A job once it has ended, or as it is after so many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: id_ not in self._jobs or self._jobs[id_].ended, seconds)
        return self.job(id_)

    def close(self) -> None:
        """End the job that runs and drop those that wait."""
        self._thread.shutdown(cancel_futures=True)

    def _tell(self, id_: str, **changed: Any) -> None:
        with self._changed:
            self._jobs[id_] = replace(self._jobs[id_], **changed)
            self._changed.notify_all()

    def _run(self, id_: str, work: Callable[[Tell], None]) -> None:
        self._tell(id_, state="running")
        try:
            work(lambda **changed: self._tell(id_, **changed))
        except DutyGraphError as error:
            self._tell(id_, state="failed", error=str(error))
        except Exception as error:  # its message may quote a document, which no log should hold
            self._tell(id_, state="failed", error=f"the job broke ({type(error).__name__}). Please report it.")
        else:
            self._tell(id_, state="failed" if self.job(id_).error else "done")
        job = self.job(id_)
        line = {"job": id_, "kind": job.kind, "state": job.state, "documents": len(job.documents), "run_id": job.run_id}
        _log.info(json.dumps(line))


def new_id() -> str:
    """A name for a job that nobody can guess."""
    return f"job_{secrets.token_hex(8)}"
