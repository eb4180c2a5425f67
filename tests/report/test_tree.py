"""The forest behind the organisation chart: every role once, whatever the lines do."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dutygraph.api.report.tree import Place, Tie, forest, parts


def shape(lines: list[tuple[str, str, str]], roles: str = "abcdefg") -> list[tuple[str, str]]:
    return [(place.role, place.parent) for place in forest(roles, lines).places]


def test_a_role_hangs_under_its_superior_in_the_order_given() -> None:
    assert shape([("c", "a", "solid"), ("b", "a", "solid"), ("d", "c", "solid")]) == [
        ("a", ""), ("b", "a"), ("c", "a"), ("d", "c"),
    ]  # fmt: skip


def test_other_lines_move_nothing() -> None:
    solid = [("b", "a", "solid"), ("c", "b", "solid")]
    found = forest("abc", [*solid, ("c", "a", "dotted"), ("a", "c", "acting")])
    assert found.places == forest("abc", solid).places
    assert found.ties == [Tie("a", "c", "acting"), Tie("c", "a", "dotted")]


def test_a_second_superior_is_drawn_beside_the_tree() -> None:
    found = forest("abc", [("b", "a", "solid"), ("c", "a", "solid"), ("c", "b", "solid")])
    assert [place.parent for place in found.places] == ["", "a", "a"]
    assert found.ties == [Tie("c", "b", "solid")]


def test_a_circle_is_cut_at_its_first_role_and_said() -> None:
    found = forest("abc", [("b", "a", "solid"), ("a", "b", "solid"), ("c", "b", "solid")])
    assert found.places == [Place("a", "", 0, 0, 2), Place("b", "a", 1, 0, 1), Place("c", "b", 2, 0, 0)]
    assert found.ties == [Tie("a", "b", "solid")]


def test_the_largest_tree_comes_first_and_roles_on_no_line_stand_apart() -> None:
    found = forest("abcdefg", [("b", "a", "solid"), ("d", "c", "solid"), ("e", "c", "solid"), ("f", "f", "solid")])
    assert [place.role for place in found.places] == ["c", "d", "e", "a", "b"]
    assert found.alone == ["f", "g"]


LINES = st.lists(
    st.tuples(st.sampled_from("abcdefg"), st.sampled_from("abcdefg"), st.sampled_from(("solid", "dotted"))), max_size=25
)


@given(LINES)
def test_every_role_stands_once_and_no_two_in_one_place(lines: list[tuple[str, str, str]]) -> None:
    found = forest("abcdefg", lines)
    assert sorted([place.role for place in found.places] + found.alone) == list("abcdefg")
    assert len({(place.row, place.depth) for place in found.places}) == len(found.places)
    drawn = {(place.role, place.parent, "solid") for place in found.places if place.parent}
    assert drawn | set(found.ties) == {line for line in lines if line[0] != line[1]}


@given(LINES, st.integers(1, 5))
def test_parts_hold_every_role_and_lead_on_where_they_are_cut(lines: list[tuple[str, str, str]], most: int) -> None:
    whole = forest("abcdefg", lines)
    begun, shown, leading_on = set(), set(), set()
    for part in parts(whole, most):
        begun |= {place.role for place in part.places if not place.parent}
        shown |= {place.role for place in part.places} | set(part.alone)
        leads = {place.parent for place in part.places}
        leading_on |= {place.role for place in part.places if place.below and place.role not in leads}
    assert shown == set("abcdefg")
    assert leading_on == begun - {place.role for place in whole.places if not place.parent}
