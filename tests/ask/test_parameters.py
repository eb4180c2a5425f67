"""What a caller may write for a parameter, and what is said when it is wrong."""

from __future__ import annotations

import pytest

from dutygraph.graph.errors import InputError
from dutygraph.graph.parameters import LONGEST, check, convert, read_param

COUNT = read_param("least: int = 1 (count)", "here")
RATIO = read_param("share: float = 0.5 (ratio)", "here")
ROLE = read_param("role: role e.g. Sales/Clerk", "here")
LINE = read_param("line: solid|dotted = solid", "here")
FLAG = read_param("all: bool = false", "here")


@pytest.mark.parametrize(
    ("param", "value", "taken"),
    [
        (COUNT, 3, 3), (COUNT, "3", 3), (COUNT, " 12 ", 12), (COUNT, 3.0, 3), (COUNT, 0, 0),
        (RATIO, 1, 1.0), (RATIO, "0.25", 0.25),
        (ROLE, " 经理 ", "经理"), (LINE, "dotted", "dotted"), (FLAG, "TRUE", True), (FLAG, False, False),
    ],
)  # fmt: skip
def test_values_are_taken_as_their_type(param: object, value: object, taken: object) -> None:
    result = convert(param, value)  # type: ignore[arg-type]
    assert result == taken
    assert type(result) is type(taken)


@pytest.mark.parametrize(
    ("param", "value"),
    [
        (COUNT, -1), (COUNT, 1.5), (COUNT, "three"), (COUNT, True), (COUNT, "9" * 30), (COUNT, float("nan")),
        (COUNT, [1]), (COUNT, "1e400"), (RATIO, 1.01), (RATIO, "-0.1"), (ROLE, ""), (ROLE, "  "), (ROLE, 7),
        (LINE, "Solid"), (LINE, "x'; LOAD CSV"), (FLAG, 1), (FLAG, "yes"),
    ],
)  # fmt: skip
def test_what_is_wrong_names_the_parameter_and_what_it_takes(param: object, value: object) -> None:
    with pytest.raises(InputError) as raised:
        convert(param, value)  # type: ignore[arg-type]
    assert str(raised.value).startswith(f"{param.name} is ")  # type: ignore[attr-defined]
    assert param.expected in str(raised.value)  # type: ignore[attr-defined]


def test_a_text_of_ten_thousand_characters_is_refused_without_repeating_it() -> None:
    with pytest.raises(InputError, match=f"role has 10000 characters; at most {LONGEST}"):
        convert(ROLE, "岗" * 10_000)
    with pytest.raises(InputError) as raised:
        convert(LINE, "x" * 900)
    assert len(str(raised.value)) < 200


def test_defaults_fill_what_is_not_given_and_none_is_not_given() -> None:
    assert check("q", (ROLE, COUNT, LINE), {"role": "a", "least": None}) == {"role": "a", "least": 1, "line": "solid"}


def test_a_parameter_that_is_missing_or_unknown_is_told() -> None:
    with pytest.raises(InputError, match="q needs role: a role's id, title, alias, or unit/role, such as Sales/Clerk"):
        check("q", (ROLE,), {})
    with pytest.raises(InputError, match=r"q has no parameter 'rol'\. The nearest: role"):
        check("q", (ROLE,), {"rol": "a"})
