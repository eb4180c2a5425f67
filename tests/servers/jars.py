"""Neo4j Community from Maven Central, run with a local Java: no container engine is needed.

The jars of a version are fetched once (35 s or less) into `DUTYGRAPH_NEO4J_CACHE`, else ~/.cache/dutygraph-neo4j; a
server is up 6 to 10 s after its start.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.servers.lines import Line, Unavailable
from tests.servers.server import Server, await_login

POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
<modelVersion>4.0.0</modelVersion><groupId>dutygraph</groupId><artifactId>neo4j-for-tests</artifactId>
<version>1</version><packaging>pom</packaging><dependencies>
<dependency><groupId>org.neo4j.app</groupId><artifactId>neo4j-server</artifactId><version>{version}</version></dependency>
<dependency><groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>{version}</version></dependency>
</dependencies></project>
"""

CONFIGURATION = """server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{port}
server.http.enabled=false
server.directories.import=import
dbms.usage_report.enabled=false
dbms.security.auth_enabled=true
server.memory.pagecache.size=256m
db.tx_log.preallocate=false
"""

OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.lang", "jdk.internal.misc")


def cache_folder() -> Path:
    """Where jars are kept between runs."""
    given = os.environ.get("DUTYGRAPH_NEO4J_CACHE")
    return Path(given) if given else Path.home() / ".cache" / "dutygraph-neo4j"


def jars(line: Line) -> Path:
    """The folder with the jars of this line, fetched if it is not there. Two runs that fetch at once both succeed."""
    folder = cache_folder() / line.version
    if folder.is_dir():
        return folder
    maven = shutil.which("mvn")
    if maven is None:
        raise Unavailable("Maven (mvn) is not installed, which fetches Neo4j's jars")
    cache_folder().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache_folder(), prefix="fetching-") as temporary:
        (Path(temporary) / "pom.xml").write_text(POM.format(version=line.version), encoding="utf-8")
        command = [maven, "-q", "-B", "dependency:copy-dependencies", "-DoutputDirectory=lib", "-DincludeScope=runtime"]
        for _ in range(2):  # once more: a mirror that fails in the middle is the usual reason
            done = subprocess.run(command, cwd=temporary, capture_output=True, text=True, encoding="utf-8", check=False)
            if done.returncode == 0:
                break
        else:
            raise Unavailable(f"Maven cannot fetch Neo4j {line.version}: {done.stdout[-500:]}{done.stderr[-500:]}")
        try:
            (Path(temporary) / "lib").rename(folder)
        except OSError:
            if not folder.is_dir():  # else another run was faster, and its jars are the same
                raise
    return folder


def _java_programs() -> Iterator[Path]:
    homes = [Path(os.environ["JAVA_HOME"])] if os.environ.get("JAVA_HOME") else []
    homes += sorted(Path("/usr/lib/jvm").glob("*"))
    homes += sorted(Path("/Library/Java/JavaVirtualMachines").glob("*/Contents/Home"))
    homes += sorted((Path.home() / ".sdkman/candidates/java").glob("*"))
    yield from (home / "bin" / "java" for home in homes)
    on_path = shutil.which("java")
    if on_path:
        yield Path(on_path)


def java(line: Line) -> Path:
    """A Java that runs this line, chosen by what it says of itself."""
    seen = []
    for program in dict.fromkeys(path.resolve() for path in _java_programs()):
        if not program.is_file():
            continue
        told = subprocess.run([program, "-version"], capture_output=True, text=True, encoding="utf-8", check=False)
        match = re.search(r'version "(\d+)', told.stderr)
        if match and int(match[1]) in line.java:
            return program
        seen += [match[1]] if match else []
    raise Unavailable(f"Neo4j {line.version} needs Java {line.java[0]} or newer; here is {', '.join(seen) or 'none'}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class JarBackend:
    """One server process with a folder of its own."""

    line: Line
    password: str
    home: Path
    port: int
    command: list[str]
    pid: int = 0
    _keeper: subprocess.Popen[str] | None = field(default=None, repr=False)

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"bolt://127.0.0.1:{self.port}"

    @classmethod
    def start(cls, line: Line, password: str) -> JarBackend:
        """Fetch the jars if need be, make a home, start, wait for the login."""
        program, folder = java(line), jars(line)
        for attempt in range(3):
            home = Path(tempfile.mkdtemp(prefix="dutygraph-neo4j-"))
            for name in ("conf", "data", "logs", "plugins", "run", "import"):
                (home / name).mkdir()
            port = _free_port()  # another process may take it before the server does: then the next attempt
            (home / "conf" / "neo4j.conf").write_text(CONFIGURATION.format(port=port), encoding="utf-8")
            command = [
                str(program), "-Xms512m", "-Xmx1g", "-XX:+UseG1GC",
                *(f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in OPENED),
                "-Dio.netty.tryReflectionSetAccessible=true", "-cp", f"{folder}/*", line.main_class,
                f"--home-dir={home}", f"--config-dir={home / 'conf'}",
            ]  # fmt: skip
            backend = cls(line, password, home, port, command)
            try:
                backend.run()
                return backend
            except Unavailable as error:
                backend.stop()
                if attempt == 2:
                    raise Unavailable(f"Neo4j {line.version} does not start: {error}") from error
        raise AssertionError("unreachable")

    def run(self) -> None:
        """Start the process on its folder and port, also again after `kill`."""
        self._keeper = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("keeper.py")), str(self.home / "logs" / "out.txt"),
             *self.command],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", start_new_session=True,
        )  # fmt: skip
        assert self._keeper.stdout is not None
        self.pid = int(self._keeper.stdout.readline())
        server = Server(self.line, self.address, "neo4j", self.password, self)
        keeper = self._keeper
        await_login(server, seconds=120, alive=lambda: keeper.poll() is None)

    def kill(self) -> None:
        """End the process at once, as a power cut would; its folder stays."""
        os.kill(self.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
        self._wait()

    def stop(self) -> None:
        """End the process and remove its folder."""
        self._wait()
        shutil.rmtree(self.home, ignore_errors=True)

    def _wait(self) -> None:
        if self._keeper is not None:
            self._keeper.communicate()  # closes the keeper's input, upon which it ends the server
            self._keeper = None
