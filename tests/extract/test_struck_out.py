"""An item that a new edition strikes out takes nothing else with it, also where its number leaves a gap."""

from __future__ import annotations

import pytest

from dutygraph.graph.facts import Duty
from dutygraph.loaders.document import text_document
from dutygraph.loaders.extract import extract

ITEMS = ("编制检修计划", "检查机组运行情况", "登记备件台账", "组织班前会", "上报设备缺陷")


def duties(items: list[str]) -> set[str]:
    text = f"检修车间岗位职责\n\n一、检修班长直接上级：车间主任岗位职责：{''.join(items)}\n"
    return {r.text for r in extract(text_document("检修.txt", "0", text)) if isinstance(r, Duty)}


@pytest.mark.parametrize("form", ["({}){};", "{}、{}；", "{}.{}；"], ids=["brackets", "comma", "dot"])
@pytest.mark.parametrize("gone", range(len(ITEMS)))
def test_the_other_items_of_a_run_together_list_stay(form: str, gone: int) -> None:
    items = [form.format(number, text) for number, text in enumerate(ITEMS, 1)]
    assert duties(items) == set(ITEMS)
    assert duties(items[:gone] + items[gone + 1 :]) == set(ITEMS) - {ITEMS[gone]}
