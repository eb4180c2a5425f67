"""Cards, matters and bars show what `ask` answers."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from dutygraph.api.report.authority import matters_of
from dutygraph.api.staff import ROLE, UNIT, Staff, staff_of
from dutygraph.graph import store
from dutygraph.graph.ask import ask
from dutygraph.graph.engine import Engine
from dutygraph.graph.engines import open_engine
from dutygraph.loaders.pipeline import load_paths
from dutygraph.loaders.project import find_project


@pytest.fixture(scope="module", params=["examples", "docs/faults"])
def engine(request: pytest.FixtureRequest, root: Path) -> Engine:
    folder = root / request.param
    engine = open_engine(":memory:")
    load_paths(engine, [folder], find_project([folder]))
    return engine


def staffs(engine: Engine) -> list[tuple[str, Staff]]:
    keys = {row.id: row.key for row in store.documents(engine)}
    found = [row["organization_id"] for row in ask(engine, "organizations", {}).to_dicts()]
    return [(id_, staff_of(engine, id_, keys)) for id_ in found]


def test_cards_hold_what_role_card_and_unit_card_answer(engine: Engine) -> None:
    for organization, staff in staffs(engine):
        for card in staff.cards.values():
            question, param = ("unit_card", "unit") if card.kind == UNIT else ("role_card", "role")
            answer = ask(engine, question, {"organization": organization, param: card.id})
            itself = (UNIT if card.kind == UNIT else ROLE, card.id)
            asked = Counter(
                (row["part"], row["text"]) for row in answer.to_dicts() if (row["part"], row["related_id"]) != itself
            )
            shown = Counter((part, item.text) for part, items in card.parts.items() for item in items)
            assert shown == asked, card.title


def test_cards_rest_on_the_sentences_of_the_answer(engine: Engine) -> None:
    organization, staff = staffs(engine)[0]
    card = max(staff.cards.values(), key=lambda card: len(card.parts["duty"]))
    answer = ask(engine, "role_card", {"organization": organization, "role": card.id})
    asked = {
        piece
        for row, pieces in zip(answer.to_dicts(), answer.evidence, strict=True)
        if row["part"] == "duty"
        for piece in pieces
    }
    assert {piece for item in card.parts["duty"] for piece in staff.evidence(*item.facts)} == asked


def test_matters_are_the_rows_of_the_authority_matrix(engine: Engine) -> None:
    for organization, staff in staffs(engine):
        asked = {
            (row["matter"], row["holder_id"])
            for row in ask(engine, "authority_matrix", {"organization": organization}).to_dicts()
        }
        assert {(matter.name, grant.holder) for matter in matters_of(staff) for grant, _ in matter.grants} == asked


def test_a_ladder_says_who_decides_each_stretch(engine: Engine) -> None:
    ladders = [ladder for _, staff in staffs(engine) for matter in matters_of(staff) for ladder in matter.ladders]
    assert ladders
    for ladder in ladders:
        assert ladder.rungs[-1].amounts.startswith((">", "≥")) or not ladder.rungs[-1].amounts
        assert all(rung.hole == (not rung.deciders) for rung in ladder.rungs)
