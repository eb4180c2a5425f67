"""Names by which people ask: ids, titles, aliases, paths; in either script; what fits several or nothing."""

from __future__ import annotations

import pytest

from dutygraph.graph import store
from dutygraph.graph.ask import ask
from dutygraph.graph.errors import AmbiguousName, UnknownName
from dutygraph.graph.names import Directory, Named
from tests.ask.conftest import Loaded
from tests.conformance.graphs import documents

ROLES = Directory(
    "role",
    [
        Named("role_1", "经理", ("部门经理",), ("集团", "销售部")),
        Named("role_2", "經理", (), ("集团", "市场部", "华东")),
        Named("role_3", "销售总监/总经理", (), ()),
        Named("role_4", "Sales Manager", ("SM",), ("Sales",)),
        Named("role_5", "专员", (), ("集团", "市场部")),
        Named("role_5", "专员", (), ("集团", "销售部")),
        Named("role_6", "—", (), ()),
    ],
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("role_2", "role_2"),
        ("部门经理", "role_1"),
        ("部門經理", "role_1"),
        ("销售部/经理", "role_1"),
        ("集团/销售部/经理", "role_1"),
        ("銷售部\uff0f經理", "role_1"),
        ("集团/经理 ", None),
        ("市场部/经理", "role_2"),
        ("集团/华东/经理", "role_2"),
        ("华东/集团/经理", None),
        ("销售总监/总经理", "role_3"),
        ("sales manager", "role_4"),
        ("Sales/SM", "role_4"),
        ("专员", "role_5"),
        ("市场部/专员", "role_5"),
        ("？", None),
    ],
)
def test_a_name_finds_its_one_thing(text: str, found: str | None) -> None:
    if found is None:
        with pytest.raises((UnknownName, AmbiguousName)):
            ROLES.find(text)
    else:
        assert ROLES.find(text) == found


def test_what_fits_several_lists_them() -> None:
    with pytest.raises(AmbiguousName) as raised:
        ROLES.find("经理")
    assert sorted(raised.value.candidates) == [("role_1", "集团/销售部/经理"), ("role_2", "集团/市场部/华东/經理")]
    assert "集团/销售部/经理 (role_1)" in str(raised.value)
    many = Directory("role", [Named(f"role_{i}", "业务员", (), (f"{i}部",)) for i in range(30)])
    with pytest.raises(AmbiguousName, match="and 20 more") as raised:
        many.find("业务员")
    assert len(raised.value.candidates) == 30


def test_what_fits_nothing_offers_the_nearest_in_either_script() -> None:
    with pytest.raises(UnknownName, match=r"There is no role '銷售總監'.*销售总监/总经理"):
        ROLES.find("銷售總監")


def test_roles_that_read_the_same_are_told_apart_by_their_place(loaded: Loaded) -> None:
    engine = loaded("same_title")
    with pytest.raises(AmbiguousName) as raised:
        ask(engine, "role_card", {"organization": "甲公司", "role": "业务员"})
    assert sorted(name for _, name in raised.value.candidates) == ["业务员, 一.txt, line 2", "业务员, 二.txt, line 2"]


def test_organizations_of_one_name_are_told_apart_by_their_document(loaded: Loaded) -> None:
    engine = loaded("same_title")
    for params in ({"role": "经理"}, {"role": "经理", "organization": "乙公司"}):
        with pytest.raises(AmbiguousName) as raised:
            ask(engine, "role_card", params)
        names = [name for _, name in raised.value.candidates if name != "甲公司"]
        assert sorted(names) == ["乙公司, 三.txt, line 1", "乙公司, 四.txt, line 1"]


@pytest.mark.parametrize(
    "word", ["`", "'; MATCH (n) DETACH DELETE n //", "$role", "LOAD CSV", "CALL", "\\", "岗\x00位", "😀"]
)
def test_odd_texts_are_just_names_that_nothing_has(loaded: Loaded, word: str) -> None:
    engine = loaded("sales_office")
    with pytest.raises(UnknownName):
        ask(engine, "role_card", {"role": word})
    assert ask(engine, "who_owns", {"words": word}).rows == []


def test_an_answer_knows_what_was_loaded_since_the_last_one(loaded: Loaded) -> None:
    engine = loaded("sales_office")
    assert len(ask(engine, "organizations").rows) == 1
    with pytest.raises(UnknownName):
        ask(engine, "role_card", {"role": "業務長"})
    store.load(engine, documents("traditional"), holder="test")
    card = ask(engine, "role_card", {"role": "業務長", "organization": "台湾分公司"})
    assert card.rows[0][1] == "處長"
    store.remove(engine, ["職掌.txt"], holder="test")
    with pytest.raises(UnknownName, match="no organization '台湾分公司'"):
        ask(engine, "role_card", {"role": "業務長", "organization": "台湾分公司"})


def test_ids_say_which_things_are_meant_where_titles_repeat(loaded: Loaded) -> None:
    engine = loaded("two_firms")
    first, second = (row[0] for row in ask(engine, "organizations").rows)
    roles = {ask(engine, "role_card", {"organization": id_, "role": "经理"}).params["role"] for id_ in (first, second)}
    assert len(roles) == 2
    for role in roles:
        found = [id_ for id_ in (first, second) if _card_is_there(engine, id_, role)]
        assert len(found) == 1


def _card_is_there(engine: object, organization: str, role: str) -> bool:
    try:
        return bool(ask(engine, "role_card", {"organization": organization, "role": role}).rows)  # type: ignore[arg-type]
    except UnknownName:
        return False
