"""Who approves, and the way up: what the clauses say, and networkx on random organisations."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

import networkx as nx
import pytest

from dutygraph.graph.errors import InputError
from dutygraph.graph.measures.authority import (
    Asked,
    Chain,
    Escalation,
    Organization,
    Tie,
    escalate,
    who_approves,
)
from dutygraph.graph.measures.bands import Grant
from tests.bands.test_bands import grants_of

MANY = int(os.environ.get("DUTYGRAPH_EXAMPLES", "400"))
TIERS = (
    "单笔5000元以下由部门经理审批",
    "单笔超过5000元至2万元由部门经理审核后报总监审批",
    "单笔超过2万元由部门经理审核、总监审核、总经理批准",
)


def ask(amount: int | None, *clauses: str, tree: tuple[str, ...] = (), **known: str) -> Chain:
    asked = Asked(None if amount is None else Decimal(amount), **{"quantity": "CNY", **known})
    return who_approves([("m", grants_of(*clauses)), *((matter, ()) for matter in tree)], asked)


def said(chain: Chain) -> list[str]:
    return [f"{step.grant.holder} {step.grant.act}{'!' if step.decides else ''}" for step in chain.steps]


@pytest.mark.parametrize(
    ("amount", "steps"),
    [
        (3000, ["部门经理 approve!"]),
        (5000, ["部门经理 approve!"]),
        (5001, ["部门经理 review", "总监 approve!"]),
        (50000, ["部门经理 review", "总监 review", "总经理 approve!"]),
    ],
)
def test_the_steps_at_an_amount(amount: int, steps: list[str]) -> None:
    chain = ask(amount, *TIERS)
    assert (chain.verdict, said(chain)) == ("one", steps)


def test_acts_without_step_numbers_come_in_their_usual_order() -> None:
    grants = [Grant(act, act, act) for act in ("record", "sign", "approve", "review", "propose")]
    chain = who_approves([("m", grants)], Asked())
    assert [step.grant.act for step in chain.steps] == ["propose", "review", "approve", "sign", "record"]
    assert [step.grant.act for step in chain.steps if step.decides] == ["approve"]


def test_nobody_decides_and_who_comes_nearest() -> None:
    chain = ask(8000, "5000元以下由经理审批", "3000元以下由主管审批", "1万元以上由总监审批", "1万元以上由财务审核")
    assert (chain.verdict, chain.steps) == ("nobody", ())
    assert [step.grant.holder for step in chain.nearest] == ["经理", "总监"]


def test_several_decide() -> None:
    chain = ask(8000, "1万元以下由经理审批", "5000元以上由总监审批")
    assert (chain.verdict, said(chain)) == ("several", ["经理 approve!", "总监 approve!"])


def test_two_who_decide_together_are_one_decider() -> None:
    assert ask(100, "5万元以下由部门经理和财务经理共同审批").verdict == "one"


def test_a_threshold_passed_below_stays_a_step_and_a_smaller_limit_does_not() -> None:
    both = ask(20000, "超过5000元的，须经部门负责人审批；超过1万元的，须经分管领导审批")
    assert said(both) == ["部门负责人 approve", "分管领导 approve!"]
    ladder = ask(3000, "经理审批5000元以下的费用", "总监审批2万元以下的费用")
    assert said(ladder) == ["经理 approve!"]


def test_the_wider_matter_answers_where_nobody_decides_the_narrower() -> None:
    tree = [("广告费用支出", grants_of("由市场部审核")), ("费用支出", grants_of("10万元以下由总经理审批"))]
    narrow = [("广告费用支出", [Grant("r", "市场部", "review")]), tree[1]]
    chain = who_approves(narrow, Asked(Decimal(500), "CNY"))
    assert (chain.verdict, chain.matter, said(chain)) == ("one", "费用支出", ["市场部 review", "总经理 approve!"])
    assert [step.matter for step in chain.steps] == ["广告费用支出", "费用支出"]


def test_an_amount_in_another_currency_meets_no_limit() -> None:
    chain = ask(100, "5000元以下由经理审批", quantity="USD")
    assert (chain.verdict, chain.other_quantities) == ("nobody", ("CNY",))


@pytest.mark.parametrize(
    ("amount", "known", "clauses", "missing"),
    [
        (None, {}, ["5000元以下由经理审批"], ("amount",)),
        (100, {"quantity": None}, ["5000元以下由经理审批", "1000美元以下由经理审批"], ("quantity",)),
        (100, {}, ["预算内5000元以下由经理审批", "预算外5000元以下由总监审批"], ("condition",)),
    ],
)
def test_what_must_be_known_first(
    amount: int | None, known: dict[str, str], clauses: list[str], missing: tuple[str, ...]
) -> None:
    chain = ask(amount, *clauses, **known)
    assert (chain.verdict, chain.missing) == ("depends", missing)


def test_a_condition_picks_its_tier() -> None:
    clauses = ["预算内5000元以下由经理审批", "预算外5000元以下由总监审批"]
    assert said(ask(100, *clauses, condition="预算外")) == ["总监 approve!"]


@pytest.mark.parametrize("amount", ["-1", "-0.01", "NaN"])
def test_an_amount_below_nothing_is_a_wrong_call(amount: str) -> None:
    with pytest.raises(InputError, match="amount"):
        who_approves([("m", ())], Asked(Decimal(amount)))


def test_an_absurd_amount_is_answered() -> None:
    assert ask(10**30, *TIERS).verdict == "one"


def test_nobody_decides_what_they_ask_for() -> None:
    grants = grants_of("5000元以下由经理审批", "超过5000元由总监审批")
    asked = Asked(Decimal(100), "CNY", asker="经理")
    assert who_approves([("m", grants)], asked).verdict == "nobody"
    assert who_approves([("m", grants)], asked._replace(asker="总监"), below={"经理"}).verdict == "nobody"


def test_of_several_the_one_above_the_asker_decides() -> None:
    grants = [Grant("a", "销售部经理", "approve"), Grant("b", "财务部经理", "approve")]
    chain = who_approves([("m", grants)], Asked(asker="业务员"), above={"销售部经理", "总经理"})
    assert (chain.verdict, said(chain)) == ("one", ["销售部经理 approve!"])


def test_a_matter_without_grants_is_decided_by_nobody() -> None:
    assert who_approves([], Asked()) == Chain("nobody", None, ())


# ---- the way up ----


def organization(
    lines: dict[str, str],
    vacant: str = "",
    acting: dict[str, str] | None = None,
    deputies: dict[str, str] | None = None,
) -> Organization:
    def ties(table: dict[str, str]) -> dict[str, list[Tie]]:
        return {role: [Tie(other, f"{role}-{other}") for other in others] for role, others in table.items()}

    return Organization(ties(lines), ties(acting or {}), ties(deputies or {}), set(vacant))


def way(found: Escalation) -> list[str]:
    return [f"{hop.role}:{hop.rule}:{hop.outcome}" for hop in found.hops]


UP = {"a": "b", "b": "c", "c": "d"}


def test_the_first_whose_limit_suffices() -> None:
    found = escalate("a", organization(UP), {"c", "d"})
    assert (found.decider, way(found)) == ("c", ["a:start:limit", "b:line:limit", "c:line:decides"])
    assert [hop.tie for hop in found.hops] == [None, "a-b", "b-c"]


def test_who_asks_and_who_is_in_conflict_are_passed_over() -> None:
    found = escalate("a", organization(UP), {"a", "b", "c", "d"}, asker="a", conflicted={"b"})
    assert (found.decider, way(found)) == ("c", ["a:start:asks", "b:line:conflict", "c:line:decides"])


def test_a_vacant_post_that_would_suffice_hands_its_authority_one_level_up() -> None:
    found = escalate("a", organization(UP, vacant="b"), {"b"})
    assert (found.decider, found.instead_of) == ("c", "b")
    assert way(found) == ["a:start:limit", "b:line:vacant", "c:vacancy:decides"]


def test_a_vacant_post_that_would_not_suffice_is_only_jumped_over() -> None:
    found = escalate("a", organization(UP, vacant="b"), {"d"})
    assert (found.decider, found.instead_of) == ("d", None)


def test_a_deputy_comes_before_the_level_above() -> None:
    found = escalate("a", organization(UP, vacant="b", deputies={"b": "x"}), {"b", "c"})
    assert (found.decider, found.instead_of, way(found)[-1]) == ("x", "b", "x:deputy:decides")


def test_a_stated_rule_for_the_vacancy_comes_before_the_level_above() -> None:
    found = escalate("a", organization(UP, vacant="b", acting={"a": "d"}), {"b"})
    assert (found.decider, found.instead_of, way(found)[-1]) == ("d", "b", "d:acting:decides")


def test_a_deputy_who_asks_does_not_decide() -> None:
    found = escalate("a", organization(UP, vacant="b", deputies={"b": "a"}), {"b"}, asker="a")
    assert (found.decider, found.instead_of) == ("c", "b")


def test_two_vacant_posts_one_above_the_other() -> None:
    found = escalate("a", organization(UP, vacant="bc"), {"b"})
    assert (found.decider, found.instead_of) == ("d", "b")


def test_circles_end_and_nobody_is_said() -> None:
    found = escalate("a", organization({"a": "b", "b": "c", "c": "a"}), set())
    assert (found.decider, way(found)) == (None, ["a:start:limit", "b:line:limit", "c:line:limit"])


def test_a_circle_of_vacant_posts_ends() -> None:
    assert escalate("a", organization({"a": "b", "b": "c", "c": "b"}, vacant="bc"), {"b"}).decider is None


def test_of_two_superiors_the_first_in_order_decides() -> None:
    assert escalate("a", organization({"a": "cb"}), {"b", "c"}).decider == "c"
    assert escalate("a", organization({"a": "cb", "c": "d"}), {"b", "d"}).decider == "b"


# ---- the oracle: the explicit graph of all situations, searched by networkx ----

State = tuple[str, str, str]
"""A role, the post whose authority has moved there, and the role it was reached from; `-` for none."""


def moves(state: State, lines: Organization, sufficient: set[str]) -> Iterator[tuple[State, str]]:
    role, power, came_from = state
    if role not in lines.vacant:
        for tie in lines.superiors.get(role, ()):
            yield (tie.role, "-", role), "line"
        return
    power = role if role in sufficient else power
    options = [(lines.deputies.get(role, ()), "deputy"), (lines.acting.get(came_from, ()), "acting")]
    for ties, rule in [*options, (lines.superiors.get(role, ()), "vacancy")]:
        for tie in ties:
            yield (tie.role, power, role), rule


def may(state: State, lines: Organization, sufficient: set[str], passed: set[str]) -> bool:
    role, power, _ = state
    return role not in lines.vacant and role not in passed and (role in sufficient or power != "-")


def random_organization(chance: random.Random) -> tuple[Organization, set[str], set[str], str]:
    roles = [f"r{number}" for number in range(chance.randrange(2, 9))]

    def table(share: float) -> dict[str, list[Tie]]:
        return {
            role: [Tie(other, f"{role}>{other}") for other in chance.sample(roles, chance.choice([1, 1, 1, 2]))]
            for role in roles
            if chance.random() < share
        }

    vacant = {role for role in roles if chance.random() < 0.3}
    sufficient = {role for role in roles if chance.random() < 0.25}
    conflicted = {role for role in roles if chance.random() < 0.2}
    return Organization(table(0.85), table(0.2), table(0.2), vacant), sufficient, conflicted, chance.choice(roles)


@pytest.mark.parametrize("seed", range(4))
def test_escalation_equals_brute_force(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(MANY // 4 or 1):
        lines, sufficient, conflicted, role = random_organization(chance)
        asker = chance.choice([None, role, "r0"])
        found = escalate(role, lines, sufficient, asker=asker, conflicted=conflicted)
        assert found == escalate(role, lines, sufficient, asker=asker, conflicted=conflicted)
        check(role, lines, sufficient, conflicted | ({asker} if asker else set()), found)


def check(role: str, lines: Organization, sufficient: set[str], passed: set[str], found: Escalation) -> None:
    graph: nx.DiGraph[State] = nx.DiGraph()
    start = (role, "-", "-")
    graph.add_node(start)
    todo = [start]
    while todo:
        state = todo.pop()
        for place, (following, rule) in enumerate(moves(state, lines, sufficient)):
            if following not in graph:
                todo.append(following)
            if not graph.has_edge(state, following):
                graph.add_edge(state, following, place=place, rule=rule)
    distance = nx.single_source_shortest_path_length(graph, start)
    deciding = [state for state in graph if may(state, lines, sufficient, passed)]
    if not deciding:
        assert found.decider is None
        return
    fewest = min(distance[state] for state in deciding)
    ways = [
        way for state in deciding if distance[state] == fewest for way in nx.all_shortest_paths(graph, start, state)
    ]
    first = min(ways, key=lambda way: [graph.edges[step]["place"] for step in pairwise(way)])
    assert [hop.role for hop in found.hops] == [state[0] for state in first]
    assert [hop.rule for hop in found.hops[1:]] == [graph.edges[step]["rule"] for step in pairwise(first)]
    decider, power, _ = first[-1]
    assert found.decider == decider
    assert found.instead_of == (None if decider in sufficient else power)
