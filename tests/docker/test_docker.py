"""The container files, as far as they can be checked where no container engine runs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.servers import LINES


@pytest.fixture(scope="module")
def services(root: Path) -> Any:
    return YAML(typ="safe").load(root / "docker-compose.yml")["services"]


@pytest.fixture(scope="module")
def example(root: Path) -> dict[str, str]:
    lines = (root / ".env.example").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def settings_of_the_code(root: Path) -> set[str]:
    code = "".join(
        path.read_text(encoding="utf-8") for room in ("api", "graph", "loaders") for path in (root / room).rglob("*.py")
    )
    return set(re.findall(r'"((?:NEO4J|DUTYGRAPH)_[A-Z0-9_]+)"', code))


def test_the_compose_file_follows_the_compose_specification(root: Path) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run([*command, root / "docker-compose.yml"], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_everything_is_published_on_loopback_only(services: Any) -> None:
    ports = [port for service in services.values() for port in service["ports"]]
    assert ports and all(port.startswith("127.0.0.1:") for port in ports)


def test_secrets_come_from_the_environment_file_and_have_no_default(root: Path, example: dict[str, str]) -> None:
    text = (root / "docker-compose.yml").read_text(encoding="utf-8")
    asked = re.findall(r"(?<!\$)\$\{(\w+)(.*?)\}", text)
    assert {name for name, _ in asked} == set(example)
    assert all(rest.startswith(":?") for _, rest in asked), "without a value compose must refuse to start"
    assert set(example.values()) == {""}


def test_the_service_is_configured_by_settings_the_code_reads(root: Path, services: Any) -> None:
    assert set(services["api"]["environment"]) <= settings_of_the_code(root)


def test_the_database_gets_no_variable_it_would_take_for_an_unknown_setting(services: Any) -> None:
    # The image turns NEO4J_a_b__c into the setting a.b_c and refuses to start on one it does not know.
    for name in set(services["neo4j"]["environment"]) - {"NEO4J_AUTH"}:
        assert re.fullmatch(r"NEO4J_(dbms|server|db)_[a-z_]+", name), name


def test_the_database_is_the_long_term_line_that_is_tested(services: Any) -> None:
    assert services["neo4j"]["image"] == LINES["neo4j5"].image


def test_the_settings_of_the_database_are_known_to_it(services: Any, neo4j5: Any) -> None:
    known = {name for [name] in neo4j5.run("SHOW SETTINGS YIELD name RETURN name")}
    names = [name.removeprefix("NEO4J_") for name in services["neo4j"]["environment"] if name != "NEO4J_AUTH"]
    assert {name.replace("__", "~").replace("_", ".").replace("~", "_") for name in names} <= known


def test_the_service_waits_for_a_database_that_answers(services: Any) -> None:
    assert services["api"]["depends_on"]["neo4j"]["condition"] == "service_healthy"
    assert "cypher-shell" in services["neo4j"]["healthcheck"]["test"][1]


def test_data_outlives_the_containers(services: Any) -> None:
    assert "neo4j-data:/data" in services["neo4j"]["volumes"]


def test_what_people_send_and_decide_outlives_the_container(services: Any, root: Path) -> None:
    command = services["api"]["command"]
    folder = command[command.index("--folder") + 1]
    assert f"workspace:{folder}" in services["api"]["volumes"]
    # A volume that is new takes over the owner of the image's folder.
    text = (root / "Dockerfile").read_text(encoding="utf-8")
    assert f"install -d -o dutygraph -g dutygraph {folder}" in text and f"\nVOLUME {folder}\n" in text


def test_the_service_reads_and_changes_with_secrets_only(services: Any) -> None:
    assert services["api"]["read_only"] and services["api"]["cap_drop"] == ["ALL"]
    assert {"DUTYGRAPH_READ_TOKEN", "DUTYGRAPH_WRITE_TOKEN"} <= set(services["api"]["environment"])


CONFINED = """
import errno, os, sys, time
from pathlib import Path

allowed = [os.path.realpath(place) for place in sys.argv[2:]]
changing = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

def hook(event, args):
    if event == "open" and isinstance(args[0], (str, bytes)):
        touched = os.fsdecode(args[0]) if args[2] & changing else None
    elif event in ("os.mkdir", "os.rename", "os.remove", "os.rmdir"):
        touched = os.fsdecode(args[0])
    else:
        return
    if touched and not touched.startswith("/dev/"):
        real = os.path.realpath(touched)
        if not any(os.path.commonpath([real, place]) == place for place in allowed):
            raise OSError(errno.EROFS, "read-only", touched)

sys.dont_write_bytecode = True
sys.addaudithook(hook)
from fastapi.testclient import TestClient
from dutygraph.api import page
from dutygraph.api.http import create_app
from dutygraph.api.http.workspace import Workspace
from dutygraph.graph.engines import open_engine

folder, document = Path(sys.argv[2]), Path(sys.argv[1])
engine = open_engine(str(folder / "graph.kgl"))
workspace = Workspace(engine, folder)
app = create_app(workspace)
page.add(app, workspace)
with TestClient(app, base_url="http://localhost") as client:
    sent = client.post("/api/v1/documents", files={"files": (document.name, document.read_bytes())})
    job = client.get(sent.headers["location"]).json()
    while job["state"] in ("queued", "running"):
        time.sleep(0.05)
        job = client.get(sent.headers["location"]).json()
    assert job["state"] == "done", job
    for path in ("/", "/overlaps", "/findings", "/api/v1/report", "/api/v1/span-of-control"):
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.text)
    assert client.get("/api/v1/span-of-control").json()["rows"]
workspace.close()
engine.close()
try:
    Path(sys.argv[1]).with_suffix(".new").write_text("x")
except OSError:
    print("confined")
"""


def test_the_service_writes_to_its_folder_and_temporary_files_only(root: Path, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "tmp").mkdir()
    document = root / "examples" / "sales_job_sheets.txt"
    done = subprocess.run(
        [sys.executable, "-c", CONFINED, document, tmp_path / "data", tmp_path / "tmp"],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=root,
        env={**os.environ, "TMPDIR": str(tmp_path / "tmp")},
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "confined\n"


def test_the_image_runs_as_a_plain_user_and_holds_no_secret(root: Path) -> None:
    lines = [line for line in (root / "Dockerfile").read_text(encoding="utf-8").splitlines() if line]
    stages = [number for number, line in enumerate(lines) if line.startswith("FROM ")]
    final = lines[stages[-1] :]
    assert [line for line in final if line.startswith("USER ")][-1] == "USER dutygraph"
    assert not [line for line in lines if re.match(r"(ENV|ARG) .*(TOKEN|PASSWORD)", line)]


def test_the_build_sees_what_the_package_is_made_of_and_nothing_else(root: Path) -> None:
    seen = {
        line[1:] for line in (root / ".dockerignore").read_text(encoding="utf-8").splitlines() if line.startswith("!")
    }
    project = (root / "pyproject.toml").read_text(encoding="utf-8")
    rooms = set(re.findall(r'^"dutygraph[.\w]*" = "(\w+)"$', project, re.M))
    assert seen == rooms | {"pyproject.toml", "LICENSE", "README.md", "requirements.lock"}


def test_the_image_installs_what_is_pinned_by_hash_and_nothing_else(root: Path) -> None:
    text = (root / "Dockerfile").read_text(encoding="utf-8")
    installs = re.findall(r"pip install ([^\n]+)", text)
    assert len(installs) == 2
    assert "--require-hashes" in installs[0] and "-r requirements.lock" in installs[0]
    assert "--no-deps" in installs[1]
