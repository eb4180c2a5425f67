"""Span, escalation and common superiors against networkx on random organisations: circles, several superiors, lines
to oneself, lines stated twice."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from dutygraph.graph.measures import Name
from dutygraph.graph.measures.escalation import (
    Line,
    Superiors,
    distances,
    in_order,
    line_table,
    path_to_top,
)
from dutygraph.graph.measures.paths import path_table
from dutygraph.graph.measures.span import Span, self_reports, spans, table

ROLES = [f"r{number}" for number in range(12)]
NAMES = {role: Name(f"title {index % 5}", "unit" if index % 2 else "") for index, role in enumerate(ROLES)}

COLUMNS = ("subordinate_ids", "superior_ids", "line_ids")
LEAST = {"min_reports": 1}

any_lines = st.lists(st.tuples(st.sampled_from(ROLES), st.sampled_from(ROLES)), max_size=30)
tree_lines = st.lists(st.integers(0, 10), max_size=11).map(
    lambda parents: [(ROLES[i + 1], ROLES[parent % (i + 1)]) for i, parent in enumerate(parents)]
)
layered_lines = any_lines.map(lambda lines: [(max(line), min(line)) for line in lines])
lines_of_all_shapes = st.one_of(any_lines, tree_lines, layered_lines)
many = settings(max_examples=300, deadline=None)


def graph_down(lines: list[tuple[str, str]]) -> nx.DiGraph[str]:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_edges_from((superior, role) for role, superior in lines if role != superior)
    return graph


def columns(lines: list[tuple[str, str]]) -> tuple[list[str], list[str]]:
    return [role for role, _ in lines], [superior for _, superior in lines]


@many
@given(lines_of_all_shapes)
def test_spans_are_those_of_networkx(lines: list[tuple[str, str]]) -> None:
    graph = graph_down(lines)
    tops = [role for role in graph if graph.in_degree(role) == 0]
    layers = nx.multi_source_dijkstra_path_length(graph, set(tops)) if tops else {}
    expected = {}
    for role in graph:
        reached = nx.single_source_shortest_path_length(graph, role)
        layer = int(layers[role]) + 1 if role in layers else None
        expected[role] = Span(graph.out_degree(role), len(reached) - 1, max(reached.values()), layer)
    assert spans(*columns(lines)) == expected


@many
@given(any_lines, st.randoms(use_true_random=False))
def test_spans_do_not_depend_on_the_order_of_lines(lines: list[tuple[str, str]], random: Any) -> None:
    rows = [(role, superior, f"line {i}") for i, (role, superior) in enumerate(lines)]
    first = table(dict(zip(COLUMNS, zip(*rows, strict=True) if rows else ([], [], []), strict=True)), LEAST, NAMES)
    random.shuffle(rows)
    second = table(dict(zip(COLUMNS, zip(*rows, strict=True) if rows else ([], [], []), strict=True)), LEAST, NAMES)
    assert first == second
    assert spans(*columns(lines)) == spans(*columns(lines + lines))


def test_a_line_to_oneself_is_told_and_not_counted() -> None:
    assert self_reports(["a", "b"], ["a", "a"]) == ["a"]
    assert spans(["a", "b"], ["a", "a"]) == {"a": Span(1, 1, 1, 1), "b": Span(0, 0, 0, 2)}
    data = {"subordinate_ids": ["r1", "r0"], "superior_ids": ["r1", "r1"], "line_ids": ["x", "y"]}
    told = table(data, LEAST, NAMES)
    assert told.rows == [("r1", "title 1", "unit", 1, 1, 1, 1)]
    assert told.evidence == [["y"]]
    assert told.warnings == ["Named as their own superior, not counted: unit/title 1."]


def test_a_circle_counts_everyone_once_and_has_no_layer() -> None:
    assert spans(["a", "b", "c", "x"], ["b", "c", "a", "a"]) == {
        "a": Span(2, 3, 2, None),
        "b": Span(1, 3, 2, None),
        "c": Span(1, 3, 3, None),
        "x": Span(0, 0, 0, None),
    }


def test_ten_thousand_levels_are_no_recursion() -> None:
    roles = [f"{number:05}" for number in range(10_000)]
    figures = spans(roles[1:], roles[:-1])
    assert figures["00000"] == Span(1, 9_999, 9_999, 1)
    assert figures["09999"] == Span(0, 0, 0, 10_000)


def to_lines(pairs: list[tuple[str, str]]) -> list[Line]:
    return [
        Line(role, superior, f"line {i}", "inferred" if i % 3 == 2 else "stated", "acting" if i % 5 == 4 else "")
        for i, (role, superior) in enumerate(pairs)
    ]


@many
@given(lines_of_all_shapes, st.sampled_from(ROLES), st.sets(st.sampled_from(ROLES), max_size=4))
def test_the_way_to_a_holder_is_the_shortest(pairs: list[tuple[str, str]], role: str, holders: set[str]) -> None:
    graph = graph_down(pairs).reverse()
    graph.add_node(role)
    reached = nx.single_source_shortest_path_length(graph, role)
    near = min((reached[holder] for holder in holders if holder in reached), default=None)
    found = path_table(path_data(pairs, [(holder, "approve") for holder in holders]), asked(role, "approve"), NAMES)
    if near is None:
        assert not any(row[5] == "decides" for row in found.rows)
        return
    assert [row[0] for row in found.rows] == (list(range(1, near + 1)) or [0])
    ends = [role, *(row[1] for row in found.rows if row[0])]
    assert ends[-1] in holders
    assert not holders & set(ends[:-1])
    assert all(graph.has_edge(a, b) for a, b in pairwise(ends))


@many
@given(lines_of_all_shapes, st.sampled_from(ROLES))
def test_the_way_to_the_top_takes_the_first_superior_each_time(pairs: list[tuple[str, str]], role: str) -> None:
    lines = to_lines(pairs)
    graph = graph_down(pairs)
    tops = {node for node in graph if graph.in_degree(node) == 0}
    heights = nx.multi_source_dijkstra_path_length(graph, tops) if tops else {}
    path = path_to_top(role, in_order(lines, NAMES))
    met = [role]
    while True:
        choices = [line for line in lines if line.subordinate == met[-1] != line.superior]
        choices.sort(
            key=lambda line: (
                line.basis != "stated", bool(line.condition), -heights.get(line.superior, 0),
                NAMES[line.superior], line.superior, line.id,
            )
        )  # fmt: skip
        if not choices or choices[0].superior in met:
            break
        met.append(choices[0].superior)
    assert [role, *(line.superior for line in path.lines)] == met
    assert path.circle == (met[-1] if choices else None)
    assert all(line.superior not in passed for line, passed in zip(path.lines, path.passed_over, strict=True))


def test_who_has_a_manager_and_the_managers_head_above_goes_to_the_manager() -> None:
    lines = [Line("r0", "r2", "a"), Line("r0", "r1", "b"), Line("r1", "r2", "c")]
    path = path_to_top("r0", in_order(lines, NAMES))
    assert [line.id for line in path.lines] == ["b", "c"]
    assert path.passed_over == (("r2",), ())


def test_one_whom_no_top_leads_to_counts_as_high_as_a_top() -> None:
    lines = to_lines([("r0", "r2"), ("r0", "r1"), ("r2", "r3"), ("r3", "r2")])
    assert [line.superior for line in in_order(lines, NAMES)["r0"]] == ["r1", "r2"]


@many
@given(lines_of_all_shapes, st.sampled_from(ROLES), st.sampled_from(ROLES))
def test_the_lowest_common_superior_is_lowest_and_nearest(pairs: list[tuple[str, str]], a: str, b: str) -> None:
    graph = graph_down(pairs)
    graph.add_nodes_from((a, b))
    up = graph.reverse()
    from_a, from_b = (nx.single_source_shortest_path_length(up, role) for role in (a, b))
    common = set(from_a) & set(from_b)
    # Lowest: in the graph of circles drawn together, no other common superior lies below.
    circles = nx.condensation(up)
    place = circles.graph["mapping"]
    lowest = [
        role for role in common
        if not any(place[role] != place[other] and nx.has_path(up, other, role) for other in common)
    ]  # fmt: skip
    expected = min(
        ((from_a[role] + from_b[role], max(from_a[role], from_b[role]), role) for role in lowest), default=None
    )
    found = Superiors(*columns(pairs)).lowest_common(a, b)
    assert found == (expected[2] if expected else None)


def test_of_common_superiors_side_by_side_the_nearest_is_taken() -> None:
    both = [("a", "m"), ("a", "n"), ("b", "m"), ("b", "n"), ("m", "top"), ("n", "top")]
    assert Superiors(*columns(both)).lowest_common("a", "b") == "m"
    assert Superiors(*columns([*both[1:], ("a", "x"), ("x", "m")])).lowest_common("a", "b") == "n"
    assert Superiors(*columns([*both, ("a", "top"), ("b", "top")])).lowest_common("a", "b") == "m", "top is no nearer"


@many
@given(tree_lines, st.sampled_from(ROLES), st.sampled_from(ROLES))
def test_in_a_tree_it_is_the_lowest_common_ancestor(pairs: list[tuple[str, str]], a: str, b: str) -> None:
    graph = graph_down(pairs)
    if a in graph and b in graph:
        assert Superiors(*columns(pairs)).lowest_common(a, b) == nx.lowest_common_ancestor(graph, a, b)


@many
@given(any_lines, st.sampled_from(ROLES))
def test_distances_are_those_of_networkx(pairs: list[tuple[str, str]], role: str) -> None:
    graph = graph_down(pairs)
    graph.add_node(role)
    onward = {node: list(graph.successors(node)) for node in graph}
    assert distances([role], onward) == nx.single_source_shortest_path_length(graph, role)


def path_data(pairs: list[tuple[str, str]], grants: list[tuple[str, str]]) -> dict[str, list[Any]]:
    lines = to_lines(pairs)
    nothing = {"lows": -1.0, "highs": -1.0, "lows_inclusive": True, "highs_inclusive": True, "steps": 0}
    texts = dict.fromkeys(("quantities", "pers", "bases", "conditions", "clauses", "limit_texts"), "")
    stand_ins = ("vacant_ids", "deputized_ids", "deputy_ids", "deputy_fact_ids", "deputy_conditions")
    return {
        "subordinate_ids": [line.subordinate for line in lines],
        "superior_ids": [line.superior for line in lines],
        "line_ids": [line.id for line in lines],
        "lines": ["solid" for _ in lines],
        "line_bases": [line.basis for line in lines],
        "line_conditions": [line.condition for line in lines],
        "matters": ["合同签订" for _ in grants],
        "holder_ids": [holder for holder, _ in grants],
        "grant_ids": [f"grant {i}" for i, _ in enumerate(grants)],
        "acts": [act for _, act in grants],
        **{name: [value for _ in grants] for name, value in (nothing | texts).items()},
        **{name: [] for name in (*stand_ins, "asker_holds_ids")},
    }


def asked(role: str, act: str | None, matter: str | None = None) -> dict[str, Any]:
    nothing = dict.fromkeys(("amount", "quantity", "condition", "asker", "conflicted"))
    return {"role": role, "act": act, "matter": [matter] if matter else None, **nothing}


def test_proposing_settles_nothing() -> None:
    data = path_data([("r0", "r1"), ("r1", "r2")], [("r1", "propose"), ("r2", "decide")])
    found = path_table(data, asked("r0", None, "合同签订"), NAMES)
    assert [(row[0], row[1], row[5]) for row in found.rows] == [(1, "r1", "limit"), (2, "r2", "decides")]
    assert found.evidence == [["line 0"], ["line 1", "grant 1"]]


def test_who_holds_it_already_goes_nowhere() -> None:
    data = path_data([("r0", "r1")], [("r0", "approve")])
    found = path_table(data, asked("r0", "approve"), NAMES)
    assert found == ([(0, "r0", "title 0", "", None, "decides", None, None, True, [])], [["grant 0"]], [])


def test_nobody_is_said_out_loud() -> None:
    data = path_data([("r0", "r1"), ("r1", "r0")], [])
    found = path_table(data, asked("r0", "sign"), NAMES)
    assert [row[1] for row in found.rows] == ["r1"]
    assert found.warnings == [
        "Neither title 0 nor anybody above holds what is asked for.",
        "The line comes back in a circle at unit/title 1.",
    ]


def test_lines_above_and_below_go_by_distance() -> None:
    data = {
        "above_subordinate_ids": ["r1", "r0"], "above_superior_ids": ["r2", "r1"], "above_line_ids": ["b", "a"],
        "above_lines": ["dotted", "solid"], "above_conditions": ["", "vacant"],
        "below_subordinate_ids": ["r3", "r0"], "below_superior_ids": ["r0", "r0"], "below_line_ids": ["c", "self"],
        "below_lines": ["solid", "solid"], "below_conditions": ["", ""],
    }  # fmt: skip
    found = line_table(data, {"role": "r0", "max_distance": None}, NAMES)
    assert found.rows == [
        ("above", 1, "r1", "title 1", "unit", "solid", "vacant", None, None),
        ("above", 2, "r2", "title 2", "", "dotted", None, "r1", "title 1"),
        ("below", 1, "r3", "title 3", "unit", "solid", None, None, None),
    ]
    assert found.evidence == [["a"], ["b"], ["c"]]
    assert len(line_table(data, {"role": "r0", "max_distance": 1}, NAMES).rows) == 2
