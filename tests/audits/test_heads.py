"""Heads of rules: what they may hold, and what a broken one is told."""

from __future__ import annotations

import re

import pytest

from dutygraph.graph.audit.rules import read_rule, rule, rules
from dutygraph.graph.catalog import catalog
from dutygraph.graph.errors import HouseError, UnknownName
from dutygraph.graph.schema import EVIDENCE

PLAIN = """// title: A post
// title_zh: 岗位
// group: lines     severity: error
// message: {role} under {superiors}.
// message_zh: {role}在{superiors}之下，
//     不妥。
// advice: Mend it.
// advice_zh: 改正。
// counts: posts     counts_zh: 岗位
// columns: role_id: str, superior_ids: list[str]
// identity: role_id
// formula: anything
// basis: a book     grade: B
// revision: 1
MATCH (n:Role) WHERE n.organization_id = $organization RETURN n.id AS role_id, [] AS superior_ids, [] AS evidence

// population:
MATCH (n:Role) WHERE n.organization_id = $organization RETURN count(n) AS population
"""


def test_a_head_says_what_a_rule_is() -> None:
    found = read_rule("a_post", PLAIN, "here")
    assert (found.name, found.group, found.severity, found.grade) == ("a_post", "lines", "error", "B")
    assert found.message["zh"] == "{role}在{superiors}之下，不妥。"
    assert found.identity == ("role_id",)
    assert found.violations.startswith("MATCH")
    assert found.population.endswith("population")
    assert "population:" not in found.violations


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("// title: A post\n", "", "lacks title"),
        ("severity: error", "severity: grave", "severity is 'grave'"),
        ("group: lines", "group: others", "group is 'others'"),
        ("grade: B", "grade: Z", "grade is 'Z'"),
        ("revision: 1", "revision: one", "revision is 'one'"),
        ("identity: role_id", "identity: other_id", "identity names other_id"),
        ("{role} under", "{nobody} under", "place for nobody"),
        ("superior_ids: list[str]", "role_id: str", "a column is named twice"),
        ("// population:", "// and:", "two statements"),
        ("// revision: 1\n", "// revision: 1\n// computed_by: graph.x\n// with: audit_roles\n", "two statements"),
        ("// formula: anything", "// formulas: anything", "is no line of a head"),
    ],
)
def test_a_broken_head_is_refused(old: str, new: str, told: str) -> None:
    assert old in PLAIN
    with pytest.raises(HouseError, match=re.escape(told)) as raised:
        read_rule("a_post", PLAIN.replace(old, new, 1), "cypher/audits/a_post.cypher")
    assert "cypher/audits/a_post.cypher" in str(raised.value)


def test_a_rule_is_found_by_name_and_the_nearest_are_offered() -> None:
    assert rule("own-superior").name == "own_superior"
    with pytest.raises(UnknownName, match="own_superior"):
        rule("own_superiors")


@pytest.mark.parametrize("name", list(rules()))
def test_a_rule_can_be_judged(name: str) -> None:
    found = rules()[name]
    if found.computed_by:
        assert callable(found.judge)
        assert set(found.reads) - {"stated_differently"} <= set(catalog().columns)
    else:
        assert "$organization" in found.violations
        assert "$organization" in found.population
        assert all(prop.name in found.violations for prop in EVIDENCE)
        assert "ORDER BY" in found.violations
