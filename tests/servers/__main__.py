"""Servers by hand.

python -m tests.servers fetch [LINE…]            the jars, so that a later run needs no network
python -m tests.servers run [LINE…] -- COMMAND   start the lines, run a command that finds them in its environment
python -m tests.servers empty [LINE…]            delete everything in the servers the environment names
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys

from tests.servers import LINES, Server, given, obtain
from tests.servers.jars import jars


def _run(names: list[str], command: list[str]) -> int:
    password = os.environ.get("NEO4J_PASSWORD") or secrets.token_urlsafe(16)
    servers: list[Server] = []
    try:
        for name in names:
            servers.append(obtain(LINES[name], password))
        addresses = {server.line.variable: server.address for server in servers}
        print(*addresses.values(), file=sys.stderr)
        return subprocess.run(
            command, env={**os.environ, **servers[0].environment, **addresses}, check=False
        ).returncode
    finally:
        for server in servers:
            server.stop()


def _empty(names: list[str]) -> None:
    for server in filter(None, (given(LINES[name]) for name in names)):
        server.empty()
        server.stop()


def main(arguments: list[str]) -> int:
    """The exit code."""
    split = arguments.index("--") if "--" in arguments else len(arguments)
    action, names, command = arguments[:1], arguments[1:split] or list(LINES), arguments[split + 1 :]
    if action == ["fetch"] and not command:
        for name in names:
            print(jars(LINES[name]))
    elif action == ["run"] and command:
        return _run(names, command)
    elif action == ["empty"] and not command:
        _empty(names)
    else:
        print(__doc__)
        return 0 if action == ["--help"] else 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
