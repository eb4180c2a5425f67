"""A wheel, built and used outside the checkout, with each Python given: `python -m tests.trust.wheel [PYTHON ...]`.

Builds from a copy of what a wheel is made of, installs it with its dependencies into an environment of its own, and
runs the commands on the examples. Needs the package index; ends with an error where anything does not work.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MADE_OF = ("api", "cypher", "graph", "loaders", "public", "pyproject.toml", "README.md", "LICENSE")

COMMANDS = (
    ("--version",),
    ("audit", "{examples}", "--out", "report"),
    ("check", "{examples}", "--graph", "report/graph.kgl"),
    ("backup", "team.backup", "--graph", "report/graph.kgl"),
    ("restore", "team.backup", "--graph", "again.kgl"),
    ("ask", "span_of_control", "--graph", "again.kgl"),
    ("export", "facts", "--graph", "again.kgl", "--out", "facts.json"),
    ("doctor", "--graph", "again.kgl"),
)


def run(command: Sequence[object], folder: Path) -> str:
    """What a command prints; its errors are shown where it fails."""
    done = subprocess.run(
        [str(each) for each in command], cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def build(folder: Path) -> Path:
    """The wheel, from a copy, so that the checkout stays as it is."""
    source = folder / "source"
    source.mkdir()
    for name in MADE_OF:
        given = ROOT / name
        if given.is_dir():
            shutil.copytree(given, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(given, source)
    run(
        (sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder / "wheels", source), folder
    )
    [wheel] = (folder / "wheels").glob("dutygraph-*.whl")
    return wheel


def use(wheel: Path, python: str, folder: Path) -> str:
    """Install the wheel for a Python and run the commands; the version of that Python."""
    folder.mkdir()
    run((python, "-m", "venv", "environment"), folder)
    programs = folder / "environment" / ("Scripts" if sys.platform == "win32" else "bin")
    run((programs / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel), folder)
    for command in COMMANDS:
        run((programs / "dutygraph", *(each.format(examples=ROOT / "examples") for each in command)), folder)
    facts = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
    if not facts["duties"] or not (folder / "report" / "report.html").stat().st_size:
        raise SystemExit("the examples gave no duties or no report")
    where = run((programs / "python", "-c", "import dutygraph, sys; print(dutygraph.__file__)"), folder)
    if not Path(where.strip()).is_relative_to(folder):
        raise SystemExit(f"the package was taken from {where}")
    return run((programs / "python", "-c", "import platform; print(platform.python_version())"), folder).strip()


def main(pythons: Sequence[str]) -> None:
    """One wheel, used with each Python in turn."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        wheel = build(folder)
        for number, python in enumerate(pythons or [sys.executable]):
            start = time.monotonic()
            version = use(wheel, python, folder / str(number))
            print(f"{wheel.name} works with Python {version} ({time.monotonic() - start:.0f} s)", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
