"""The seeds and two published documents against their gold, by the scorer beside the checkout."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from dutygraph.graph.facts import write_facts
from dutygraph.loaders.extract import extract
from dutygraph.loaders.readers import read_document

DOCUMENTS = {
    "000": ("seeds/000_*.txt", "gold/000.json"),
    "001": ("seeds/001_*.txt", "gold/001.json"),
    "002": ("seeds/002_*.txt", "gold/002/*.json"),
    "003": ("seeds/003_*.txt", "gold/003.json"),
    "A11": ("data/documents/A11_*.txt", "gold/A11_*.json"),
    "A15": ("data/documents/A15_*.md", "gold/A15_*.json"),
}
SEEDS = ("000", "001", "002", "003")
POOLED = {
    "roles": 0.97, "units": 0.95, "reports_to": 0.97, "duties_text": 0.97, "duties_item": 0.93, "authorities": 0.90,
}  # fmt: skip


@cache
def score(shared: Path, folder: Path, name: str) -> dict[str, Any]:
    """The scorer's figures for one document, its gold files in one call."""
    document, gold = DOCUMENTS[name]
    (path,) = shared.glob(document)
    facts = folder / f"{name}.json"
    with facts.open("wb") as stream:
        write_facts(extract(read_document(path, path.name)), stream)
    found = subprocess.run(
        [
            sys.executable, str(shared / "tools" / "score_extraction.py"), "--facts", str(facts),
            "--gold", *map(str, sorted(shared.glob(gold))), "--raw", str(path), "--each",
        ],
        capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    figures: dict[str, Any] = json.loads(found.stdout)
    return figures


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scores")


@pytest.mark.parametrize("kind", POOLED)
def test_the_seeds_together(kind: str, shared_dir: Path, folder: Path) -> None:
    right = wanted = 0.0
    for name in SEEDS:
        figures = score(shared_dir, folder, name)
        total = figures[f"{kind}_gold_count"] + figures[f"{kind}_predicted_count"]
        right += figures[f"{kind}_f1"] * total
        wanted += total
    assert right / wanted >= POOLED[kind]


@pytest.mark.parametrize("name", SEEDS)
def test_no_document_of_a_seed_is_lost(name: str, shared_dir: Path, folder: Path) -> None:
    figures = score(shared_dir, folder, name)
    each = figures.get("each") or {name: figures}
    assert all(part["duties_text_f1"] >= 0.85 for part in each.values())
    assert figures["mode_accuracy"] >= 0.90
    assert figures["headcount_accuracy"] is None or figures["headcount_accuracy"] >= 0.95


@pytest.mark.parametrize("name", ["A11", "A15"])
def test_published_documents(name: str, shared_dir: Path, folder: Path) -> None:
    figures = score(shared_dir, folder, name)
    assert figures["roles_f1"] >= 0.90
    assert figures["duties_text_f1"] >= 0.92


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_quote_stands_in_the_document(name: str, shared_dir: Path, folder: Path) -> None:
    assert score(shared_dir, folder, name)["evidence_share"] == 1.0
