"""What a question comes back with: plain values, a data frame, a table with quotes; complete or not."""

from __future__ import annotations

import csv
import io
import json
import sys
import threading
from datetime import datetime, timedelta, timezone

import pytest

from dutygraph.graph import store
from dutygraph.graph.answer import Answer, Evidence, Sentences
from dutygraph.graph.ask import ask
from dutygraph.graph.catalog import Column
from dutygraph.graph.engine import Engine, Result
from dutygraph.graph.errors import InputError, StoreLocked, UnknownName
from dutygraph.graph.store.lease import Lease
from tests.ask.conftest import Loaded
from tests.conformance.graphs import documents


def made(**changes: object) -> Answer:
    facts = {"f1": ["f1", "d1", "d2", "负责<b>合同</b>", "签合同", "第3页", "", "1:9", "4:7"]}
    values: dict[str, object] = {
        "question": "made_up",
        "columns": (Column("title", "str"), Column("reports", "int", "count"), Column("also", "list[str]")),
        "rows": [("<经理>", 3, ["甲", "乙"]), (None, 0, [])],
        "evidence": Sentences([["f1"], []], facts, {"d1": "a/岗位.txt"}),
        "params": {"organization": "o1"},
        "cypher": "RETURN 1",
        "cypher_params": {},
        "computed_by": None,
        "engine": "kglite",
        "run_id": "run_1",
        "complete": True,
        "warnings": (),
    }
    return Answer(**values | changes)  # type: ignore[arg-type]


def test_evidence_is_a_sequence_in_step_with_the_rows() -> None:
    evidence = made().evidence
    first = (
        Evidence("f1", "a/岗位.txt", "负责<b>合同</b>", "第3页", "1:9"),
        Evidence("f1", "d2", "签合同", "", "4:7"),
    )
    assert list(evidence) == [first, ()]
    assert (evidence[0], evidence[-1], evidence[:1]) == (first, (), [first])
    assert evidence == [first, ()]
    assert evidence != [first]


def test_json_is_the_whole_answer_and_the_same_bytes_each_time(loaded: Loaded) -> None:
    engine = loaded("sales_office")
    text = ask(engine, "who_owns", {"words": "合同"}).to_json()
    assert text == ask(engine, "who_owns", {"words": "合同"}).to_json()
    value = json.loads(text)
    assert value["rows"][0]["owner"] == "内勤"
    assert value["evidence"][0][0]["document"] == "岗位职责.txt"
    assert value["columns"][0] == {"name": "owner_id", "type": "str", "unit": None}
    assert value["complete"] is True
    assert "OWNS_DUTY" in value["cypher"]


def test_csv_has_documents_and_quotes_after_the_columns() -> None:
    rows = list(csv.reader(io.StringIO(made().to_csv())))
    assert rows == [
        ["title", "reports", "also", "documents", "quotes"],
        ["<经理>", "3", "甲\n乙", "a/岗位.txt\nd2", "负责<b>合同</b>\n签合同"],
        ["", "0", "", "", ""],
    ]


def test_pandas_gets_the_rows_their_quotes_and_the_units() -> None:
    frame = made().to_pandas()
    assert list(frame.columns) == ["title", "reports", "also", "quotes"]
    assert frame["quotes"][0] == ["负责<b>合同</b>", "签合同"]
    assert frame.attrs["units"] == {"reports": "count"}
    assert frame["reports"].sum() == 3


def test_without_pandas_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(InputError, match=r"dutygraph\[notebook\]"):
        made().to_pandas()


def test_a_notebook_shows_a_table_with_quotes_and_runs_nothing_from_a_document() -> None:
    page = made(warnings=("A & B",), complete=False)._repr_html_()
    assert "&lt;经理&gt;" in page
    assert "负责&lt;b&gt;合同&lt;/b&gt;" in page
    assert "a/岗位.txt, 第3页" in page
    assert "<small>count</small>" in page
    assert "A &amp; B" in page
    assert "A load was under way" in page
    assert "<b>" not in page


def test_a_long_answer_says_how_much_of_it_a_notebook_shows() -> None:
    many = made(rows=[("x", 1, [])] * 1000, evidence=Sentences([[]] * 1000, {}, {}))
    page = many._repr_html_()
    assert page.count("<tr>") == 201
    assert "200 of 1000 rows shown." in page


def test_the_cypher_shown_gives_the_rows_again(loaded: Loaded) -> None:
    engine = loaded("sales_office")
    answer = ask(engine, "who_owns", {"words": "合同"})
    again = engine.read(answer.cypher, answer.cypher_params)
    assert [row[:-1] for row in again.rows] == answer.rows


def begin_loading(engine: Engine) -> Lease:
    lease = Lease(engine, "somebody", datetime.now(timezone.utc))
    lease.take()
    return lease


def test_while_a_load_runs_an_answer_says_that_it_is_not_complete(loaded: Loaded) -> None:
    engine = loaded("sales_office")
    run = ask(engine, "organizations").run_id
    lease = begin_loading(engine)
    answer = ask(engine, "organizations", patience=0)
    assert not answer.complete
    assert len(answer.rows) == 1
    with pytest.raises(UnknownName):
        ask(engine, "role_card", {"role": "没有这个岗位"}, patience=0)
    lease.ready("2025-01-01")
    answer = ask(engine, "organizations", patience=0)
    assert answer.complete
    assert answer.run_id != run


def test_an_answer_waits_for_the_load_to_end(loaded: Loaded) -> None:
    engine = loaded("sales_office")
    lease = begin_loading(engine)
    looked = threading.Event()

    class Watched:
        """The engine, telling when somebody has looked at it."""

        name, address = engine.name, engine.address

        def read(self, cypher: str, params: object = None) -> object:
            result = engine.read(cypher, params)  # type: ignore[arg-type]
            looked.set()
            return result

    answers: list[Answer] = []
    asking = threading.Thread(target=lambda: answers.append(ask(Watched(), "organizations", patience=60)))  # type: ignore[arg-type]
    asking.start()
    assert looked.wait(30)
    lease.ready("2025-01-01")
    asking.join(30)
    assert [answer.complete for answer in answers] == [True]


def test_a_load_between_two_looks_is_noticed(loaded: Loaded) -> None:
    engine = loaded("sales_office")
    meddled: list[str] = []

    class Meddling:
        """The engine, on which a whole load happens in the middle of the first question."""

        name, address = engine.name, engine.address

        def read(self, cypher: str, params: object = None) -> object:
            if not meddled and "collect" in cypher:
                meddled.append(cypher)
                store.load(engine, documents("traditional"), holder="other", now=datetime.now(timezone.utc))
            return engine.read(cypher, params)  # type: ignore[arg-type]

    answer = ask(Meddling(), "organizations", {"organization": "东方"})  # type: ignore[arg-type]
    assert answer.complete
    assert answer.run_id == store.state(engine).run_id
    assert meddled


def test_an_expired_load_is_not_waited_for_longer_than_told(loaded: Loaded) -> None:
    engine = loaded("sales_office")
    Lease(engine, "killed", datetime.now(timezone.utc) - timedelta(days=1)).take()
    assert not ask(engine, "organizations", patience=0.1).complete


def test_columns_torn_by_a_load_are_asked_for_again(loaded: Loaded) -> None:
    engine = loaded("sales_office")
    lease: list[Lease] = []

    class Torn:
        """The engine, whose load has deleted half of what a statement reads: a server gives what is committed."""

        name, address = engine.name, engine.address

        def read(self, cypher: str, params: object = None) -> Result:
            result = engine.read(cypher, params)  # type: ignore[arg-type]
            if "OWNS_DUTY" not in cypher or (lease and store.state(engine).state == "ready"):
                return result
            if not lease:
                lease.append(begin_loading(engine))
            [first, *others] = result.rows[0]
            return Result(result.columns, [(first[:-1], *others)])

    with pytest.raises(StoreLocked, match="is being loaded"):
        ask(Torn(), "overlapping_duties", patience=0)  # type: ignore[arg-type]
    lease[0].ready("2025-01-01")
    assert ask(Torn(), "overlapping_duties", patience=0).complete  # type: ignore[arg-type]


def test_a_computation_at_fault_is_no_matter_of_loads(loaded: Loaded) -> None:
    engine = loaded("sales_office")

    class Faulty:
        """The engine, which forgets a value though nobody loads."""

        name, address = engine.name, engine.address

        def read(self, cypher: str, params: object = None) -> Result:
            result = engine.read(cypher, params)  # type: ignore[arg-type]
            if "OWNS_DUTY" not in cypher:
                return result
            [first, *others] = result.rows[0]
            return Result(result.columns, [(first[:-1], *others)])

    with pytest.raises(ValueError, match="zip"):
        ask(Faulty(), "overlapping_duties", patience=0)  # type: ignore[arg-type]
