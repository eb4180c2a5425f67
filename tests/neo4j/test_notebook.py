"""notebooks/own_cypher.ipynb as a user runs it, on documents loaded by the command line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import neo4j
import pytest
from nbclient import NotebookClient

from dutygraph.api.notebook import connect
from dutygraph.graph.errors import InputError
from tests.servers import Server


def test_the_notebook_runs_on_a_server(server: Server, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**server.environment, "DUTYGRAPH_GRAPH": server.address}.items():
        monkeypatch.setenv(name, value)
    command = [sys.executable, "-c", "from dutygraph.api.cli import main; main()", "load", str(root / "examples")]
    done = subprocess.run(command, env=os.environ, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    notebook = nbformat.read(root / "notebooks" / "own_cypher.ipynb", as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells), "kept without outputs"
    NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
    shown = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    assert any("'py2neo'" in output.get("data", {}).get("text/plain", "") for output in shown)
    assert server.password not in nbformat.writes(notebook)


def test_a_driver_that_is_held_stays_the_caller_s(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEO4J_PASSWORD", raising=False)
    login = (server.environment["NEO4J_USERNAME"], server.password)
    with neo4j.GraphDatabase.driver(server.address, auth=login) as driver:
        with connect(driver) as graph:
            assert graph.cypher("RETURN $n AS n", n=3).rows == [(3,)]
            assert graph.ask("organizations").engine == "neo4j"
        driver.verify_connectivity()
    with pytest.raises(InputError, match=r"GraphDatabase\.driver"):
        connect(neo4j.Record())


def test_something_else_than_a_graph_is_refused() -> None:
    with pytest.raises(InputError, match=r"py2neo\.Graph"):
        connect(3)
