"""The facts form: both forms read and written as a stream, and errors that name the record."""

from __future__ import annotations

import gzip
import io
import json
import tracemalloc
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from dutygraph.graph.errors import FactsError, InputError
from dutygraph.graph.facts import (
    LISTS,
    AnyRecord,
    Document,
    Duty,
    Limit,
    Notice,
    Source,
    check,
    group_by_document,
    read_facts,
    write_facts,
)
from tests.store.papers import Paper, full_paper

Form = Literal["json", "jsonl"]
FORMS: tuple[Form, Form] = ("json", "jsonl")


def records() -> list[AnyRecord]:
    found: list[AnyRecord] = []
    for key in ("a.txt", "b.txt"):
        paper = full_paper(key)
        paper.add(Notice(code="c", severity="info", message="“引号”\n换行", source=Source(paper.id)))
        paper.add(Duty(id="d", owner_id=paper.places["总经理"], text="访谈所得",
                       source=Source(paper.id, quote="我来做", author="王", date="2025-01-01")))  # fmt: skip
        found += paper.facts().records
    return found


def written(form: Form, given_records: list[AnyRecord] | None = None) -> bytes:
    stream = io.BytesIO()
    write_facts(records() if given_records is None else given_records, stream, form)
    return stream.getvalue()


def read(data: bytes) -> list[AnyRecord]:
    return list(read_facts(io.BytesIO(data)))


def by_list(found: list[AnyRecord]) -> list[AnyRecord]:
    order = list(LISTS)
    return sorted(found, key=lambda record: order.index(str(record.__struct_config__.tag)))


def test_json_lines_come_back_in_their_order() -> None:
    assert read(written("jsonl")) == records()


def test_the_object_comes_back_list_by_list() -> None:
    assert read(written("json")) == by_list(records())


def test_the_object_has_every_list_in_order_and_no_tags() -> None:
    found = json.loads(written("json"))
    assert list(found) == ["schema", *LISTS]
    assert not any("list" in record for name in LISTS for record in found[name])
    [source] = [duty["source"] for duty in found["duties"] if "author" in duty["source"]][:1]
    assert "start" not in source, "an interview has an author instead of a span"
    assert source["quote"] == "我来做"


@pytest.mark.parametrize("form", FORMS)
def test_the_same_facts_are_the_same_bytes(form: Form) -> None:
    assert written(form) == written(form) == written(form, read(written(form)))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("zipped", [False, True])
def test_the_content_says_which_form_it_is(tmp_path: Path, form: Form, zipped: bool) -> None:
    file = tmp_path / "facts.txt"
    data = b"\xef\xbb\xbf" + written(form)
    file.write_bytes(gzip.compress(data) if zipped else data)
    assert by_list(list(read_facts(file))) == by_list(list(read_facts(str(file)))) == by_list(records())
    with file.open("rb") as stream:
        assert by_list(list(read_facts(stream))) == by_list(records())
        assert not stream.closed


@pytest.mark.parametrize("form", FORMS)
def test_nothing_is_held_of_what_is_read_and_written(form: Form) -> None:
    """A hundred thousand records in less memory than a tenth of them would take."""

    def many() -> Iterator[AnyRecord]:
        for number in range(100_000):
            yield Notice(code=f"c{number}", severity="info", message="说" * 100, source=Source("document_a"))

    class Counting(io.RawIOBase):
        size = 0

        def write(self, data: Any) -> int:
            self.size += len(data)
            return len(data)

    stream = Counting()
    tracemalloc.start()
    write_facts(many(), stream, form)  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert stream.size > 30_000_000
    assert peak < 4_000_000


@pytest.mark.parametrize("form", FORMS)
def test_records_are_read_before_the_file_ends(form: Form) -> None:
    data = written(form, [record for number in range(5000) for record in Paper(f"{number}.txt").facts().records])
    stream = io.BytesIO(data)
    next(read_facts(stream))
    assert stream.tell() < len(data)


def test_facts_are_grouped_by_document() -> None:
    for form in FORMS:
        groups = list(group_by_document(read_facts(io.BytesIO(written(form)))))
        assert [group.document.key for group in groups] == ["a.txt", "b.txt"]
        assert [group.records[0] for group in groups] == [group.document for group in groups]
        assert sum(len(group.records) for group in groups) == len(records())
        for group in groups:
            check(group)


def test_a_group_is_given_when_the_next_document_begins() -> None:
    stream = iter([*full_paper("a.txt").facts().records, *full_paper("b.txt").facts().records])
    first = next(group_by_document(stream))
    assert first.document.key == "a.txt"
    assert len(list(stream)) == len(first.records) - 1


def test_the_reading_is_of_the_facts() -> None:
    def reading(paper: Paper) -> str:
        return paper.facts().reading

    assert reading(full_paper("a.txt")) == reading(full_paper("a.txt"))
    assert reading(full_paper("a.txt")) != reading(full_paper("b.txt"))
    assert reading(full_paper("a.txt").duty("总经理", "新职责")) != reading(full_paper("a.txt"))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty; a facts file begins with its schema"),
        (b"  \n", "is empty"),
        (b"hello", "is not JSON"),
        (b"[1]", "neither a JSON object nor JSON Lines"),
        (b"{}", 'there is no "schema"'),
        (b'{"documents":[]}', 'the first key must be "schema"'),
        (b'{"schema":"dutygraph.facts/9","documents":[]}', r"the schema 'dutygraph\.facts/9'; this version reads"),
        (b'{"schema":"dutygraph.facts/9"}\n', r"the schema 'dutygraph\.facts/9'"),
        (b'{"list":"documents","id":"d"}\n', "line 1: the first line of JSON Lines must be"),
        (b'{"schema":"dutygraph.facts/1","posts":[]}', "'posts' is no list of the facts form; its lists are documents"),
        (b'{"schema":"dutygraph.facts/1","roles":{}}', "'roles' is no list"),
    ],
)
def test_files_that_are_no_facts(data: bytes, message: str) -> None:
    with pytest.raises(FactsError, match=message):
        read(data)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (b'"title":"\xe6\x80\xbb', b'"titel":"\xe6\x80\xbb', "roles.*role_.*unknown field `titel`"),
        (b'"line":"solid"', b'"line":"dashed"', "reports_to.*reports_to_.*Invalid enum value 'dashed'"),
        (b'"headcount_min":3', b'"headcount_min":"3"', "units.*unit_.*Expected `int"),
    ],
)
@pytest.mark.parametrize("form", FORMS)
def test_a_wrong_field_names_its_record(form: Form, old: bytes, new: bytes, message: str) -> None:
    data = written(form)
    assert old in data
    with pytest.raises(FactsError, match=message):
        read(data.replace(old, new, 1))


def test_a_wrong_line_is_told_by_its_number() -> None:
    lines = written("jsonl").split(b"\n")
    for number in (2, 20, len(lines) - 1):
        broken = [*lines[: number - 1], b'{"list":"roles"', *lines[number:]]
        with pytest.raises(FactsError, match=f"line {number}:"):
            read(b"\n".join(broken))
    long = [lines[0], *[b'{"list":"notices","code":"c","severity":"info","message":"' + b"x" * 300
                        + b'","source":{"document_id":"d"}}'] * 9000, b'{"list":"roles","id":"r1"}']  # fmt: skip
    with pytest.raises(FactsError, match=r"line 9002 \(roles r1\)"):
        read(b"\n".join(long))


@pytest.mark.parametrize("form", FORMS)
def test_what_is_cut_off_is_told(form: Form) -> None:
    with pytest.raises(FactsError, match="not a whole gzip file"):
        read(gzip.compress(written(form))[:-30])
    with pytest.raises(FactsError, match=r"is not JSON|line \d+"):
        read(written(form)[:-20])


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be opened"):
        list(read_facts(tmp_path / "none.json"))


def test_undecodable_bytes_are_told() -> None:
    for form in FORMS:
        with pytest.raises(FactsError):
            read(written(form).replace(b"\xe6\x80\xbb", b"\xff\xfe\xfd", 1))


@given(some.binary(max_size=200), some.integers(0, 400))
def test_no_damage_ends_in_another_error(noise: bytes, place: int) -> None:
    for form in FORMS:
        data = written(form, full_paper("a.txt").facts().records)
        broken = data[:place] + noise + data[place + len(noise) :]
        with suppress(FactsError):
            read(broken)


def test_documents_that_stand_twice_or_nowhere() -> None:
    twice = [*full_paper("a.txt").facts().records, *full_paper("a.txt").facts().records]
    with pytest.raises(FactsError, match=r"a\.txt\) stands in the facts twice"):
        list(group_by_document(twice))
    with pytest.raises(FactsError, match=r"roles role_.* has no record before it"):
        list(group_by_document(Paper("a.txt").role("经理").records[1:]))


def limited(**limit: Any) -> Paper:
    return Paper("a.txt").role("经理").authority("经理", "费用", limit=Limit(quantity="CNY", text="限", **limit))


def with_source(source: Source) -> Paper:
    paper = Paper("a.txt").role("经理")
    return paper.add(Duty(id="d", owner_id=paper.places["经理"], text="甲", source=source))


def circle() -> Paper:
    paper = Paper("a.txt").unit("甲").unit("甲/乙")
    top = paper.records[1]
    paper.records[1] = type(top)(**{**_fields(top), "parent_id": paper.places["甲/乙"]})
    return paper


def _fields(record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__struct_fields__}


def unknown(name: str) -> Paper:
    paper = full_paper("a.txt")
    paper.places["谁"] = "nobody"
    return {
        "owner": lambda: paper.duty("谁", "甲"),
        "superior": lambda: paper.line("总经理", "谁"),
        "holder": lambda: paper.authority("谁", "甲"),
        "delegate": lambda: paper.authority("总经理", "甲", delegated_from_id="nobody"),
        "deputy": lambda: paper.deputy("谁", "总经理"),
        "role": lambda: paper.holder("李", "谁"),
        "unit": lambda: paper.unit("谁/下属"),
        "measured": lambda: paper.metric("总经理", "指标", "没有的职责"),
    }[name]()


PID = Paper("a.txt").id


@pytest.mark.parametrize(
    ("paper", "message"),
    [
        (unknown("owner"), "duties owns_duty_.*: its owner_id nobody has no record in this document"),
        (unknown("superior"), "reports_to reports_to_.*: its superior_id nobody"),
        (unknown("holder"), "authorities has_authority_.*: its owner_id nobody"),
        (unknown("delegate"), "authorities has_authority_.*: its delegated_from_id nobody"),
        (unknown("deputy"), "deputies deputizes_for_.*: its deputy_id nobody"),
        (unknown("role"), "holdings holds_.*: its role_id nobody"),
        (unknown("unit"), "units unit_.*: its parent_id nobody"),
        (unknown("measured"), "metrics measured_by_.*: its duty_id owns_duty_"),
        (circle(), "units unit_.*: its parents form a circle: unit_.* → unit_.* → unit_"),
        (limited(min="5", max="3"), "authorities has_authority_.*: its limit 5–3 holds no amount"),
        (limited(min="3", max="3", max_inclusive=False), "its limit 3–3 holds no amount"),
        (limited(min="3元"), "has the end '3元', which is no decimal number"),
        (limited(max="Infinity"), "an end that is no figure"),
        (Paper("a.txt").unit("甲", headcount_min=3, headcount_max=2), "units unit_.*: its headcount 3–2 is no"),
        (Paper("a.txt").role("甲", headcount_min=-1), "roles role_.*: its headcount -1–None is no interval"),
        (with_source(Source(PID, 4, 2, "x")), "duties d: its source has the impossible span 4:2"),
        (with_source(Source(PID, 4, None, "x")), "impossible span"),
        (with_source(Source(PID, 0, 5, "xyz")), "its quote has 3 characters, its span 0:5 another length"),
        (Paper("a.txt").role("  "), "roles role_.*: its id and its title must not be empty"),
    ],
)  # fmt: skip
def test_facts_that_do_not_hold_together(paper: Paper, message: str) -> None:
    with pytest.raises(FactsError, match=rf"a\.txt: .*{message}"):
        check(paper.facts())


@pytest.mark.parametrize("limit", [{"min": "3", "max": "3"}, {"max": "5"}, {"min": "1.50", "max": "2"}, {}])
def test_intervals_that_hold(limit: dict[str, str]) -> None:
    check(limited(**limit).facts())


def test_an_id_that_stands_for_two_things() -> None:
    paper = Paper("a.txt").role("甲").role("乙").duty("甲", "审核合同")
    paper.add(type(paper.records[-1])(**{**_fields(paper.records[-1]), "owner_id": paper.places["乙"]}))
    with pytest.raises(FactsError, match=r"duties owns_duty_.*: the same id stands for another fact"):
        check(paper.facts())


def test_facts_begin_with_their_document() -> None:
    facts = full_paper("a.txt").facts()
    for wrong in (facts.records[1:], [*facts.records, Document(id="x", key="x", edition="")]):
        with pytest.raises(FactsError, match="must begin with its one document record"):
            check(type(facts)(facts.document, facts.reading, wrong))
