"""Documents read in processes: the same as one after the other, whatever becomes of one of them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from dutygraph.graph.facts import write_facts
from dutygraph.loaders import workers
from dutygraph.loaders.job import File, FileReading, Job
from dutygraph.loaders.pipeline import extract_paths
from dutygraph.loaders.project import Project

SHEET = "{0}岗位职责\n\n直接上级：总经理\n岗位职责：\n1、负责{0}的工作；\n2、编制{0}的报表。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    docs = tmp_path / "docs"
    docs.mkdir()
    for number in range(12):
        (docs / f"{number:02}.txt").write_text(SHEET.format(f"第{number}车间主任"), encoding="utf-8")
    return docs


def jobs(folder: Path) -> list[Job]:
    return [Job(File(path, path.name)) for path in sorted(folder.iterdir())]


def written(readings: list[FileReading], path: Path) -> bytes:
    with path.open("wb") as stream:
        write_facts((record for each in readings for group in each.facts for record in group.records), stream)
    return path.read_bytes()


def test_processes_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    alone = list(map(workers.run, jobs(folder)))
    together = list(workers.results(jobs(folder), processes=3))
    assert [each.file.key for each in together] == [each.file.key for each in alone]
    assert written(together, tmp_path / "a.json") == written(alone, tmp_path / "b.json")
    assert [each.facts[0].reading for each in together] == [each.facts[0].reading for each in alone]


def broken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, statement: str) -> None:
    """Let the processes carry out a statement when they meet the document 05.txt."""
    (tmp_path / "broken_reader.py").write_text(
        "import os, time\n"
        "from dutygraph.loaders import job\n"
        "read = job.read_document\n"
        "def read_document(path, key):\n"
        "    if key == '05.txt':\n"
        f"        {statement}\n"
        "    return read(path, key)\n"
        "job.read_document = read_document\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    monkeypatch.setattr(workers, "PROGRAM", workers.PROGRAM.replace("; from", "; import broken_reader; from"))


@pytest.mark.skipif(os.name == "nt", reason="a process is told from others by the signal that ended it")
def test_a_parser_that_crashes_costs_one_document(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(monkeypatch, tmp_path, "os.abort()")
    readings = list(workers.results(jobs(folder), processes=2))
    assert [each.file.key for each in readings if each.status] == ["05.txt"]
    assert "SIGABRT" in readings[5].message
    assert readings[5].notices[0].code == "document_unreadable"


def test_a_parser_that_hangs_is_given_up(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken(monkeypatch, tmp_path, "time.sleep(3600)")
    readings = list(workers.results(jobs(folder), processes=2, seconds=20))
    assert [each.file.key for each in readings if each.status] == ["05.txt"]
    assert "given up after 20 seconds" in readings[5].message


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the memory of a process")
def test_a_parser_that_eats_the_memory_costs_one_document(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(monkeypatch, tmp_path, "bytearray(100_000_000_000)")
    readings = list(workers.results(jobs(folder), processes=2))
    assert [each.file.key for each in readings if each.status] == ["05.txt"]
    assert "memory" in readings[5].message


def test_readings_that_nobody_wants_end_the_processes(folder: Path) -> None:
    readings = workers.results(jobs(folder), processes=2)
    assert next(readings).facts
    readings.close()  # type: ignore[attr-defined]


def test_progress_counts_every_file(folder: Path) -> None:
    told: list[tuple[int, int]] = []
    list(extract_paths([folder], Project(), progress=lambda done, total, _: told.append((done, total))))
    assert told == [(number, 12) for number in range(1, 13)]
