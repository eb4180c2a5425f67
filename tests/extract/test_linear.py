"""Time grows with the text, not with its square: steps are counted, not seconds."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from dutygraph.loaders.document import text_document
from dutygraph.loaders.extract import extract

CLAUSES = (
    "负责审核客户订单",
    "协助经理制定年度计划",
    "编制采购预算报财务部审批",
    "由财务部负责审核",
    "向总经理汇报工作",
)


def _say(number: int) -> str:
    return f"{CLAUSES[number % len(CLAUSES)]}第{number}项"


LAYOUTS: dict[str, Callable[[int], str]] = {
    "list": lambda n: "仓储部经理\n岗位职责:\n" + "\n".join(f"{at + 1}、{_say(at)}。" for at in range(n)),
    "rules": lambda n: "管理办法\n" + "\n".join(f"{at + 1}、{_say(at)}。" for at in range(n)),
    "prose": lambda n: "管理办法\n" + "\n".join(f"{_say(at)}。" for at in range(n)),
    "posts": lambda n: (
        "管理办法\n" + "\n".join(f"{chr(0x4E00 + at)}{chr(0x5E00 + at)}部经理{CLAUSES[0]}第{at}项。" for at in range(n))
    ),
    "nested": lambda n: "\n".join(f"{at % 9 + 1}.{_say(at)}:" for at in range(n)),
    "one line": lambda n: "管理办法\n" + "".join(f"{_say(at)};" for at in range(n)),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_four_times_the_text_takes_about_four_times_the_steps(layout: str) -> None:
    write = LAYOUTS[layout]
    _steps(write(50))  # what is made once
    few, many = _steps(write(100)), _steps(write(400))
    assert many < 5 * few


def _steps(text: str) -> int:
    """Calls of Python functions, and steps of generators, that extraction takes."""
    steps = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal steps
        steps += event == "call"

    document = text_document("a.txt", "0", text)
    before = sys.getprofile()
    sys.setprofile(count)
    try:
        extract(document)
    finally:
        sys.setprofile(before)
    return steps
