"""A made-up firm whose documents share roles, lines and duties, in two states of its paperwork."""

from __future__ import annotations

import random
from datetime import datetime, timezone
from typing import Any

from dutygraph.graph import schema, store
from dutygraph.graph.engine import Engine
from dutygraph.graph.facts import DocumentFacts
from tests.conformance.graphs import facts

ORGANIZATION = "同舟制造"
DEPARTMENTS = ("生产部", "质量部", "仓储部", "设备部", "计划部")
TITLES = ("经理", "主管", "专员", "技术员", "班长", "文员")
VERBS = ("编制", "审核", "检查", "汇总", "更新", "归档", "制定", "组织", "跟踪", "改进")
THINGS = (
    "生产计划", "检验记录", "设备台账", "库存报表", "工艺文件", "培训计划", "事故报告", "采购申请", "安全检查",
    "来料检验", "交付进度", "能耗统计", "备件计划",
)  # fmt: skip


def documents(state: int, count: int = 12, duties: int = 400) -> list[DocumentFacts]:
    """State 0 and 1 differ: one document goes, one comes, two have other duties, the rest is the same."""
    keys = [f"{number}.txt" for number in range(count + 1) if number != (count if state == 0 else 0)]
    return [facts(_form(key, state if key in ("1.txt", "2.txt") else 0, duties)) for key in keys]


def load(engine: Engine, given: list[DocumentFacts], now: datetime | None = None) -> store.LoadOutcome:
    """Load these documents and remove all others, as `load --sync` does."""
    gone = store.readings(engine).keys() - {each.document.key for each in given}
    return store.load(engine, given, holder="test", remove=gone, now=now or datetime.now(timezone.utc))


def contents(engine: Engine) -> list[str]:
    """Every node and relationship with every property that has a value, but the Store and the times of loading."""
    found: list[tuple[Any, ...]] = []
    for node in schema.NODES:
        if node.label != schema.STORE:
            found += engine.read(f"MATCH (n:{node.label}) RETURN '{node.label}' AS label, {_stated('n', node)}").rows
    for link in schema.RELATIONSHIPS:
        ends = f"'{link.type}' AS type, a.id AS start_id, b.id AS end_id"
        found += engine.read(f"MATCH (a)-[r:{link.type}]->(b) RETURN {ends}, {_stated('r', link)}").rows
    return sorted(map(repr, found))


def _stated(variable: str, form: schema.Node | schema.Relationship) -> str:
    names = sorted({"id", "document_ids", "quotes", "locators", "spans", *(each.name for each in form.properties)})
    return ", ".join(f"{variable}.{name} AS of_{name}" for name in names if name != "loaded_at")


def _form(key: str, state: int, duties: int) -> dict[str, Any]:
    pick = random.Random(f"{key} {state}")
    departments = pick.sample(DEPARTMENTS, 3)
    roles = [f"{department}/{title}" for department in departments for title in pick.sample(TITLES, 4)]
    heads = [role for role in roles if role.endswith(TITLES[0])]
    lines = [[pick.choice(roles), head, pick.choice(("solid", "dotted"))] for head in heads for _ in range(4)]
    owned = {(pick.choice(roles), f"{pick.choice(VERBS)}{pick.choice(THINGS)}") for _ in range(duties)}
    limits = [[pick.choice(roles), "approve", thing, f"{pick.randrange(1, 9)}0000"] for thing in pick.sample(THINGS, 3)]
    return {
        "key": key,
        "organization": ORGANIZATION,
        "units": departments,
        "roles": roles,
        "lines": [line for line in lines if line[0] != line[1]],
        "duties": [[*pair, pick.choice(("own", "lead", "assist"))] for pair in sorted(owned)],
        "authorities": limits,
    }
