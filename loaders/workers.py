"""Documents read in processes of their own, side by side; one that crashes, hangs or eats the memory costs no other.

A process is started as a plain Python that imports this module, so that a notebook or a script without a guard can
read in parallel too. It takes one job after the other on its standard input.
"""

from __future__ import annotations

import os
import pickle
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO

from dutygraph.loaders.job import FileReading, Job, failed, run

SECONDS = 600.0
"""Longest time for one document; the largest that is read takes a tenth of it."""

MEMORY = 4_000_000_000
"""Address space of a process that reads, in bytes, where the system can bound it."""

PROGRAM = "import sys; sys.path[:] = {path!r}; from dutygraph.loaders.workers import main; main()"
"""What a process runs: it finds the package where this one did."""

_SMALL = 300_000
"""Bytes of documents that are read faster than a process starts."""

_FEW = 4
_MOST = 8
_AHEAD = 4
"""Results of each process that may wait for those before them."""

_LENGTH = struct.Struct("<Q")
_READY = b"ready"


def results(
    jobs: Sequence[Job], *, processes: int | None = None, seconds: float = SECONDS, apart: bool = False
) -> Iterator[FileReading]:
    """What comes of each job, in order. A few small files are read here, where no process has to start, unless every
    file is to be read `apart`; then one for which no process can be started is not read."""
    size = sum(_size(job) for job in jobs)
    wanted = min(processes or os.cpu_count() or 1, _MOST, len(jobs))
    small = size < _SMALL and len(jobs) <= _FEW and not apart
    if not jobs or (processes is None and small) or not (sys.executable or apart):
        yield from map(run, jobs)
        return
    pool = _Pool(jobs, wanted, seconds, apart)
    try:
        for number in range(len(jobs)):
            yield pool.result(number)
    finally:
        pool.stop()


def _size(job: Job) -> int:
    try:
        return job.file.path.stat().st_size
    except OSError:
        return 0


@dataclass(eq=False)
class _Pool:
    """Threads that each keep one process busy; results wait until those before them are taken."""

    jobs: Sequence[Job]
    processes: int
    seconds: float
    apart: bool
    _done: dict[int, FileReading] = field(default_factory=dict)
    _next: int = 0
    _taken: int = 0
    _stopped: bool = False
    _running: set[subprocess.Popen[bytes]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._changed = threading.Condition()
        self._threads = [threading.Thread(target=self._serve, daemon=True) for _ in range(self.processes)]
        for thread in self._threads:
            thread.start()

    def result(self, number: int) -> FileReading:
        """The result of a job, once it is there."""
        with self._changed:
            self._changed.wait_for(lambda: number in self._done)
            self._taken = number + 1
            self._changed.notify_all()
            return self._done.pop(number)

    def stop(self) -> None:
        """End all processes, also those that are busy."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
            running = list(self._running)
        for process in running:
            process.kill()
        for thread in self._threads:
            thread.join()

    def _take(self) -> int | None:
        """The next job that is not too far ahead; None where there is none."""
        with self._changed:
            self._changed.wait_for(
                lambda: (
                    self._stopped or self._next >= len(self.jobs) or self._next < self._taken + _AHEAD * self.processes
                )
            )
            if self._stopped or self._next >= len(self.jobs):
                return None
            self._next += 1
            return self._next - 1

    def _serve(self) -> None:
        process = None
        while (number := self._take()) is not None:
            process = process or self._start()
            reading = self._read(process, self.jobs[number])
            if process is not None and process.poll() is not None:
                self._end(process)
                process = None
            with self._changed:
                self._done[number] = reading
                self._changed.notify_all()
        if process is not None:
            self._end(process)

    def _start(self) -> subprocess.Popen[bytes] | None:
        """A process that is ready; None where none can be started."""
        if not sys.executable:
            return None
        program = PROGRAM.format(path=sys.path)
        process = subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        with self._changed:
            self._running.add(process)
            if self._stopped:
                process.kill()
        try:
            ready = _receive(process.stdout) == _READY
        except (EOFError, OSError):
            ready = False
        if not ready:
            self._end(process)
        return process if ready else None

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        for stream in (process.stdin, process.stdout):
            try:
                if stream is not None:
                    stream.close()
            except OSError:
                continue  # what it had to write went to a process that is gone
        process.wait()
        with self._changed:
            self._running.discard(process)

    def _read(self, process: subprocess.Popen[bytes] | None, job: Job) -> FileReading:
        if process is None:
            what = f"{job.file.path} is not read: no process could be started for it. Try again."
            return failed(job.file, "document_unreadable", what) if self.apart else run(job)
        late = threading.Event()

        def give_up() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(self.seconds, give_up)
        timer.start()
        try:
            _send(process.stdin, pickle.dumps(job, pickle.HIGHEST_PROTOCOL))
            reading: FileReading = pickle.loads(_receive(process.stdout))
            return reading
        except (EOFError, OSError, pickle.UnpicklingError):
            process.kill()
            status = process.wait()
            path = job.file.path
            if late.is_set():
                what = f"{path} was given up after {self.seconds:g} seconds. Split it, or leave it out."
            else:
                what = f"{path} broke the process that read it ({_ended(status)}). Save it anew, or leave it out."
            return failed(job.file, "document_unreadable", what)
        finally:
            timer.cancel()


def _ended(status: int) -> str:
    if status >= 0:
        return f"exit code {status}"
    try:
        return signal.Signals(-status).name
    except ValueError:
        return f"signal {-status}"


def _send(stream: IO[bytes] | None, data: bytes) -> None:
    assert stream is not None
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def _receive(stream: IO[bytes] | None) -> bytes:
    assert stream is not None
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    size = _LENGTH.unpack(head)[0]
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data


def main() -> None:
    """What a process does: jobs in, readings out, until its input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who started it
    _bound_memory()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not fall among the answers
    _send(answers, _READY)
    while True:
        try:
            job = pickle.loads(_receive(sys.stdin.buffer))
        except EOFError:
            return
        _send(answers, pickle.dumps(run(job), pickle.HIGHEST_PROTOCOL))


def _bound_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such bound
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    try:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY if hard < 0 else min(MEMORY, hard), hard))
    except (ValueError, OSError):  # macOS refuses it
        return
