"""Drawings of answers: well-formed SVG that shows the rows."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dutygraph
from dutygraph.api.notebook import Graph
from dutygraph.api.views.answer import _DRAWINGS, Answer
from dutygraph.api.views.heat import heat_map
from dutygraph.api.views.ladder import ladders
from dutygraph.graph.catalog import catalog
from dutygraph.graph.measures.approvals import amounts
from dutygraph.graph.measures.bands import Grant

SVG = "{http://www.w3.org/2000/svg}"
ASKED = {
    "reporting_line": {"role": "大客户经理"},
    "escalation_path": {"role": "业务员", "matter": "销售合同", "amount": 100000},
    "who_approves": {"matter": "销售合同", "amount": 100000},
    "may_decide": {"role": "销售总监"},
    "overlapping_duties": {},
}


def read(svg: str) -> tuple[ElementTree.Element, list[str]]:
    """The drawing and its texts; nothing lies outside of it or leads anywhere."""
    drawing = ElementTree.fromstring(svg)
    assert drawing.tag == f"{SVG}svg" and not list(drawing.iter(f"{SVG}a"))
    width, height = (float(drawing.attrib[side]) for side in ("width", "height"))
    assert 0 < width < 5000 and 0 < height < 20000
    for shape in drawing.iter(f"{SVG}rect"):
        if shape.get("x"):
            assert float(shape.attrib["x"]) + float(shape.attrib["width"]) <= width
    return drawing, ["".join(text.itertext()) for text in drawing.iter(f"{SVG}text")]


def drawn(graph: Graph, question: str) -> tuple[Answer, list[str]]:
    answer = graph.ask(question, **ASKED[question])
    return answer, read(answer.plot()._repr_svg_())[1]


def test_every_drawing_is_tried() -> None:
    assert set(ASKED) == set(_DRAWINGS) <= set(catalog().questions)


def test_lines_are_a_chart_of_those_above_and_below(graph: Graph) -> None:
    answer, texts = drawn(graph, "reporting_line")
    titles = {row["title"] for row in answer.to_dicts()} | {"大客户经理"}
    assert {"总经理", "销售总监", "Key Account Specialist"} <= titles
    assert titles <= set(texts)
    drawing, _ = read(answer.plot().svg)
    boxes = [group for group in drawing.iter(f"{SVG}g") if group.get("data-role")]
    depths = {text.text: int(box.attrib["data-depth"]) for box in boxes for text in box.iter(f"{SVG}text")}
    assert depths["总经理"] < depths["销售总监"] < depths["大客户经理"] < depths["Key Account Specialist"]


def test_a_way_up_is_a_chain(graph: Graph) -> None:
    _, texts = drawn(graph, "escalation_path")
    assert {"业务员", "区域经理", "销售总监"} <= set(texts)


def test_limits_are_ladders_with_the_amount_asked_about(graph: Graph) -> None:
    _, texts = drawn(graph, "who_approves")
    assert "销售部/销售总监" in texts and "200,000" in texts and texts.count("100,000") == 1
    _, texts = drawn(graph, "may_decide")
    assert "approve" in texts and "销售合同 (CNY)" in texts


def test_overlaps_are_a_heat_map(graph: Graph) -> None:
    answer, texts = drawn(graph, "overlapping_duties")
    faults = [row for row in answer.to_dicts() if not row["by_design"]]
    drawing, _ = read(answer.plot().svg)
    tips = ["".join(tip.itertext()) for tip in drawing.iter(f"{SVG}title")]
    assert sum(int(tip.rpartition(" ")[2]) for tip in tips) == 2 * len(faults)
    assert any(text.endswith("销售部/售后主管") for text in texts)


def test_what_cannot_be_drawn_says_what_can(graph: Graph) -> None:
    with pytest.raises(dutygraph.InputError, match="reporting_line"):
        graph.span_of_control().plot()
    with pytest.raises(dutygraph.InputError, match="no rows"):
        graph.overlapping_duties(min_score=1.0).plot()


LIMITS = st.none() | st.integers(0, 10**12).map(float)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "part": st.sampled_from(("decides", "step", "nearest")),
            "matter": st.sampled_from(("合同签订", "<b>&\x00\u202e")),
            "act": st.just("approve"),
            "holder": st.text(max_size=60),
            "unit": st.none() | st.text(max_size=60),
            "low": LIMITS,
            "high": LIMITS,
            "quantity": st.none() | st.just("CNY"),
            "limit_text": st.none() | st.text(max_size=200),
            "condition": st.none() | st.text(max_size=60),
            "step": st.none() | st.integers(1, 9),
        }
    ),
    min_size=1,
    max_size=8,
)


@given(ROWS, LIMITS)
def test_ladders_of_any_limits_hold_together(rows: list[dict[str, object]], amount: float | None) -> None:
    for row in rows:
        low, high = row.pop("low"), row.pop("high")
        grant = Grant("g", "h", "approve", low, high, quantity="CNY")  # type: ignore[arg-type]
        row["amounts"] = amounts(grant) or None
    read(ladders(rows, amount))


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), st.floats(0, 1)), min_size=1, max_size=60))
def test_heat_maps_of_any_pairs_hold_together(pairs: list[tuple[int, int, float]]) -> None:
    rows = [
        {"by_design": None, "score": score, "a_id": f"r{a}", "a": f"岗位<{a}>" * 20, "a_unit": None, "b_id": f"r{b}",
         "b": f"岗位<{b}>" * 20, "b_unit": "部门"}
        for a, b, score in pairs
    ]  # fmt: skip
    read(heat_map(rows))
