"""`import dutygraph` as a notebook uses it."""

from __future__ import annotations

from pathlib import Path

import pytest

import dutygraph
from tests.api.conftest import EXAMPLES, Run


@pytest.fixture
def graph(run: Run, here: Path) -> Path:
    run("load", EXAMPLES, "--graph", "g.kgl")
    return here / "g.kgl"


def test_ask_gives_rows_with_their_sentences(graph: Path) -> None:
    with dutygraph.connect(graph) as connected:
        answer = connected.ask("who_owns", words="合同")
        assert isinstance(answer, dutygraph.Answer)
        assert answer.complete and answer.rows
        assert all("合同" in piece.quote for pieces in answer.evidence for piece in pieces)
        assert "<table>" in answer._repr_html_()
        assert list(answer.to_pandas()["owner"]) == [row["owner"] for row in answer.to_dicts()]


def test_own_cypher_with_parameters(graph: Path) -> None:
    with dutygraph.connect(str(graph)) as connected:
        result = connected.cypher("MATCH (r:Role) WHERE r.title = $title RETURN r.title AS title", title="销售总监")
        assert result.columns == ("title",)
        assert result.rows == [("销售总监",)]
        with pytest.raises(dutygraph.InputError):
            connected.cypher("MATCH (r:Role) DETACH DELETE r")
        assert connected.cypher("MATCH (r:Role) RETURN count(r) AS n").rows[0][0] > 10


def test_errors_are_the_package_s_own(graph: Path) -> None:
    with dutygraph.connect(graph) as connected, pytest.raises(dutygraph.UnknownName, match="span_of_control"):
        connected.ask("span")
    with pytest.raises(dutygraph.InputError, match="there is no graph at"):
        dutygraph.connect("nowhere.kgl")
    assert not Path("nowhere.kgl").exists()


def test_every_public_name_is_there() -> None:
    for name in dutygraph.__all__:
        assert getattr(dutygraph, name)
    errors = {name for name in dutygraph.__all__ if isinstance(getattr(dutygraph, name), type)}
    assert {cls.__name__ for cls in _below(dutygraph.DutyGraphError)} <= errors
    with pytest.raises(AttributeError):
        dutygraph.nothing  # noqa: B018


def _below(cls: type) -> set[type]:
    return {cls, *(each for sub in cls.__subclasses__() for each in _below(sub))}
