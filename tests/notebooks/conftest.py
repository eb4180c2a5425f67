"""The example documents in a graph, as a notebook opens it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from dutygraph.api.notebook import Graph, connect
from dutygraph.graph.engines import open_engine
from dutygraph.loaders.pipeline import load_paths
from dutygraph.loaders.project import find_project


@pytest.fixture(scope="session")
def example_graph(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the graph of examples/."""
    path = tmp_path_factory.mktemp("notebook") / "graph.kgl"
    folder = root / "examples"
    with closing(open_engine(str(path), writing=True)) as engine:
        load_paths(engine, [folder], find_project([folder]))
        engine.save()
    return path


@pytest.fixture(scope="session")
def graph(example_graph: Path) -> Iterator[Graph]:
    """The graph of examples/, open."""
    with connect(example_graph) as connected:
        yield connected
