"""What the user says of names holds in every document."""

from __future__ import annotations

from dutygraph.graph import identity
from dutygraph.graph.facts import AnyRecord, Duty, ReportsTo, Role, Unit
from dutygraph.loaders.document import text_document
from dutygraph.loaders.extract import ExtractSettings, extract

SHEET = """JOB DESCRIPTION

Job title: Key Account Manager
Department: Sales Department
Reports to: Sales Director

Responsibilities
1. Negotiates framework contracts with key accounts.
"""
FIRM = identity.organization_id("Firm")


def read(text: str, aliases: dict[str, tuple[str, ...]]) -> list[AnyRecord]:
    return extract(text_document("a.txt", "0", text), ExtractSettings(organization="Firm", aliases=aliases))


def test_posts_units_and_outsiders_get_the_name_the_user_gives() -> None:
    aliases = {
        "销售部": ("Sales Department",),
        "销售部/销售总监": ("sales director",),
        "大客户经理": ("Key Account Manager",),
    }
    records = read(SHEET, aliases)
    [unit] = [r for r in records if isinstance(r, Unit)]
    assert (unit.name, unit.aliases, unit.id) == ("销售部", ("Sales Department",), identity.unit_id(FIRM, ["销售部"]))
    manager, director = sorted((r for r in records if isinstance(r, Role)), key=lambda role: role.kind, reverse=True)
    assert (manager.title, manager.aliases) == ("大客户经理", ("Key Account Manager",))
    assert (director.title, director.kind, director.unit_id) == ("销售总监", "external", unit.id)
    assert director.id == identity.role_id(FIRM, ["销售部"], "销售总监")
    [line] = [r for r in records if isinstance(r, ReportsTo)]
    assert (line.subordinate_id, line.superior_id) == (manager.id, director.id)
    assert {r.owner_id for r in records if isinstance(r, Duty)} == {manager.id}


def test_a_unit_the_text_does_not_name_is_stated_where_the_post_is() -> None:
    text = "采购部岗位职责\n\n一、采购员\n直接上级：财务总监\n岗位职责：\n1、编制采购计划。\n"
    records = read(text, {"集团/财务部/财务总监": ("财务总监",)})
    paths = {r.id: r.name for r in records if isinstance(r, Unit)}
    assert paths[identity.unit_id(FIRM, ["集团", "财务部"])] == "财务部"
    [director] = [r for r in records if isinstance(r, Role) and r.title == "财务总监"]
    assert director.id == identity.role_id(FIRM, ["集团", "财务部"], "财务总监")
    assert director.source.quote == "财务总监"


def test_a_line_quotes_its_label_too() -> None:
    quotes = {record.source.quote for record in read(SHEET, {}) if isinstance(record, ReportsTo)}
    assert quotes == {"Reports to: Sales Director"}
    text = "采购部岗位职责\n\n一、采购员\n直接上级 ： 财务总监\n岗位职责：\n1、编制采购计划。\n"
    assert {r.source.quote for r in read(text, {}) if isinstance(r, ReportsTo)} == {"直接上级 ： 财务总监"}


def test_a_post_that_the_text_places_stays_where_it_is() -> None:
    text = "市场部岗位职责\n\n一、经理\n所属部门：市场部\n岗位职责：\n1、编制市场计划。\n"
    [role] = [r for r in read(text, {"销售部/经理": ("经理",)}) if isinstance(r, Role)]
    assert role.id == identity.role_id(FIRM, ["市场部"], "经理")
