"""`overlaps judge` and `overlaps evaluate` on files of pairs, good and bad."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dutygraph.api.cli import dutygraph

PAIRS: list[dict[str, Any]] = [
    {"id": "p1", "a": {"text": "编制年度培训计划"}, "b": {"text": "制订全年培训方案"}, "label": "duplicate"},
    {"id": "p2", "a": {"text": "编制年度培训计划", "owner": "x"}, "b": {"text": "洗器皿"}, "label": "distinct", "z": 3},
]


def run(*args: object) -> Result:
    return CliRunner().invoke(dutygraph, ["overlaps", *map(str, args)])


def written(path: Path, pairs: list[Any]) -> Path:
    path.write_text("\n".join(json.dumps(pair) for pair in pairs), encoding="utf-8")
    return path


def test_one_line_a_pair(tmp_path: Path) -> None:
    file = written(tmp_path / "pairs.jsonl", PAIRS)
    printed = run("judge", file)
    assert run("judge", file, "--out", tmp_path / "out.jsonl").exit_code == 0
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8") == printed.stdout
    lines = [json.loads(line) for line in printed.stdout.splitlines()]
    assert [list(line) for line in lines] == [["id", "score", "label", "reason"]] * 2
    assert [line["label"] for line in lines] == ["duplicate", "distinct"]
    assert lines[0]["score"] > 0.5 > lines[1]["score"]


@pytest.mark.parametrize("text", ["", "字", "审核合同" * 2500, "😀🚀", "审核 contract 協議 ①", "\ud800", "\n\t"])
def test_any_text_is_judged(tmp_path: Path, text: str) -> None:
    file = written(
        tmp_path / "pairs.jsonl", [{"a": {"text": text}, "b": {"text": other}} for other in (text, "审核合同")]
    )
    lines = [json.loads(line) for line in run("judge", file, "--no-encoder").stdout.splitlines()]
    assert [line["id"] for line in lines] == ["1", "2"]
    assert all(0 <= line["score"] <= 1 for line in lines)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ({"a": {"text": "x"}}, "lacks the key 'b'"),
        ({"a": {"text": "x"}, "b": {}}, "b lacks the key 'text'"),
        ({"a": {"text": "x"}, "b": {"text": "y"}, "superior": "c"}, "superior"),
        ([], "is not an object"),
    ],
)
def test_a_faulty_line_is_named(tmp_path: Path, line: Any, told: str) -> None:
    found = run("judge", written(tmp_path / "pairs.jsonl", [*PAIRS, line]))
    assert found.exit_code == 2
    assert "Line 3" in found.stderr
    assert told in found.stderr


def test_figures_with_their_intervals(tmp_path: Path) -> None:
    file = written(tmp_path / "pairs.jsonl", [*PAIRS * 6, {"a": {"text": "x"}, "b": {"text": "y"}}])
    figures = json.loads(run("evaluate", file, "--format", "json", "--no-encoder").stdout)
    assert (figures["pairs"], figures["overlaps"], figures["auc"]) == (12, 6, [1.0, 1.0, 1.0])
    assert figures["precision_at"]["10"][0] == 0.6
    assert figures["classes"]["duplicate"]["precision"] == [1.0, 1.0, 1.0]
    assert "average precision" in run("evaluate", file, "--no-encoder").stdout


def test_pairs_without_labels_cannot_be_compared(tmp_path: Path) -> None:
    found = run("evaluate", written(tmp_path / "pairs.jsonl", [{"a": {"text": "x"}, "b": {"text": "y"}}]))
    assert found.exit_code == 2
    assert "No pair has a label" in found.stderr
