"""Runs a server as its child and ends it when standard input closes, so that a test run that dies leaves none behind.

Arguments: the file for the server's output, then its command. Prints the server's process id. A keeper that is itself
ended takes its server along; on Linux also one that is killed.
"""

from __future__ import annotations

import ctypes
import signal
import subprocess
import sys
import threading
from pathlib import Path

PR_SET_PDEATHSIG = 1


def _die_with_keeper() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _end_with_input(child: subprocess.Popen[bytes]) -> None:
    sys.stdin.read()
    child.terminate()
    try:
        child.wait(timeout=20)
    except subprocess.TimeoutExpired:
        child.kill()


def _stopped(*_: object) -> None:
    sys.exit(1)


with Path(sys.argv[1]).open("ab") as output:
    child = subprocess.Popen(
        sys.argv[2:], stdin=subprocess.DEVNULL, stdout=output, stderr=output,
        preexec_fn=_die_with_keeper if sys.platform == "linux" else None,
    )  # fmt: skip
    signal.signal(signal.SIGTERM, _stopped)
    try:
        print(child.pid, flush=True)
        threading.Thread(target=_end_with_input, args=(child,), daemon=True).start()
        sys.exit(child.wait())
    finally:
        if child.poll() is None:
            child.kill()
