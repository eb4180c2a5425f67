"""The graph of a notebook: a method for each question, what if, what changed."""

from __future__ import annotations

import builtins
import inspect
import pydoc
from pathlib import Path
from typing import Any, Literal

import pytest

import dutygraph
from dutygraph.api.notebook import Graph
from dutygraph.graph.catalog import catalog

NAMES = list(catalog().questions)
SCENARIO = """
changes = [
  { drop = "处理客户投诉", from = "售后主管" },
  { superior = "总经理", of = "大客户经理" },
]
"""


@pytest.mark.parametrize("name", NAMES)
def test_no_question_has_the_name_of_a_method(name: str) -> None:
    assert not hasattr(Graph, name), f"the question {name} hides a method of Graph; rename one of them"


def test_every_question_is_completed_and_documented(graph: Graph) -> None:
    assert {*NAMES, "ask", "cypher", "whatif", "diff", "close"} <= set(dir(graph))
    for name, query in catalog().questions.items():
        method = getattr(graph, name)
        assert method.__name__ == name
        shown = pydoc.plain(pydoc.render_doc(method))
        assert query.asks in shown.replace("\n    ", "\n") and all(param.name in shown for param in query.params)


def test_a_signature_says_what_is_needed(graph: Graph) -> None:
    parameters = inspect.signature(graph.who_approves).parameters
    assert next(iter(parameters)) == "matter" and parameters["matter"].default is inspect.Parameter.empty
    assert parameters["amount"].kind is inspect.Parameter.KEYWORD_ONLY
    assert parameters["amount"].annotation == float | None
    line = inspect.signature(graph.span_of_control).parameters["line"]
    assert (
        line.default == "solid"
        and line.annotation == Literal["solid", "dotted", "alternative", "acting", "skip", "any"]
    )


def test_a_method_answers_as_ask_does(graph: Graph) -> None:
    by_method = graph.who_approves(matter="销售合同", amount=100000)
    assert by_method == graph.ask("who_approves", matter="销售合同", amount=100000)
    assert graph.who_approves("销售合同", amount=100000) == by_method
    assert [row["holder"] for row in by_method.to_dicts()] == ["销售总监"]


def test_wrong_calls_are_told(graph: Graph) -> None:
    with pytest.raises(AttributeError, match="who_approves"):
        graph.who_aproves  # noqa: B018
    assert not hasattr(graph, "_repr_svg_") and not hasattr(graph, "_ipython_display_")
    with pytest.raises(TypeError, match="too many"):
        graph.who_approves("销售合同", 100000)
    with pytest.raises(TypeError, match="matter"):
        graph.who_approves("销售合同", matter="销售合同")
    with pytest.raises(dutygraph.InputError, match="needs matter"):
        graph.who_approves()
    with pytest.raises(dutygraph.InputError, match="amount"):
        graph.who_approves("销售合同", amonut=3)


def test_polars_has_the_rows_and_their_quotes(graph: Graph) -> None:
    import polars

    for name in ("span_of_control", "organizations", "overlapping_duties", "authority_matrix", "unattached_roles"):
        answer = graph.ask(name)
        frame = answer.to_polars()
        assert frame.drop("quotes").rows() == answer.rows
        assert frame["quotes"].to_list() == [[piece.quote for piece in pieces] for pieces in answer.evidence]
    assert graph.span_of_control(min_reports=99).to_polars().schema["direct_reports"] == polars.Int64


@pytest.mark.parametrize("package", ["pandas", "polars"])
def test_a_missing_extra_is_named(graph: Graph, package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == package:
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    extra = {"pandas": "notebook", "polars": "polars"}[package]
    with pytest.raises(dutygraph.InputError, match=rf"dutygraph\[{extra}\]"):
        getattr(graph.organizations(), f"to_{package}")()


def test_what_if_shows_what_comes_and_goes(graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reorg.toml").write_text(SCENARIO, encoding="utf-8")
    before = graph.organizations().rows
    shown = graph.whatif(SCENARIO)
    [outcome] = shown.outcomes
    assert any("处理客户投诉" in each.finding.message["en"] for each in outcome.fixed)
    assert "处理客户投诉" in shown._repr_html_() and "<table>" in shown._repr_html_()
    assert "处理客户投诉" in repr(shown)
    by_file = graph.whatif("reorg.toml", tmp_path / "reorg.toml", lang="zh")
    assert [each["fixed"] for each in by_file.to_dict()] == [shown.to_dict()[0]["fixed"]] * 2
    assert graph.organizations().rows == before
    with pytest.raises(dutygraph.InputError, match="scenario 1, change 1"):
        graph.whatif('changes = [ { drop = "没有的事" } ]')
    with pytest.raises(dutygraph.InputError, match="give a scenario"):
        graph.whatif()
    with pytest.raises(dutygraph.InputError, match=r"nowhere\.toml"):
        graph.whatif("nowhere.toml")


def test_diff_shows_each_change(graph: Graph, example_graph: Path, root: Path, tmp_path: Path) -> None:
    for file in (root / "examples").iterdir():
        text = file.read_text(encoding="utf-8")
        (tmp_path / file.name).write_text(text.replace("审批20万元以下的", "审批30万元以下的"), encoding="utf-8")
    changed = graph.diff(tmp_path)
    assert [(each.what, each.kind, each.of) for each in changed.edited.differences] == [
        ("limit", "reworded", "销售部/销售总监")
    ]
    assert "审批[-2-]{+3+}0万元以下" in changed._repr_html_()
    assert changed.to_dict()["differences"]
    with dutygraph.connect(example_graph) as same:
        assert not graph.diff(same).edited.differences
    with pytest.raises(dutygraph.DutyGraphError):
        graph.diff(tmp_path / "nowhere.txt")
