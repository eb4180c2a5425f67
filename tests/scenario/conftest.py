"""Documents as facts, edited by hand or by a scenario, and what an audit finds of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from datetime import datetime, timezone
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from dutygraph.graph import store
from dutygraph.graph.audit import audit
from dutygraph.graph.engine import Engine
from dutygraph.graph.engines import open_engine
from dutygraph.graph.facts import DocumentFacts
from dutygraph.graph.measures.audits.figures import Figures, figures
from dutygraph.loaders.pipeline import extract_paths
from dutygraph.loaders.project import find_project
from tests.conformance.conftest import engine

__all__ = ["engine"]

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
NOW = datetime(2026, 1, 1, tzinfo=timezone.utc)


def extracted(*paths: Path) -> list[DocumentFacts]:
    """The facts of documents."""
    return [facts for reading in extract_paths(paths, find_project(paths)) for facts in reading.facts]


@cache
def _examples() -> tuple[DocumentFacts, ...]:
    return tuple(extracted(EXAMPLES))


@pytest.fixture
def examples() -> list[DocumentFacts]:
    """The facts of the examples."""
    return list(_examples())


def edited(folder: Path, edits: Iterable[Sequence[str]]) -> list[DocumentFacts]:
    """The facts of the examples after edits of their texts: [document, old, new], each `old` exactly once."""
    copy = Path(shutil.copytree(EXAMPLES, folder / "examples"))
    for name, old, new in edits:
        text = (copy / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        (copy / name).write_text(text.replace(old, new), encoding="utf-8")
    return extracted(copy)


def judged(engine: Engine, documents: Sequence[DocumentFacts]) -> tuple[dict[str, Any], dict[str, Figures]]:
    """Findings by id, as a reader sees them, and the figures of each organisation."""
    store.load(engine, documents, holder="test", now=NOW)
    result = audit(engine)
    found = {
        each.id: (each.rule, each.severity, each.message["zh"], each.message["en"], each.subjects)
        for each in result.findings
    }
    return found, {id_: figures(view) for id_, view in result.views.items()}


def judged_in_memory(documents: Sequence[DocumentFacts]) -> tuple[dict[str, Any], dict[str, Figures]]:
    """As `judged`, on a graph of its own."""
    memory = open_engine(":memory:")
    try:
        return judged(memory, documents)
    finally:
        memory.close()
