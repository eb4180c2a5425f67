"""As things stood: answers of a day against a list of what was loaded. DUTYGRAPH_HISTORIES sets how many histories."""

from __future__ import annotations

import os
import random
from datetime import date, datetime, timedelta, timezone
from typing import NamedTuple

import pytest
from msgspec import structs

from dutygraph.graph import store
from dutygraph.graph.ask import ask
from dutygraph.graph.editions.history import as_of, stood
from dutygraph.graph.engine import Engine
from dutygraph.graph.engines import open_engine
from dutygraph.graph.errors import InputError
from dutygraph.graph.facts import DocumentFacts, Duty, group_by_document
from tests.conformance.graphs import facts

HISTORIES = int(os.environ.get("DUTYGRAPH_HISTORIES", "25"))
START = date(2024, 1, 1)


class Loaded(NamedTuple):
    """One edition as the brute force remembers it."""

    effective: str | None
    since: str
    number: int
    text: str


def edition(key: str, effective: str | None, text: str) -> DocumentFacts:
    made = facts({"key": key, "organization": "东方商贸", "roles": ["经理"], "duties": [["经理", text]]})
    head = structs.replace(made.document, effective_date=effective)
    return next(group_by_document([head, *made.records[1:]]))


def in_force(history: list[Loaded], day: str) -> Loaded | None:
    """The edition of a day: the latest that had begun, else the first where it states no date."""
    begun = [each for each in history if each.since <= day]
    if begun:
        return max(begun, key=lambda each: (each.since, each.number))
    first = min(history, key=lambda each: (each.since, each.number), default=None)
    return first if first is not None and first.effective is None else None


def shown(history: list[Loaded], day: str) -> Loaded | None:
    """What the store shows: as `in_force`, but never nothing where there is an edition."""
    return in_force(history, day) or min(history, key=lambda each: (each.since, each.number), default=None)


def remembered(history: list[Loaded], new: Loaded, day: str) -> list[Loaded]:
    """A document loaded again replaces its edition, unless the two state different effective dates."""
    now = shown(history, day)
    kept = []
    for each in history:
        both_stay = (each.effective and new.effective and each.effective != new.effective) or (
            not each.effective and new.effective and each.since < new.since
        )
        if each.effective != new.effective and (each != now or both_stay):
            kept.append(each)
    return [*kept, new]


def day_of(offset: int) -> str:
    return (START + timedelta(days=offset)).isoformat()


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_a_random_history(seed: int) -> None:
    dice = random.Random(seed)
    engine = open_engine(":memory:")
    history: dict[str, list[Loaded]] = {}
    clock = 0
    for number in range(dice.randint(2, 7)):
        clock += dice.randint(1, 60)
        key = dice.choice(("甲.txt", "乙.txt"))
        effective = None if dice.random() < 0.3 else day_of(dice.randint(0, 400))
        text = f"负责第{number}号仓库的盘点"
        now = datetime.fromisoformat(f"{day_of(clock)}T08:00:00").replace(tzinfo=timezone.utc)
        store.load(engine, [edition(key, effective, text)], holder="test", now=now)
        new = Loaded(effective, effective or day_of(clock), number, text)
        history[key] = remembered(history.get(key, []), new, day_of(clock))
    for offset in (-30, *sorted(dice.sample(range(450), 12))):
        day = day_of(offset)
        expected = {key: found.text for key, of_one in history.items() if (found := in_force(of_one, day))}
        found = stood(engine, day)
        texts = {
            each.document.key: record.text
            for each in found.documents
            for record in each.records
            if isinstance(record, Duty)
        }
        assert texts == expected, (seed, day, history)
        assert found.later == sorted(history.keys() - expected.keys())
        memory, _ = as_of(engine, day)
        rows = ask(memory, "who_owns", {"words": "仓库"}).to_dicts() if expected else []
        assert {row["duty"] for row in rows} == set(expected.values())
        memory.close()
    engine.close()


def test_the_store_is_left_as_it_is_on_every_engine(engine: Engine) -> None:
    for year, text in ((2024, "签订5万元以下的合同"), (2025, "签订8万元以下的合同")):
        now = datetime(year, 6, 1, tzinfo=timezone.utc)
        store.load(engine, [edition("制度.txt", f"{year}-01-01", text)], holder="test", now=now)
    before = store.state(engine)
    memory, later = as_of(engine, "2024-12-31")
    [row] = ask(memory, "who_owns", {"words": "合同"}).to_dicts()
    assert (row["duty"], later) == ("签订5万元以下的合同", [])
    assert as_of(engine, "2023-12-31")[1] == ["制度.txt"]
    assert store.state(engine) == before
    [now_row] = ask(engine, "who_owns", {"words": "合同"}).to_dicts()
    assert now_row["duty"] == "签订8万元以下的合同"


@pytest.mark.parametrize("day", ["2024", "2024-13-01", "gestern", "20240101", ""])
def test_what_is_no_day_is_refused(day: str) -> None:
    with pytest.raises(InputError, match="no day"):
        stood(open_engine(":memory:"), day)
