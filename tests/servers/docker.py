"""Neo4j in a container, where a Docker engine runs."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass

from tests.servers.lines import Line, Unavailable
from tests.servers.server import Server, await_login


def _docker(*arguments: str, seconds: float, environment: dict[str, str] | None = None) -> str:
    try:
        done = subprocess.run(
            ["docker", *arguments], capture_output=True, text=True, encoding="utf-8", timeout=seconds, check=False,
            env={**os.environ, **(environment or {})},
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise Unavailable(f"docker {arguments[0]} took more than {seconds:.0f} s") from error
    if done.returncode:
        raise Unavailable(f"docker {arguments[0]}: {done.stderr.strip().splitlines()[-1:]}")
    return done.stdout.strip()


@dataclass
class DockerBackend:
    """One container, removed when it stops."""

    container: str
    address: str

    @classmethod
    def start(cls, line: Line, password: str) -> DockerBackend:
        """Pull the image if need be, run it, wait for its login."""
        if shutil.which("docker") is None:
            raise Unavailable("docker is not installed")
        _docker("info", seconds=10)
        _docker("pull", "--quiet", line.image, seconds=600)
        # The password goes through the environment: an argument would be readable in the list of processes.
        container = _docker(
            "run", "--detach", "--rm", "--publish", "127.0.0.1::7687", "--env", "NEO4J_AUTH", line.image,
            seconds=60, environment={"NEO4J_AUTH": f"neo4j/{password}"},
        )  # fmt: skip
        backend = cls(container, "")
        try:
            backend.address = "bolt://" + _docker("port", container, "7687/tcp", seconds=20).splitlines()[0]
            await_login(Server(line, backend.address, "neo4j", password, backend), seconds=120)
        except Unavailable:
            backend.stop()
            raise
        return backend

    def stop(self) -> None:
        """End the container; `--rm` removes it."""
        _docker("stop", "--time", "20", self.container, seconds=60)
