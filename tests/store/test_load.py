"""What a load makes of documents: the examples of docs/model.md."""

from __future__ import annotations

from itertools import permutations

import pytest
from msgspec.structs import replace

from dutygraph.graph import identity as ids
from dutygraph.graph import schema, store
from dutygraph.graph.engine import Engine
from dutygraph.graph.engines import open_engine
from dutygraph.graph.errors import FactsError, InputError
from dutygraph.graph.facts import DocumentFacts, Limit
from dutygraph.graph.store import LoadOutcome
from dutygraph.graph.store.statements import statement
from tests.store.papers import FIRM, Paper, full_paper
from tests.store.snapshot import Snapshot, facts_only, graph_snapshot


def load(engine: Engine, *papers: Paper) -> LoadOutcome:
    return store.load(engine, [paper.facts() for paper in papers], holder="test")


def graph_of(*papers: Paper) -> Snapshot:
    engine = open_engine(":memory:")
    load(engine, *papers)
    return graph_snapshot(engine)


def counts(outcome: LoadOutcome) -> tuple[int, int, int, int]:
    return outcome.facts_created, outcome.facts_changed, outcome.facts_moved, outcome.facts_removed


def office(key: str, *duties: str, before: str = "") -> Paper:
    paper = Paper(key, said=before + FIRM).unit("销售部").role("销售部/经理").role("销售部/业务员")
    paper.line("销售部/业务员", "销售部/经理")
    for text in duties:
        paper.duty("销售部/业务员", text)
    return paper


def test_everything_that_facts_can_state_is_in_the_graph(engine: Engine) -> None:
    outcome = load(engine, full_paper("a.txt"))
    graph = graph_snapshot(engine)
    stated = {model.label for model in schema.NODES} - {schema.STORE}
    stated |= {model.type for model in schema.RELATIONSHIPS} - {schema.NARROWS, schema.OVERLAPS_WITH}
    assert all(graph[name] for name in stated)
    records = full_paper("a.txt").facts().records
    assert counts(outcome) == (len(records) - 1, 0, 0, 0)
    [limited] = [grant for grant in graph["HAS_AUTHORITY"].values() if "limit_max" in grant]
    assert (limited["limit_max"], limited["max_inclusive"], limited["quantity"], limited["per"], limited["step"]) == (
        50000.0, True, "CNY", "transaction", 1,
    )  # fmt: skip
    assert limited["delegated_from_id"] == next(id_ for id_, role in graph["Role"].items() if role["title"] == "总经理")
    starts = {metric["from_end"].split()[0] for metric in graph["MEASURED_BY"].values()}
    assert starts == {"Duty", "Role", "Unit"}


def test_every_piece_of_evidence_is_the_sentence_at_its_span(engine: Engine) -> None:
    papers = {paper.id: paper for paper in (full_paper("a.txt"), full_paper("b.txt"), office("c.txt", "拜访客户"))}
    load(engine, *papers.values())
    pieces = [
        piece
        for rows in graph_snapshot(engine).values()
        for row in rows.values()
        if "quotes" in row
        for piece in zip(row["document_ids"], row["quotes"], row["spans"], row["locators"], strict=True)
    ]
    assert len(pieces) > 60
    for document, quote, span, locator in pieces:
        start, end = map(int, span.split(":"))
        assert papers[document].text[start:end] == quote
        assert locator == f"第{papers[document].text[:start].count(chr(10)) + 1}行"


def test_loaded_twice_nothing_differs(engine: Engine) -> None:
    load(engine, full_paper("a.txt"), office("b.txt", "归档合同"))
    first, state = graph_snapshot(engine), store.state(engine)
    outcome = load(engine, full_paper("a.txt"), office("b.txt", "归档合同"))
    assert graph_snapshot(engine) == first
    assert (outcome.unchanged, counts(outcome)) == (("a.txt", "b.txt"), (0, 0, 0, 0))
    assert store.state(engine).run_id == state.run_id, "nothing to do is no run"


def test_another_reading_of_the_same_facts_writes_only_the_archive(engine: Engine) -> None:
    load(engine, full_paper("a.txt"))
    first = facts_only(graph_snapshot(engine))
    facts = full_paper("a.txt").facts()
    outcome = store.load(engine, [DocumentFacts(facts.document, "read otherwise", facts.records)], holder="test")
    assert facts_only(graph_snapshot(engine)) == first
    assert (outcome.changed, counts(outcome)) == (("a.txt",), (0, 0, 0, 0))
    assert store.readings(engine) == {"a.txt": "read otherwise"}


def test_one_duty_cut_out_is_the_one_fact_that_goes(engine: Engine) -> None:
    load(engine, office("a.txt", "审核合同", "签订合同", "归档合同", "催收货款"))
    before = graph_snapshot(engine)
    outcome = load(engine, office("a.txt", "审核合同", "归档合同", "催收货款"))
    after = graph_snapshot(engine)
    assert counts(outcome) == (0, 0, 2, 1)
    assert before["OWNS_DUTY"].keys() - after["OWNS_DUTY"].keys() == {
        office("a.txt").duty_fact("销售部/业务员", "签订合同")
    }
    assert {before["Duty"][id_]["text"] for id_ in before["Duty"].keys() - after["Duty"].keys()} == {"签订合同"}
    assert after == graph_of(office("a.txt", "审核合同", "归档合同", "催收货款"))


def test_a_document_that_only_moved_has_changed_nothing(engine: Engine) -> None:
    load(engine, full_paper("a.txt"), office("b.txt", "审核合同"))
    outcome = load(engine, office("b.txt", "审核合同", before="前言。"))
    assert outcome.facts_changed == 1, "the sentence that names the firm is another one"
    assert outcome.facts_moved == len(office("b.txt", "审核合同").records) - 1
    assert (outcome.facts_created, outcome.facts_removed) == (0, 0)


def two_views_of_one_line() -> tuple[Paper, Paper]:
    first = Paper("甲.txt").role("总经理", said="总经理主持工作", headcount_min=1).role("秘书", kind="external")
    first.line("秘书", "总经理", said="秘书由总经理直接领导", basis="inferred")
    second = Paper("乙.txt").role("秘书", said="岗位：秘书", summary="文字工作").role("总经理", kind="external")
    second.line("秘书", "总经理", said="秘书对总经理负责")
    return first, second


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize("at_once", [True, False])
def test_two_documents_state_one_line(engine: Engine, order: tuple[int, int], at_once: bool) -> None:
    papers = two_views_of_one_line()
    if at_once:
        load(engine, *(papers[number] for number in order))
    else:
        for number in order:
            load(engine, papers[number])
    graph = graph_snapshot(engine)
    [line] = graph["REPORTS_TO"].values()
    first, second = sorted(papers, key=lambda paper: paper.document.key)
    assert line["document_ids"] == [first.id, second.id]
    assert line["quotes"] == ["秘书对总经理负责", "秘书由总经理直接领导"]
    assert line["basis"] == "stated", "of the first document by key"
    roles = {role["title"]: role for role in graph["Role"].values()}
    assert [roles[title]["kind"] for title in ("秘书", "总经理")] == ["post", "post"], "whichever document says so"
    assert (roles["秘书"]["summary"], roles["总经理"]["headcount_min"]) == ("文字工作", 1)
    assert graph == graph_of(*papers)
    outcome = store.remove(engine, [first.document.key], holder="test")
    assert graph_snapshot(engine) == graph_of(second)
    assert outcome.removed == (first.document.key,)


def test_contradictions_are_noticed_with_their_sentence(memory: Engine) -> None:
    first = Paper("a.txt").role("司机", said="司机二人", headcount_min=2)
    second = Paper("b.txt").role("司机", said="司机三人", headcount_min=3)
    load(memory, first)
    [notice] = load(memory, second).notices
    assert (notice.code, notice.severity, notice.source.quote) == ("values_differ", "warning", "司机三人")
    assert all(word in notice.message for word in ("headcount_min", "2", "a.txt", "3", "b.txt"))
    assert next(iter(graph_snapshot(memory)["Role"].values()))["headcount_min"] == 2
    assert load(memory, second).notices == ()


def test_a_sentence_stated_twice_is_one_fact_with_two_places(engine: Engine) -> None:
    load(engine, office("a.txt", "审核合同", "审核合同"))
    [owned] = graph_snapshot(engine)["OWNS_DUTY"].values()
    assert owned["quotes"] == ["审核合同。", "审核合同。"]
    assert len(set(owned["spans"])) == 2


def test_one_sentence_read_twice_is_one_piece_of_evidence(memory: Engine) -> None:
    paper = office("a.txt", "审核合同")
    paper.add(paper.records[-1])
    load(memory, paper)
    [owned] = graph_snapshot(memory)["OWNS_DUTY"].values()
    assert owned["quotes"] == ["审核合同。"]


def test_a_solid_and_an_acting_line_between_one_pair_are_two_facts(engine: Engine) -> None:
    load(engine, office("a.txt").line("销售部/业务员", "销售部/经理", "acting", "主管空缺时"))
    lines = {line["line"]: line.get("condition") for line in graph_snapshot(engine)["REPORTS_TO"].values()}
    assert lines == {"acting": "主管空缺时", "solid": None}


def test_one_title_in_two_units_is_two_roles(engine: Engine) -> None:
    load(engine, office("a.txt").unit("大区").role("大区/业务员"))
    graph = graph_snapshot(engine)
    assert sorted(role["title"] for role in graph["Role"].values()) == ["业务员", "业务员", "经理"]
    assert len(graph["IN_UNIT"]) == 3


def test_amounts_that_differ_by_a_point_are_two_grants(engine: Engine) -> None:
    paper = Paper("a.txt").role("经理")
    for low, text in (("15000", "1.5万元以上"), ("150000", "15万元以上")):
        paper.authority("经理", "费用支出", limit=Limit(quantity="CNY", min=low, text=text))
    paper.duty("经理", "审批1.5万元支出").duty("经理", "审批15万元支出")
    load(engine, paper)
    graph = graph_snapshot(engine)
    assert sorted(grant["limit_min"] for grant in graph["HAS_AUTHORITY"].values()) == [15000.0, 150000.0]
    assert (len(graph["Authority"]), len(graph["Duty"])) == (1, 2)


def test_firms_nobody_named_alike_do_not_merge(engine: Engine) -> None:
    load(engine, office("a.txt", "审核合同"))
    other = Paper("b.txt", firm="远山机电").role("经理").duty("经理", "审核合同")
    load(engine, other)
    graph = graph_snapshot(engine)
    assert len(graph["Organization"]) == len(graph["Duty"]) == 2


def test_documents_in_any_order_make_the_same_graph(memory: Engine) -> None:
    papers = [full_paper("b.txt"), office("a.txt", "审核合同", "拜访客户"), *two_views_of_one_line()]
    expected = graph_of(*papers)
    for order in permutations(papers):
        one_by_one = open_engine(":memory:")
        for paper in order:
            load(one_by_one, paper)
        assert graph_snapshot(one_by_one) == expected
        assert graph_of(*order) == expected


def test_a_removed_document_leaves_the_graph_of_the_others(engine: Engine) -> None:
    papers = [full_paper("a.txt"), office("b.txt", "审核合同", "拜访客户"), full_paper("c.txt")]
    load(engine, *papers)
    outcome = store.remove(engine, ["a.txt", "b.txt"], holder="test")
    assert graph_snapshot(engine) == graph_of(papers[2])
    assert outcome.removed == ("a.txt", "b.txt")
    store.remove(engine, ["c.txt"], holder="test")
    assert not any(graph_snapshot(engine).values())


def test_one_load_adds_replaces_and_removes(engine: Engine) -> None:
    load(engine, office("a.txt", "审核合同"), office("b.txt", "归档合同"), full_paper("c.txt"))
    given = [office("b.txt", "审核合同").facts(), office("d.txt", "归档合同").facts()]
    outcome = store.load(engine, given, holder="test", remove={"a.txt"})
    assert (outcome.added, outcome.changed, outcome.removed) == (("d.txt",), ("b.txt",), ("a.txt",))
    assert graph_snapshot(engine) == graph_of(
        office("b.txt", "审核合同"), office("d.txt", "归档合同"), full_paper("c.txt")
    )


def test_export_gives_back_every_record_in_order_of_key(engine: Engine) -> None:
    papers = [full_paper("b.txt"), office("a.txt", "审核合同")]
    load(engine, *papers)
    expected = [record for paper in (papers[1], papers[0]) for record in paper.facts().records]
    assert list(store.export_facts(engine)) == expected


def test_the_documents_are_listed(engine: Engine) -> None:
    paper = full_paper("b.txt")
    load(engine, paper, office("a.txt"))
    rows = store.documents(engine)
    assert [row.key for row in rows] == ["a.txt", "b.txt"]
    assert (rows[1].id, rows[1].title, rows[1].version, rows[1].reading) == (
        paper.id, "岗位说明书", "2", paper.facts().reading,
    )  # fmt: skip
    assert store.readings(engine) == {row.key: row.reading for row in rows}


def test_overlaps_of_whom_a_load_touches_are_judged_anew(engine: Engine) -> None:
    paper = Paper("a.txt").role("甲").role("乙").role("丙").role("丁")
    for name in ("甲", "乙", "丙", "丁"):
        paper.duty(name, f"{name}的工作")
    load(engine, paper)
    places = paper.places
    rows = [
        {"id": f"overlap_{a}{b}", "from_id": places[a], "to_id": places[b], "kind": "duplicate", "score": 1.0,
         "duty_ids": [], "reason": "", "arbiter_id": None}
        for a, b in (("甲", "乙"), ("丙", "丁"))
    ]  # fmt: skip
    engine.write([statement("role_overlaps_with_role", rows=rows)])
    other = Paper("b.txt").role("甲").duty("甲", "新的工作")
    load(engine, other)
    assert list(graph_snapshot(engine)["OVERLAPS_WITH"]) == ["overlap_丙丁"]


def test_nothing_is_written_for_facts_that_do_not_hold(engine: Engine) -> None:
    good, bad = office("a.txt", "审核合同"), office("b.txt")
    bad.places["无"] = "role_0000000000000000"
    bad.duty("无", "归档合同")
    with pytest.raises(FactsError, match=r"b\.txt: duties owns_duty_\w+: its owner_id role_0000000000000000"):
        load(engine, good, bad)
    assert store.documents(engine) == []
    assert store.state(engine).run_id == ""


def test_keys_that_cannot_be_loaded_or_removed(engine: Engine) -> None:
    load(engine, office("a.txt"))
    with pytest.raises(InputError, match=r"no document 'z\.txt'"):
        store.remove(engine, ["z.txt"], holder="test")
    with pytest.raises(InputError, match="loaded and removed at once"):
        store.load(engine, [office("a.txt").facts()], holder="test", remove=["a.txt"])
    with pytest.raises(InputError, match="given twice"):
        load(engine, office("b.txt"), office("b.txt", "审核合同"))
    assert load(engine, office("a.txt"), office("a.txt")).unchanged == ("a.txt",), "the same twice is no contradiction"
    borrowed = office("b.txt").facts()
    renamed = DocumentFacts(replace(borrowed.document, key="c.txt"), "", [replace(borrowed.document, key="c.txt")])
    with pytest.raises(FactsError, match="another document has that id"):
        store.load(engine, [borrowed, renamed], holder="test")
    stranger = office("c.txt").facts()
    impostor = full_paper("a.txt")
    impostor.document = stranger.document
    with pytest.raises(FactsError, match="names the document"):
        load(engine, impostor)
    assert [row.key for row in store.documents(engine)] == ["a.txt"]


def test_long_facts_are_archived_in_parts(memory: Engine) -> None:
    paper = Paper("a.txt").role("经理")
    for number in range(30_000):
        paper.duty("经理", ids.make_id("", str(number)) + ids.make_id("", f"{number}x"))
    load(memory, paper)
    parts = memory.read("MATCH (a:Archive) RETURN size(a.data) AS size, a.parts AS parts").rows
    assert len(parts) == parts[0][1] > 1
    assert max(size for size, _ in parts) <= 1_000_000
    assert list(store.export_facts(memory)) == paper.facts().records
