"""How long a person waits before `dutygraph --help` answers, beside an interpreter that does nothing."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROUNDS = 20


def figures() -> Iterator[dict[str, Any]]:
    """Seconds of one start: the median of alternating runs."""
    command = shutil.which("dutygraph", path=str(Path(sys.executable).parent)) or "dutygraph"
    ours, other = [], []
    for _ in range(ROUNDS):
        ours.append(_seconds([command, "--help"]))
        other.append(_seconds([sys.executable, "-c", "pass"]))
    a, b = statistics.median(ours), statistics.median(other)
    yield {
        "figure": "startup.help",
        "ours": round(a, 4),
        "other": round(b, 4),
        "ratio": round(a / b, 2),
        "better": "lower",
        "what": "seconds of `dutygraph --help` against `python -c pass`; at most 8 times",
    }


def _seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start
