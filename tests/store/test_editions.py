"""Editions of one document: which replace each other, which stay, and which the graph shows."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from dutygraph.graph import store
from dutygraph.graph.engine import Engine
from dutygraph.graph.engines import open_engine
from dutygraph.graph.errors import InputError
from dutygraph.graph.facts import DocumentFacts
from dutygraph.graph.store.archive import editions
from tests.store.papers import Paper
from tests.store.snapshot import graph_snapshot

CHINA = timezone(timedelta(hours=8))


def day(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}T07:00:00").replace(tzinfo=CHINA)


def edition(duty: str, effective: str | None = None, key: str = "制度.txt") -> DocumentFacts:
    return Paper(key, effective_date=effective).role("经理").duty("经理", duty).facts()


def load(engine: Engine, now: str, *given: DocumentFacts, **more: Any) -> store.LoadOutcome:
    return store.load(engine, given, holder="test", now=day(now), **more)


def shown(engine: Engine) -> list[str]:
    return sorted(duty["text"] for duty in graph_snapshot(engine)["Duty"].values())


def kept(engine: Engine) -> list[str | None]:
    return sorted((each.effective_date for each in editions(engine)), key=str)


def test_an_edition_without_a_date_is_replaced(engine: Engine) -> None:
    load(engine, "2026-01-01", edition("旧职责"))
    outcome = load(engine, "2026-01-02", edition("新职责"))
    assert (shown(engine), kept(engine), outcome.changed) == (["新职责"], [None], ("制度.txt",))


def test_editions_with_other_dates_stay_and_the_latest_in_force_shows(engine: Engine) -> None:
    load(engine, "2026-01-01", edition("二五年职责", "2025-01-01"))
    load(engine, "2026-01-02", edition("二四年职责", "2024-01-01"))
    assert shown(engine) == ["二五年职责"], "an older edition that is loaded later is not the one in force"
    load(engine, "2026-01-03", edition("二六年职责", "2026-01-01"))
    assert (shown(engine), kept(engine)) == (["二六年职责"], ["2024-01-01", "2025-01-01", "2026-01-01"])
    corrected = load(engine, "2026-01-04", edition("二六年更正", "2026-01-01"))
    assert (shown(engine), kept(engine)) == (["二六年更正"], ["2024-01-01", "2025-01-01", "2026-01-01"])
    assert corrected.changed == ("制度.txt",)


def test_a_future_edition_shows_from_its_day_on(engine: Engine) -> None:
    other = edition("别的职责", key="b.txt")
    load(engine, "2026-01-01", edition("现行职责", "2025-01-01"), edition("将来职责", "2026-03-01"), other)
    assert shown(engine) == ["别的职责", "现行职责"]
    assert [row.effective_date for row in store.documents(engine)] == [None, "2025-01-01"]
    assert load(engine, "2026-02-28", other).changed == ()
    assert store.state(engine).as_of == "2026-02-28"
    outcome = load(engine, "2026-03-01", other)
    assert (shown(engine), outcome.changed) == (["别的职责", "将来职责"], ("制度.txt",))
    assert (outcome.facts_created, outcome.facts_removed) == (1, 1)


def test_the_last_loaded_reading_is_the_one_that_is_known(engine: Engine) -> None:
    load(engine, "2026-01-01", edition("现行职责", "2025-01-01"))
    coming = edition("将来职责", "2027-01-01")
    load(engine, "2026-01-02", coming)
    assert store.readings(engine) == {"制度.txt": coming.reading}
    assert load(engine, "2026-01-02", coming).unchanged == ("制度.txt",)


def test_a_document_of_the_future_alone_is_shown_and_noticed(engine: Engine) -> None:
    outcome = load(engine, "2026-01-01", edition("将来职责", "2027-01-01"))
    assert shown(engine) == ["将来职责"]
    [notice] = outcome.notices
    assert notice.code == "not_in_force_yet"
    assert "2027-01-01" in notice.message


def test_a_date_added_by_hand_makes_a_correction(engine: Engine) -> None:
    load(engine, "2026-01-10", edition("没有日期"))
    load(engine, "2026-01-11", edition("有了日期", "2025-06-01"))
    assert (shown(engine), kept(engine)) == (["有了日期"], ["2025-06-01"])


def test_an_undated_edition_holds_until_the_date_of_the_next(engine: Engine) -> None:
    load(engine, "2026-01-10", edition("没有日期"))
    load(engine, "2026-01-11", edition("将来职责", "2026-07-01"))
    assert (shown(engine), kept(engine)) == (["没有日期"], ["2026-07-01", None])
    load(engine, "2026-07-01")
    assert shown(engine) == ["将来职责"]


def test_an_undated_edition_replaces_the_one_in_force(engine: Engine) -> None:
    load(engine, "2026-01-01", edition("二四年职责", "2024-01-01"), edition("二五年职责", "2025-01-01"))
    load(engine, "2026-01-02", edition("没有日期"))
    assert (shown(engine), kept(engine)) == (["没有日期"], ["2024-01-01", None])


def test_removing_a_document_removes_all_its_editions(engine: Engine) -> None:
    load(engine, "2026-01-01", edition("现行职责", "2025-01-01"), edition("将来职责", "2027-01-01"))
    store.remove(engine, ["制度.txt"], holder="test")
    assert not any(graph_snapshot(engine).values())


def test_one_date_given_twice_is_refused(memory: Engine) -> None:
    with pytest.raises(InputError, match="given twice"):
        load(memory, "2026-01-01", edition("甲", "2025-01-01"), edition("乙", "2025-01-01"))


def test_the_order_of_loading_does_not_matter(memory: Engine) -> None:
    three = [edition(f"职责{year}", f"{year}-01-01") for year in (2024, 2025, 2027)]
    load(memory, "2026-01-01", *three)
    for order in ((2, 0, 1), (1, 2, 0)):
        other = open_engine(":memory:")
        for number in order:
            load(other, "2026-01-01", three[number])
        assert graph_snapshot(other) == graph_snapshot(memory)


def test_an_evening_in_the_west_is_not_a_day_early(memory: Engine) -> None:
    """There the day of the load is over in UTC, in which times are kept."""
    west = timezone(timedelta(hours=-8))
    for evening, duty in ((1, "旧职责"), (2, "新职责")):
        now = datetime(2026, 1, evening, 20, tzinfo=west)
        outcome = store.load(memory, [edition(duty)], holder="test", now=now)
        assert (shown(memory), outcome.notices) == ([duty], ())
    assert store.state(memory).as_of == "2026-01-02"
