"""The servers that tests start: none outlives the run that started it, however that run ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

KEEPER = Path(__file__).resolve().parents[1] / "servers" / "keeper.py"
SLEEPER = [sys.executable, "-c", "import time; time.sleep(600)"]


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not (status.exists() and status.read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends the child of a process that was killed")
@pytest.mark.parametrize("end", ["input", "SIGTERM", "SIGKILL"])
def test_a_server_ends_with_its_keeper(tmp_path: Path, end: str) -> None:
    keeper = subprocess.Popen(
        [sys.executable, str(KEEPER), str(tmp_path / "out.txt"), *SLEEPER],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip
    assert keeper.stdout is not None and keeper.stdin is not None
    server = int(keeper.stdout.readline())
    assert is_running(server)
    if end == "input":
        keeper.stdin.close()
    else:
        keeper.send_signal(getattr(signal, end))
    keeper.wait(timeout=30)
    until = time.monotonic() + 30
    while is_running(server) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_running(server)
    keeper.stdout.close()
