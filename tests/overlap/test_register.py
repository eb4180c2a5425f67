"""The register of an invented office."""

from __future__ import annotations

import random

import numpy as np
import pytest

from dutygraph.graph.measures.escalation import Superiors
from dutygraph.graph.measures.overlaps import candidates
from dutygraph.graph.measures.overlaps import register as module
from dutygraph.graph.measures.overlaps.common import with_common_words
from dutygraph.graph.measures.overlaps.prepared import Prepared, prepare
from dutygraph.graph.measures.overlaps.question import entries
from dutygraph.graph.measures.overlaps.register import Duty, Owner, Register, register

OWNERS = [
    Owner("head", "主任"),
    Owner("stock", "仓库主管", unit_ids=("store",)),
    Owner("clerk", "仓管员", unit_ids=("store",)),
    Owner("books", "会计"),
    Owner("store", "仓储部", is_unit=True),
]
LINES = Superiors(["stock", "books", "clerk"], ["head", "head", "stock"])
DUTIES = [
    Duty("1", "d1", "stock", "组织仓库库存盘点"),
    Duty("2", "d2", "books", "组织仓库库存盘点"),
    Duty("3", "d3", "books", "登记现金日记账"),
    Duty("4", "d4", "clerk", "搬运到货"),
    Duty("5", "d5", "store", "搬运到货"),
    Duty("6", "d6", "head", "完成其他交办事项"),
    Duty("7", "d7", "books", "完成其他交办事项"),
]


def made(duties: list[Duty] = DUTIES, owners: list[Owner] = OWNERS) -> Register:
    return register(duties, owners, LINES)


def test_a_matter_with_two_owners_and_who_settles_it() -> None:
    found = made()
    (cluster,) = found.clusters
    assert cluster.duties == ("1", "2") or cluster.duties == ("2", "1")
    assert set(cluster.owners) == {"stock", "books"}
    assert cluster.arbiter_id == "head"
    assert cluster.label == "duplicate"
    assert cluster.proposal.owner_id == "stock"
    assert found.explain(cluster.pairs[0])


def test_a_unit_and_its_post_are_listed_apart() -> None:
    assert [{overlap.a, overlap.b} for overlap in made().by_design] == [{"4", "5"}]


def test_who_only_helps_does_not_own() -> None:
    helping = [Duty(d.id, d.duty_id, d.owner_id, d.text, "assist") for d in DUTIES[:2]]
    (cluster,) = made(helping).clusters
    assert cluster.nobody_owns


def test_the_only_owner_is_proposed() -> None:
    one = [DUTIES[0]._replace(mode="assist"), DUTIES[1]]
    (cluster,) = made(one).clusters
    assert cluster.proposal.owner_id == "books"
    assert not cluster.nobody_owns


def test_the_order_of_the_input_changes_nothing() -> None:
    shuffled, owners = DUTIES[:], OWNERS[:]
    random.Random(3).shuffle(shuffled)
    random.Random(4).shuffle(owners)
    assert made(shuffled, owners) == made()


def test_five_thousand_copies_are_one_cluster() -> None:
    owners = [Owner(f"o{n}", f"岗位{n}") for n in range(5000)]
    found = register([Duty(f"{n}", "d", f"o{n}", "维护展厅秩序") for n in range(5000)], owners, Superiors([], []))
    (cluster,) = found.clusters
    assert len(cluster.owners) == 5000
    assert found.compared < 6000


def test_equal_posts_of_one_pool_are_no_fault() -> None:
    owners = [Owner("a", "业务代表"), Owner("b", "业务代表")]
    texts = ["拜访终端门店", "收集订单"]
    found = register([Duty(f"{o.id}{t}", t, o.id, t) for o in owners for t in texts], owners, Superiors([], []))
    assert not found.clusters
    assert found.by_design


def test_of_too_many_pairs_the_nearest_are_scored_and_what_is_missed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    everything = made()
    assert everything.warnings == []
    monkeypatch.setattr(module, "MOST_SCORED", 1)
    some = made()
    assert some.recall is not None and 0 < some.recall <= 1
    assert "of the overlaps" in some.warnings[0]
    assert some.clusters == everything.clusters


def test_of_too_many_duties_those_that_say_the_same_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_COMPARED", 3)
    near = [*DUTIES[2:], DUTIES[0], DUTIES[1]._replace(text="负责组织仓库库存盘点工作")]
    found = made(near)
    assert [set(cluster.duties) for cluster in found.clusters] == [{"1", "2"}]
    assert found.warnings == ["Only duties that say the same were compared: 7 are more than 3."]


@pytest.mark.parametrize("duties", [[], [Duty("1", "d", "head", "")], [Duty("1", "d", "nobody", "审核合同")]])
def test_nothing_to_compare_is_an_empty_register(duties: list[Duty]) -> None:
    found = made(duties)
    assert (found.clusters, found.by_design, found.compared) == ((), (), 0)


def test_what_says_nothing_new_comes_after_what_does() -> None:
    owners = [Owner(f"o{n}", title) for n, title in enumerate(["会计", "仓库主管", "质检组长", "保安"])]
    held = [("组织仓库库存盘点", (0, 1, 2)), ("检验进厂原料的质量", (2, 3))]
    duties = [Duty(f"{text}{n}", text, f"o{n}", text) for text, holders in held for n in holders]
    shown = entries(register(duties, owners, Superiors([], [])))
    assert len(shown) == 4
    assert len({entry.matter for entry in shown[:2]}) == 2


def test_one_side_that_helps_by_its_mode_is_support() -> None:
    helping = [DUTIES[0]._replace(mode="assist"), DUTIES[1]]
    assert made(helping).clusters[0].label == "support"


def test_a_post_named_in_a_duty_is_not_its_matter() -> None:
    owners = [Owner("a", "按揭专员"), Owner("b", "营销主管"), Owner("c", "置业顾问")]
    duties = [
        Duty("1", "1", "a", "培训置业顾问信贷知识"),
        Duty("2", "2", "b", "协调置业顾问的协作"),
        Duty("3", "3", "c", "带看房源"),
    ]
    assert register(duties, owners, Superiors([], [])).clusters == ()


def test_what_every_duty_of_an_office_is_about_tells_little() -> None:
    texts = [f"{verb}苗木" for verb in ("修剪", "嫁接", "运输", "包装", "浇灌", "搬运", "验收")]
    duties = prepare(["登记苗木合同", *texts], [""] * 8)
    place = list(duties.words).index("苗木")

    def share(prepared: Prepared) -> float:
        weights = prepared.phrase_weights[0]
        return float(weights[prepared.phrase_words[0] == place].sum() / weights.sum())

    assert share(with_common_words(duties)) < share(duties)
    weighed = with_common_words(duties).phrase_weights.sum((1, 2))
    assert weighed == pytest.approx(duties.phrase_weights.sum((1, 2)))


def test_who_helps_whom_comes_after_what_two_claim() -> None:
    owners = [Owner(f"o{n}", title) for n, title in enumerate(["会计", "仓库主管", "质检组长", "保安"])]
    duties = [
        Duty("1", "1", "o0", "组织仓库库存盘点"),
        Duty("2", "2", "o1", "组织仓库库存盘点", "assist"),
        Duty("3", "3", "o2", "检验进厂原料的质量"),
        Duty("4", "4", "o3", "检验进厂原料的质量"),
    ]
    shown = [entry.pair.label for entry in entries(register(duties, owners, Superiors([], [])))]
    assert shown == ["duplicate", "support"]


def test_of_very_many_pairs_the_nearest_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of duties about one thing make more pairs than the memory holds."""
    texts = [f"组织{place}库存盘点" for place in ("仓库", "商店", "车间", "展厅", "工地", "门店", "基地", "库房")]
    prepared = prepare(texts, [f"岗位{n}" for n in range(len(texts))])
    rows = np.arange(len(texts))
    every = {(a, b): s for a, b, s in zip(*candidates.sharing_pairs(prepared, rows, 0.2), strict=True)}
    monkeypatch.setattr(candidates, "MOST_HELD", 20)
    monkeypatch.setattr(candidates, "BLOCK", 2)
    held = {(a, b): s for a, b, s in zip(*candidates.sharing_pairs(prepared, rows, 0.2), strict=True)}
    assert 0 < len(held) < len(every)
    assert held.items() <= every.items()
    assert min(held.values()) >= sorted(every.values())[-len(held)] - 2 * candidates._SPREAD
