"""Runs a server as its child and ends it when standard input closes, so that a test run that dies leaves none behind.

Arguments: the file for the server's output, then its command. Prints the server's process id.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path


def _end_with_input(child: subprocess.Popen[bytes]) -> None:
    sys.stdin.read()
    child.terminate()
    try:
        child.wait(timeout=20)
    except subprocess.TimeoutExpired:
        child.kill()


with Path(sys.argv[1]).open("ab") as output:
    child = subprocess.Popen(sys.argv[2:], stdin=subprocess.DEVNULL, stdout=output, stderr=output)
    print(child.pid, flush=True)
    threading.Thread(target=_end_with_input, args=(child,), daemon=True).start()
    sys.exit(child.wait())
