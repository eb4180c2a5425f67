"""Pages of documentation are followed as a reader would: files are saved, commands run, screens compared.

A block says by its language what is done with it: `console` holds a command and what it prints (a line `…` stands for
lines that are left out), `sh` commands that must succeed, `pycon` a session; a block after "as `NAME`:" is saved.
"""

from __future__ import annotations

import doctest
import os
import re
import shlex
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from unittest import mock
from urllib.request import urlopen

from click.testing import CliRunner

from dutygraph.api.cli import dutygraph
from dutygraph.graph.measures.overlaps import encoder

BLOCK = re.compile(r"(?P<saved>as `(?P<name>[^`\n]+)`:\n\n)?```(?P<kind>\w*)\n(?P<body>.*?)```", re.S)
NOT_RUN = ("pip", "pipx", "docker", "cp", "export", "openssl", "python")
"""What pages show beside `dutygraph`; it needs the network, a container engine, or a secret."""

_CUT = "…\n"


def followed(text: str, folder: Path, ran: Mapping[str, str]) -> str:
    """The page as it would have to be, its commands run one after another in `folder`; what those printed that ran
    there already is in `ran`."""

    def done(block: re.Match[str]) -> str:
        kind, body = block["kind"], block["body"]
        if block["saved"]:
            file = folder / block["name"]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(body, encoding="utf-8")
        elif kind == "console":
            command, _, shown = body.partition("\n")
            typed = command.removeprefix("$ ")
            output = ran.get(typed) or printed(typed, folder)
            return block[0].replace(body, f"{command}\n{_cut(output, shown)}")
        elif kind == "sh":
            for line in body.splitlines():
                if line not in ran:
                    run(line, folder)
        elif kind == "pycon":
            session(body, folder)
        return block[0]

    return BLOCK.sub(done, text)


def printed(command: str, folder: Path) -> str:
    """What a command prints, its warnings below."""
    env = {name: None for name in os.environ if name.startswith("DUTYGRAPH_")} | {"COLUMNS": "100"}
    with _inside(folder):
        done = CliRunner(env=env).invoke(dutygraph, _words(command))
    assert done.exit_code == 0, f"{command}\n{done.output}\n{done.exception!r}"
    told = [line for line in done.stderr.splitlines(keepends=True) if line.startswith("Warning:")]
    return done.stdout + "".join(told)


@contextmanager
def _inside(folder: Path) -> Iterator[None]:
    """As a reader with the plain install in that folder, who has no encoder: the register differs a little with one."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        with mock.patch.object(encoder, "installed", return_value=False):
            yield
    finally:
        os.chdir(before)


def run(line: str, folder: Path) -> None:
    """Run a line that starts with `dutygraph`; a server is asked for its page and stopped."""
    command = line.partition(" #")[0].strip()
    if not command or command.split()[0] in NOT_RUN:
        return
    if command.startswith("dutygraph serve"):
        with served(command, folder) as address, urlopen(address, timeout=60) as page:
            assert page.status == 200
    else:
        printed(command, folder)


@contextmanager
def served(command: str, folder: Path) -> Iterator[str]:
    """The address of the server that a command starts, on a free port."""
    code = "from dutygraph.api.cli import main; main()"
    server = subprocess.Popen(
        [sys.executable, "-c", code, *_words(command), "--port", "0"],
        cwd=folder,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    stuck = threading.Timer(120, server.kill)
    stuck.start()
    try:
        assert server.stderr is not None
        found = next(filter(None, (re.search(r"running on (http://\S+)", line) for line in server.stderr)), None)
        assert found, f"{command} did not start"
        yield found[1]
    finally:
        stuck.cancel()
        server.terminate()
        server.communicate()


def session(body: str, folder: Path) -> None:
    """Run lines of a Python session and compare what they print; names stay for the next block of the folder."""
    names = _SESSIONS.setdefault(folder, {})
    test = doctest.DocTestParser().get_doctest(body, names, "page", None, 0)
    test.globs = names  # the parser copies them
    told: list[str] = []
    with _inside(folder):
        doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=told.append, clear_globs=False)
    assert not told, "".join(told)


_SESSIONS: dict[Path, dict[str, object]] = {}


def _words(command: str) -> list[str]:
    program, *words = shlex.split(command)
    assert program == "dutygraph", command
    return words


def _cut(output: str, shown: str) -> str:
    """The output, cut in the middle where the page has it cut."""
    head, cut, tail = shown.partition(_CUT)
    if not cut:
        return output
    lines = output.splitlines(keepends=True)
    first, last = head.count("\n"), tail.count("\n")
    return "".join((*lines[:first], _CUT, *lines[len(lines) - last :]))


def check(page: Path, folder: Path, ran: Mapping[str, str]) -> None:
    """Follow a page; with DUTYGRAPH_UPDATE_README in the environment its screens are written anew."""
    text = page.read_text(encoding="utf-8")
    fresh = followed(text, folder, ran)
    if os.environ.get("DUTYGRAPH_UPDATE_README"):
        page.write_text(fresh, encoding="utf-8")
    else:
        assert text == fresh
