"""A folder with a graph in a file, as `dutygraph serve` holds it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from dutygraph.api.http import create_app
from dutygraph.api.http.jobs import Job
from dutygraph.api.http.workspace import Workspace
from dutygraph.graph.engines import open_engine
from dutygraph.graph.store import load
from tests.conformance.graphs import documents

PAPER = """客服部岗位职责

一、客服经理
直接上级：总经理
岗位职责：
1、处理客户投诉；
2、编制客服月报；

二、客服专员
直接上级：客服经理
岗位职责：
1、处理客户投诉；
"""
PAPER_2 = "行政部岗位职责\n\n一、行政经理\n直接上级：总经理\n岗位职责：\n1、管理办公用品；\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder whose graph holds one organisation."""
    place = tmp_path / "team"
    place.mkdir()
    engine = open_engine(str(place / "graph.kgl"), writing=True)
    load(engine, documents("sales_office"), holder="test")
    engine.close()
    return place


@pytest.fixture
def workspace(folder: Path) -> Iterator[Workspace]:
    """What a server over that folder holds."""
    engine = open_engine(str(folder / "graph.kgl"))
    space = Workspace(engine, folder)
    yield space
    space.close()
    engine.close()


@pytest.fixture
def client(workspace: Workspace) -> Iterator[TestClient]:
    """Its HTTP face, without a server."""
    with TestClient(create_app(workspace), base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        yield client


def written(folder: Path, name: str, content: str | bytes) -> tuple[str, Path]:
    """A file as it comes in, with the name it is sent under."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"sent{len(list(folder.iterdir()))}"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return name, path


def done(workspace: Workspace, job: Job) -> Job:
    """The job once it has ended well."""
    ended = workspace.wait(job.id)
    assert ended.state == "done", ended
    return ended
