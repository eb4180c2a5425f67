"""Bands: what a reader of the clauses would say, and a brute-force oracle on random matters."""

from __future__ import annotations

import os
import random
from decimal import Decimal
from itertools import product

import pytest

from dutygraph.graph.measures.bands import (
    Band,
    Grant,
    Scale,
    bands,
    beyond_delegator,
    falling_limits,
    flaws,
    late_reviews,
    own_requests,
    scales,
    step_gaps,
)
from dutygraph.graph.text.limits import read_limits

MANY = int(os.environ.get("DUTYGRAPH_EXAMPLES", "500"))
UNIT = Decimal("0.01")
CNY = Scale("CNY")


def grants_of(*clauses: str) -> list[Grant]:
    """The grants that clauses state; the holder is named by its title."""
    return [
        Grant(
            f"{number}.{place}", limit.role or "?", limit.act, limit.min, limit.max, limit.min_inclusive,
            limit.max_inclusive, limit.quantity, None, limit.base, limit.condition, limit.step, str(number),
        )
        for number, clause in enumerate(clauses)
        for place, limit in enumerate(read_limits(clause))
    ]  # fmt: skip


def shown(band: Band) -> str:
    high = "-)" if band.high is None else f"{band.high}{'])'[not band.high_inclusive]}"
    holders = " / ".join("+".join(g.holder for g in group) for group in band.deciders)
    return f"{'[('[not band.low_inclusive]}{band.low}, {high} {holders or 'nobody'}"


def flaws_of(*clauses: str) -> list[str]:
    return [f"{flaw.kind} {shown(flaw.band)}" for flaw in flaws(grants_of(*clauses), CNY)]


def test_tiers_that_leave_nothing_open() -> None:
    assert flaws_of("5000元以下由经理审批", "超过5000元至2万元由总监审批", "超过2万元由总经理审批") == []


def test_a_hole_between_tiers_and_above_them() -> None:
    assert flaws_of("5000元以下由经理审批", "1万元以上2万元以下由总监审批") == [
        "hole (5000, 10000) nobody",
        "hole (20000, -) nobody",
    ]


def test_two_tiers_that_both_hold_at_one_figure_share_an_end() -> None:
    assert flaws_of("5000元以下由经理审批", "5000元以上由总监审批") == ["shared_end [5000, 5000] 总监 / 经理"]


def test_an_end_that_neither_side_includes() -> None:
    assert flaws_of("未满5000元由经理审批", "超过5000元由总监审批") == ["uncovered_end [5000, 5000] nobody"]


def test_two_deciders_over_a_stretch() -> None:
    assert flaws_of("1万元以下由经理审批", "5000元以上由总监审批") == ["double [5000, 10000] 总监 / 经理"]


def test_limits_up_to_a_figure_are_a_ladder_not_doubles() -> None:
    ladder = grants_of("经理审批5000元以下的费用", "总监审批2万元以下的费用", "总经理审批10万元以下的费用")
    assert [shown(band) for band in bands(ladder, CNY)] == [
        "[0, 5000] 经理", "(5000, 20000] 总监", "(20000, 100000] 总经理", "(100000, -) nobody",
    ]  # fmt: skip


def test_limits_from_a_figure_are_a_ladder_too() -> None:
    ladder = grants_of("超过5000元的，须经部门负责人审批；超过1万元的，须经分管领导审批")
    assert [shown(band) for band in bands(ladder, CNY)] == [
        "[0, 5000] nobody", "(5000, 10000] 部门负责人", "(10000, -) 分管领导",
    ]  # fmt: skip


def test_a_grant_without_a_limit_holds_where_no_tier_does() -> None:
    grants = [*grants_of("5000元以下由经理审批"), Grant("g", "总经理", "approve")]
    assert [shown(band) for band in bands(grants, CNY)] == ["[0, 5000] 经理", "(5000, -) 总经理"]


def test_several_named_in_one_clause_decide_together() -> None:
    assert flaws_of("5万元以下由部门经理和财务经理共同审批", "超过5万元由总经理审批") == []


def test_of_several_steps_the_last_decides() -> None:
    assert flaws_of("100万元以下由部门经理审批后报总经理审批", "超过100万元由董事会批准") == []


def test_conditions_are_scales_of_their_own() -> None:
    grants = grants_of("预算内5万元以下由经理审批", "预算内超过5万元由总监审批", "预算外1万元以下由总监审批")
    by_condition = {scale.condition: [f.kind for f in flaws(grants, scale)] for scale in scales(grants)}
    assert by_condition == {"预算内": [], "预算外": ["hole"]}


def test_signing_is_final_where_nobody_approves() -> None:
    assert flaws_of("100万元以下由总经理签订", "超过100万元由董事长签订") == []
    assert flaws_of("由法务部审核") == ["hole [0, -) nobody"]


def test_a_matter_nobody_decides_is_one_hole() -> None:
    assert [f.kind for f in flaws([], Scale(None))] == ["hole"]


# ---- pairs of grants ----

LINES = {"经理": ["总监"], "总监": ["总经理"], "总经理": ["董事长"], "董事长": ["总经理"]}  # with a circle


def test_a_subordinate_who_may_decide_more() -> None:
    grants = grants_of("经理审批5万元以下的费用", "总监审批2万元以下的费用", "总经理审批10万元以下的费用")
    assert [(p.one.holder, p.other.holder, p.figure) for p in falling_limits(grants, LINES)] == [
        ("经理", "总监", Decimal(20000))
    ]


def test_the_nearest_superior_who_may_decide_counts() -> None:
    grants = grants_of("经理审批5万元以下的费用", "总经理审批2万元以下的费用")
    assert [(p.one.holder, p.other.holder) for p in falling_limits(grants, LINES)] == [("经理", "总经理")]


def test_a_delegated_limit_stays_within_the_delegators() -> None:
    own = Grant("a", "董事会", "approve", None, Decimal(500), quantity="CNY")
    further = Grant("b", "董事会", "approve", Decimal(500), Decimal(900), low_inclusive=False, quantity="CNY")
    given = Grant("c", "总经理", "approve", None, Decimal(800), quantity="CNY", delegated_from="董事会")
    assert [p.other for p in beyond_delegator([own, given]) if not isinstance(p, Grant)] == [own]
    assert beyond_delegator([own, further, given]) == []
    assert beyond_delegator([given]) == [given]


def test_nobody_decides_their_own_or_their_superiors_request() -> None:
    grants = [
        Grant("a", "总监", "propose"),
        Grant("b", "总监", "approve", None, Decimal(500), quantity="CNY"),
        Grant("c", "经理", "approve", Decimal(500), quantity="CNY"),
        Grant("d", "总经理", "approve", Decimal(500), quantity="CNY"),
    ]
    assert [(p.kind, p.other.holder) for p in own_requests(grants, LINES)] == [
        ("own_request", "总监"),
        ("superiors_request", "经理"),
    ]


def test_a_review_after_the_decision() -> None:
    grants = [Grant("a", "x", "approve", step=1), Grant("b", "y", "review", step=2), Grant("c", "z", "record", step=3)]
    assert [(p.one.holder, p.other.holder) for p in late_reviews(grants)] == [("y", "x")]


def test_missing_step_numbers() -> None:
    low = Grant("a", "x", "review", step=1)
    high = Grant("b", "y", "approve", Decimal(100), quantity="CNY", step=3)
    between = Grant("c", "z", "review", Decimal(500), quantity="CNY", step=2)
    assert [(shown(gap.band), gap.missing) for gap in step_gaps([low, high, between], CNY)] == [
        ("[100, 500) nobody", (2,))
    ]


# ---- the oracle: every end, and the smallest unit on both sides of it ----


def holds(grant: Grant, amount: Decimal) -> bool:
    over = grant.low is None or amount > grant.low or (amount == grant.low and grant.low_inclusive)
    under = grant.high is None or amount < grant.high or (amount == grant.high and grant.high_inclusive)
    return over and under


def naive_deciders(grants: list[Grant], amount: Decimal, probes: list[Decimal]) -> set[frozenset[str]]:
    """From the definition: sets of amounts, compared as sets over the probes."""
    covering = [g for g in grants if holds(g, amount)]
    final = [g for g in covering if g.act in ("approve", "decide")] or [g for g in covering if g.act == "sign"]

    def amounts(grant: Grant) -> frozenset[Decimal]:
        return frozenset(probe for probe in probes if holds(grant, probe))

    def special(one: Grant, other: Grant) -> bool:
        if one.condition != other.condition:
            return one.condition is not None
        if other.quantity is None or one.quantity is None:
            return other.quantity is None and one.quantity is not None
        open_below = one.low is None and other.low is None
        open_above = one.high is None and other.high is None
        if not (open_below or open_above):
            return False
        return amounts(one) < amounts(other)

    final = [g for g in final if not any(special(other, g) for other in final)]
    steps = [g.step for g in final if g.step is not None]
    final = [g for g in final if g.step is None or g.step == max(steps)]
    groups: dict[object, set[str]] = {}
    for g in final:
        key = (g.clause, g.step, amounts(g)) if g.clause else g.holder
        groups.setdefault(key, set()).add(g.holder)
    return {frozenset(group) for group in groups.values()}


def random_matter(chance: random.Random) -> list[Grant]:
    figures = [Decimal(chance.randrange(0, 12)) * 500 for _ in range(4)]
    grants = []
    for number in range(chance.randrange(0, 7)):
        low, high = sorted(chance.sample(figures, 2))
        shape = chance.choice(["up to", "above", "between", "between", "all", "at"])
        low_in, high_in = chance.random() < 0.5, chance.random() < 0.5
        if shape == "at" or low == high:
            high, low_in, high_in = low, True, True
        limited = shape != "all"
        grants.append(
            Grant(
                f"g{number}",
                chance.choice("ABCD"),
                chance.choice(["approve", "approve", "approve", "decide", "sign", "review", "propose"]),
                low if limited and shape != "up to" else None,
                high if limited and shape != "above" else None,
                low_in if limited and shape != "up to" else True,
                high_in if limited and shape != "above" else True,
                "CNY" if limited else None,
                condition=chance.choice([None, None, None, "in budget"]),
                step=chance.choice([None, None, None, 1, 2]),
                clause=chance.choice(["", "", "c1"]),
            )
        )
    return grants


@pytest.mark.parametrize("seed", range(5))
def test_bands_and_flaws_equal_brute_force(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(MANY // 5 or 1):
        grants = random_matter(chance)
        for scale in scales(grants):
            check(grants, scale)


def check(grants: list[Grant], scale: Scale) -> None:
    here = [g for g in grants if g.condition in (None, scale.condition)]
    ends = {figure for g in grants for figure in (g.low, g.high) if figure is not None}
    probes = sorted({p for end in ends for p in (end - UNIT, end, end + UNIT) if p >= 0} | {Decimal(0), Decimal(10**9)})
    row, found = bands(grants, scale), flaws(grants, scale)
    expected = {probe: naive_deciders(here, probe, probes) for probe in probes}
    for place, probe in enumerate(probes):
        (band,) = [b for b in row if within(b, probe)]
        assert {frozenset(g.holder for g in group) for group in band.deciders} == expected[probe], (grants, probe)
        kinds = [f.kind for f in found if within(f.band, probe)]
        at_end = probe in ends and 0 < place < len(probes) - 1
        around = [expected[probes[place - 1]], expected[probes[place + 1]]] if at_end else []
        lone = bool(around) and all(len(groups) == 1 for groups in around) and expected[probe] not in around
        if not expected[probe]:
            assert kinds == ["uncovered_end" if lone else "hole"], (grants, probe)
        elif len(expected[probe]) > 1:
            shares = lone and expected[probe] == around[0] | around[1]
            assert kinds == ["shared_end" if shares else "double"], (grants, probe)
        else:
            assert kinds == [], (grants, probe)


def within(band: Band, amount: Decimal) -> bool:
    over = amount > band.low or (amount == band.low and band.low_inclusive)
    return over and (band.high is None or amount < band.high or (amount == band.high and band.high_inclusive))


def test_the_order_of_grants_changes_nothing() -> None:
    chance = random.Random(7)
    for _ in range(50):
        grants = random_matter(chance)
        mixed = chance.sample(grants, len(grants))
        assert [flaws(grants, scale) for scale in scales(grants)] == [flaws(mixed, scale) for scale in scales(mixed)]


def test_a_thousand_holders() -> None:
    grants = [Grant(f"g{n}", f"h{n:04}", "approve", None, Decimal(n), quantity="CNY") for n in range(1000)]
    row = bands(grants, CNY)
    assert len(row) == 1001
    assert all(len(band.deciders) == 1 for band in row[:-1])


def test_no_combination_of_ends_is_lost() -> None:
    for below_in, above_in in product([True, False], repeat=2):
        below = Grant("a", "A", "approve", None, Decimal(5), high_inclusive=below_in, quantity="CNY")
        above = Grant("b", "B", "approve", Decimal(5), None, low_inclusive=above_in, quantity="CNY")
        kinds = [flaw.kind for flaw in flaws([below, above], CNY)]
        assert kinds == {2: ["shared_end"], 1: [], 0: ["uncovered_end"]}[below_in + above_in]
