"""Invented documents of many trades and layouts, each with the facts a careful reader takes from it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dutygraph.graph.facts import Document, DocumentFacts, check
from dutygraph.loaders.document import SourceDocument
from dutygraph.loaders.extract import extract
from dutygraph.loaders.readers import read_document
from tests.extract.lines import lines

FOLDER = Path(__file__).parent / "documents"
FILES = {path.stem: path for path in sorted(FOLDER.iterdir()) if path.suffix != ".facts"}
NAMES = sorted(FILES)


def document(name: str) -> SourceDocument:
    return read_document(FILES[name], FILES[name].name)


@pytest.mark.parametrize("name", NAMES)
def test_the_facts_of_a_document(name: str) -> None:
    expected = (FOLDER / f"{name}.facts").read_text(encoding="utf-8").splitlines()
    assert lines(extract(document(name))) == expected


@pytest.mark.parametrize("name", NAMES)
def test_every_quote_stands_where_its_source_says(name: str) -> None:
    read = document(name)
    records = extract(read)
    assert isinstance(records[0], Document)
    check(DocumentFacts(records[0], "0", records))
    for record in records[1:]:
        source = getattr(record, "source", None)
        assert source is not None
        assert source.quote == read.text[source.start : source.end]
        assert source.quote.strip()
        assert source.locator


def test_the_same_bytes_whatever_the_hash_seed() -> None:
    code = (
        "import sys; from pathlib import Path;"
        "from dutygraph.loaders.extract import extract; from dutygraph.loaders.readers import read_document;"
        "p = Path(sys.argv[1]); sys.stdout.write(repr(extract(read_document(p, p.name))))"
    )
    for name in ("hospital", "charter_tw", "software_en"):
        seen = {
            subprocess.run(
                [sys.executable, "-c", code, str(FOLDER / f"{name}.txt")],
                env={**os.environ, "PYTHONHASHSEED": seed},
                capture_output=True,
                check=True,
            ).stdout
            for seed in ("0", "1", "77")
        }
        assert len(seen) == 1
