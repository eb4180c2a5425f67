"""How long a person waits before `dutygraph --help` answers, beside an interpreter that does nothing."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench.figures import Figure, figure, in_turn

ROUNDS = 20


def figures() -> Iterator[Figure]:
    """Seconds of one start."""
    command = str(Path(sys.executable).with_name("dutygraph"))
    ours, other = in_turn(lambda: _seconds(command, "--help"), lambda: _seconds(sys.executable, "-c", "pass"), ROUNDS)
    yield figure(
        "startup.help",
        ours,
        other,
        ratio=ours / other,
        better="lower",
        what="seconds of `dutygraph --help` against `python -c pass`; at most 8 times",
    )


def _seconds(*command: str) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start
