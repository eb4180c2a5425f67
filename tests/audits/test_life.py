"""A finding from run to run, the team's acceptances, and the file that carries both."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timezone
from pathlib import Path

import jsonschema
import pytest

from dutygraph.graph import store
from dutygraph.graph.audit import AuditResult, audit, read_accepted, read_earlier, to_dict, to_json, with_life
from dutygraph.graph.audit.schema import as_text, schema
from dutygraph.graph.engine import Engine
from dutygraph.graph.engines import open_engine
from dutygraph.graph.errors import InputError
from tests.conformance.graphs import facts

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2025, 6, 1, tzinfo=timezone.utc)
TODAY = "2025-06-01"
RULES = ("own_superior", "several_superiors", "span_of_control")


def document(lines: Sequence[tuple[str, str]]) -> dict[str, object]:
    roles = ["总经理", "市场经理", "销售经理", "专员"]
    return {"key": "a.txt", "organization": "测试公司", "roles": roles, "lines": [list(line) for line in lines]}


TWO = (("专员", "市场经理"), ("专员", "销售经理"), ("市场经理", "总经理"), ("销售经理", "总经理"))
ALONE = (("专员", "销售经理"), ("市场经理", "市场经理"), ("销售经理", "总经理"))


def judged(engine: Engine, lines: Sequence[tuple[str, str]]) -> AuditResult:
    store.load(engine, [facts(document(lines))], holder="test", now=NOW)
    return audit(engine, only=RULES)


def states(result: AuditResult) -> dict[str, str]:
    return {finding.rule: finding.state for finding in result.findings}


def kept(result: AuditResult, folder: Path) -> Path:
    file = folder / "findings.json"
    file.write_text(to_json(result), encoding="utf-8")
    return file


@pytest.fixture
def memory() -> Engine:
    return open_engine(":memory:")


def test_the_first_audit_has_nothing_new(memory: Engine) -> None:
    result = with_life(judged(memory, TWO), None, [], TODAY)
    assert states(result) == {"several_superiors": "open"}
    assert result.baseline == ""
    assert result.fixed == ()


def test_a_changed_document_shows_what_is_new_and_what_is_fixed(memory: Engine, tmp_path: Path) -> None:
    first = with_life(judged(memory, TWO), None, [], TODAY)
    earlier = read_earlier(kept(first, tmp_path))
    second = with_life(judged(memory, ALONE), earlier, [], TODAY)
    assert states(second) == {"own_superior": "new"}
    assert [gone.rule for gone in second.fixed] == ["several_superiors"]
    assert second.baseline == first.audit_id


def test_the_same_audit_again_writes_the_same_bytes(memory: Engine, tmp_path: Path) -> None:
    before = read_earlier(kept(with_life(judged(memory, TWO), None, [], TODAY), tmp_path))
    file = kept(with_life(judged(memory, ALONE), before, [], TODAY), tmp_path)
    written = file.read_bytes()
    again = with_life(judged(memory, ALONE), read_earlier(file), [], TODAY)
    assert to_json(again).encode() == written


def test_a_finding_keeps_its_identity_while_its_wording_changes(memory: Engine) -> None:
    ids = [{finding.id for finding in judged(memory, lines).findings} for lines in (TWO, (*TWO, ("专员", "总经理")))]
    assert ids[0] <= ids[1]


def accept(folder: Path, text: str) -> Path:
    file = folder / "accepted.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_an_accepted_finding_asks_for_nothing_until_its_day_is_past(memory: Engine, tmp_path: Path) -> None:
    result = judged(memory, TWO)
    id_ = result.findings[0].id
    entry = f'[[accepted]]\nfinding = "{id_}"\nreason = "过渡期"\nby = "王某"\nuntil = 2025-06-30\n'
    other = '[[accepted]]\nfinding = "finding_gone"\nreason = "x"\nby = "y"\n'
    accepted = read_accepted(accept(tmp_path, entry + other))
    lived = with_life(result, None, accepted, "2025-06-30")
    assert states(lived) == {"several_superiors": "accepted"}
    assert lived.standing() == ()
    assert [acceptance.finding for acceptance in lived.unused] == ["finding_gone"]
    late = with_life(result, None, accepted, "2025-07-01")
    assert states(late) == {"several_superiors": "expired"}
    assert len(late.standing("warning")) == 1
    assert late.standing("error") == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[[accepted]]\nfinding = "f"\nby = "y"\n', "lacks reason"),
        ('[[accepted]]\nfinding = "f"\nreason = " "\nby = "y"\n', "lacks reason"),
        ('[[accepted]]\nfinding = "f"\nreason = "x"\nby = "y"\nwhy = "z"\n', "why is not known"),
        ('[[accepted]]\nfinding = "f"\nreason = "x"\nby = "y"\nuntil = "soon"\n', "not a day"),
        ('[[accepted]]\nfinding = "f"\nreason = "x"\nby = "y"\n' * 2, "accepted twice"),
        ("accepted = 3\n", "must hold tables"),
        ("other = 3\n", "must hold tables"),
        ("accepted = [", "must be TOML"),
    ],
)
def test_a_broken_file_of_acceptances_is_refused(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        read_accepted(accept(tmp_path, text))


@pytest.mark.parametrize("text", ["", "[]", '{"schema": "other"}', '{"schema": "dutygraph.findings/1"}'])
def test_a_file_that_is_no_findings_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "findings.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="begin anew"):
        read_earlier(file)


def test_no_earlier_audit_is_none(tmp_path: Path) -> None:
    assert read_earlier(tmp_path / "findings.json") is None


def test_findings_are_in_the_published_form(memory: Engine, tmp_path: Path) -> None:
    first = with_life(judged(memory, TWO), None, [], TODAY)
    second = with_life(judged(memory, ALONE), read_earlier(kept(first, tmp_path)), [], TODAY)
    for result in (first, second):
        jsonschema.validate(json.loads(to_json(result)), schema())
        assert json.loads(to_json(result)) == to_dict(result)
    assert (ROOT / "docs/findings.schema.json").read_text(encoding="utf-8") == as_text()
