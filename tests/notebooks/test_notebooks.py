"""The notebooks on the embedded engine, top to bottom as a user runs them. That on servers: tests/neo4j."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

SHOWN = {
    "overlap_audit": ["处理客户投诉，跟踪处理结果", "pairs", "总经理", "one owner: 2 fixed"],
    "who_approves_what": ["≤ 200000", "20,000", "nobody", "Nobody decides", "区域经理"],
}
DRAWINGS = {"overlap_audit": 1, "who_approves_what": 4}


def told(output: Any) -> str:
    data = output.get("data", {})
    return output.get("text", "") + "".join(data.get(kind, "") for kind in ("text/plain", "text/html", "image/svg+xml"))


@pytest.mark.parametrize("name", sorted(SHOWN))
def test_a_notebook_runs(name: str, root: Path, example_graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUTYGRAPH_GRAPH", str(example_graph))
    notebook = nbformat.read(root / "notebooks" / f"{name}.ipynb", as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells), "kept without outputs"
    NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    shown = "".join(map(told, outputs))
    assert [text for text in SHOWN[name] if text not in shown] == []
    assert sum("image/svg+xml" in output.get("data", {}) for output in outputs) == DRAWINGS[name]
    assert not any(output.get("name") == "stderr" for output in outputs), "it warns"
