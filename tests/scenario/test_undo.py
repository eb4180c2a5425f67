"""A scenario carried out and undone gives the first state: by the opposite changes, and by what each change says it
took and made. DUTYGRAPH_SCENARIOS sets how many random ones."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
import pytest
from msgspec import structs

from dutygraph.graph.facts import AnyRecord, Authority, Document, DocumentFacts, Duty, Notice, ReportsTo, Role, Source
from dutygraph.graph.scenario import Applied, apply, parse_scenario
from dutygraph.graph.scenario.form import line
from dutygraph.graph.text.folding import fold
from dutygraph.loaders.single import read_duty
from tests.scenario.conftest import judged_in_memory
from tests.scenario.test_rebuild import CASES_READ

COUNT = int(os.environ.get("DUTYGRAPH_SCENARIOS", "100"))
LIMITS = ("2万元以下", "8万元以下", "30万元以下", "3000元以下")
TEXTS = (
    "每月检查仓库消防设施",
    "组织新员工入职培训",
    "审批5000元以下的差旅费用",
    "协助财务部核对往来账目",
    "编制月度用车计划",
)

Pair = tuple[dict[str, Any], dict[str, Any]]
"""A change and the one that undoes it."""


def contents(documents: Iterable[DocumentFacts]) -> set[bytes]:
    """What documents state, whoever says it; of a role that a document only names, that it names it."""
    nobody = Source("")
    return {
        facts.document.id.encode()
        + (
            record.id.encode()
            if isinstance(record, Role) and record.kind == "external"
            else msgspec.json.encode(structs.replace(record, source=nobody))
        )
        for facts in documents
        for record in facts.records
        if not isinstance(record, Document | Notice)
    }


class Dice:
    """Random changes of some facts, each with its opposite; no two touch the same fact."""

    def __init__(self, documents: Sequence[DocumentFacts], seed: int) -> None:
        self.dice = random.Random(seed)
        self.records = [record for facts in documents for record in facts.records]
        self.roles = [each for each in self.of(Role) if each.kind == "post"]
        self.used: set[str] = set()

    def of(self, kind: Any) -> list[Any]:
        return [record for record in self.records if isinstance(record, kind)]

    def pick(self, records: Sequence[Any]) -> Any:
        free = [record for record in records if record.id not in self.used]
        chosen = self.dice.choice(free)
        self.used.add(chosen.id)
        return chosen

    def role_but(self, *ids: str) -> str:
        return str(self.dice.choice([role.id for role in self.roles if role.id not in ids]))

    def move(self) -> Pair:
        duty: Duty = self.pick(self.of(Duty))
        holders = [each.owner_id for each in self.of(Duty) if fold(each.text) == fold(duty.text)]
        to = self.role_but(*holders)
        there = {"move": duty.text, "from": duty.owner_id, "to": to}
        return there, {"move": duty.text, "from": to, "to": duty.owner_id}

    def give(self) -> Pair:
        text, to = self.dice.choice(TEXTS), self.role_but()
        if (text + to) in self.used:
            return self.move()
        self.used.add(text + to)
        return {"give": text, "to": to}, {"drop": text, "from": to}

    def drop(self) -> Pair:
        duty: Duty = self.pick(self.of(Duty))
        back = {"give": duty.text, "to": duty.owner_id, "mode": duty.mode}
        return {"drop": duty.text, "from": duty.owner_id}, back

    def reword(self) -> Pair:
        duty: Duty = self.pick(self.of(Duty))
        text = f"{duty.text}，按季汇总" if not duty.text.isascii() else f"{duty.text} every quarter"
        there = {"reword": duty.text, "of": duty.owner_id, "as": text}
        return there, {"reword": text, "of": duty.owner_id, "as": duty.text, "mode": duty.mode}

    def superior(self) -> Pair:
        line: ReportsTo = self.pick([each for each in self.of(ReportsTo) if each.line == "solid"])
        above = [each.superior_id for each in self.of(ReportsTo) if each.subordinate_id == line.subordinate_id]
        to = self.role_but(line.subordinate_id, *above)
        there = {"superior": to, "of": line.subordinate_id, "instead_of": line.superior_id}
        return there, {"superior": line.superior_id, "of": line.subordinate_id, "instead_of": to}

    def line(self) -> Pair:
        line: ReportsTo = self.pick([each for each in self.of(ReportsTo) if each.line == "solid"])
        there = {"line": "dotted", "of": line.subordinate_id, "to": line.superior_id}
        return there, {**there, "line": line.line}

    def limit(self) -> Pair:
        limited = [
            each
            for each in self.of(Authority)
            if each.limit and each.limit.quantity == "CNY" and not each.text.isascii()
        ]
        grant: Authority = self.pick([each for each in limited if each.act in ("approve", "sign")])
        assert grant.limit is not None
        to = self.dice.choice([limit for limit in LIMITS if limit != grant.limit.text])
        there = {"limit": grant.matter, "of": grant.owner_id, "to": to, "was": grant.limit.text, "act": grant.act}
        return there, {**there, "to": grant.limit.text, "was": to}

    def holder(self) -> Pair:
        grant: Authority = self.pick([each for each in self.of(Authority) if each.basis == "stated"])
        to = self.role_but(*(each.owner_id for each in self.of(Authority) if each.matter == grant.matter))
        there = {"holder": grant.matter, "from": grant.owner_id, "to": to, "act": grant.act}
        return there, {**there, "from": to, "to": grant.owner_id}

    def pairs(self) -> list[Pair]:
        """One to four of them; what a duty gives goes with the duty, so these are drawn from apart."""
        kinds = [
            self.superior,
            self.line,
            self.holder,
            self.dice.choice([self.limit, self.reword, self.move]),
            self.give,
        ]
        if self.dice.random() < 0.3:
            kinds.append(self.drop)
        self.dice.shuffle(kinds)
        return [kind() for kind in kinds[: self.dice.randint(1, 4)]]


def carried_out(documents: Sequence[DocumentFacts], changes: Sequence[dict[str, Any]], name: str) -> Applied:
    return apply(documents, parse_scenario(f"changes = [{', '.join(map(line, changes))}]", name), read_duty)


def there_and_back(documents: Sequence[DocumentFacts], seed: int) -> list[DocumentFacts]:
    pairs = Dice(documents, seed).pairs()
    there = carried_out(documents, [change for change, _ in pairs], "there.toml")
    assert contents(there.documents) != contents(documents), pairs
    return list(carried_out(there.documents, [back for _, back in reversed(pairs)], "back.toml").documents)


def test_the_opposite_changes_give_the_first_state(examples: list[DocumentFacts]) -> None:
    first = contents(examples)
    done = 0
    for seed in range(COUNT):
        back = contents(there_and_back(examples, seed))
        assert back == first, (seed, Dice(examples, seed).pairs(), back ^ first)
        done += 1
    assert done == COUNT


@pytest.mark.parametrize("seed", range(5))
def test_the_findings_are_the_first_ones_too(examples: list[DocumentFacts], seed: int) -> None:
    assert judged_in_memory(there_and_back(examples, seed)) == judged_in_memory(examples)


@pytest.mark.parametrize("case", CASES_READ, ids=[case["id"] for case in CASES_READ])
def test_what_a_change_took_put_back_is_the_first_state(examples: list[DocumentFacts], case: dict[str, Any]) -> None:
    """Of every operation, also those that have no opposite."""
    applied = carried_out(examples, case["changes"], "case.toml")
    facts = Counter(encoded(record) for step in applied.steps for record in step.added)
    now = Counter(encoded(record) for each in applied.documents for record in each.records)
    before = Counter(encoded(record) for each in examples for record in each.records)
    for step in reversed(applied.steps):
        now.subtract(encoded(record) for record in step.added)
        now.update(encoded(record) for record in step.removed)
    missing, beside = before - now, now - before
    assert not [each for each in missing if b'"external"' not in each and b'"persons"' not in each]
    assert not [each for each in beside if each not in facts and b'"case.toml' not in each]


def encoded(record: AnyRecord) -> bytes:
    return msgspec.json.encode(record)
