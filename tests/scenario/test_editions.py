"""Two editions: every change is found once and none is invented. DUTYGRAPH_EDITS sets how many random ones."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from dutygraph.graph import identity
from dutygraph.graph.editions import compare, diff, marked
from dutygraph.graph.facts import AnyRecord, Authority, Document, DocumentFacts, Duty, Limit, ReportsTo, Role
from dutygraph.graph.text.folding import fold
from dutygraph.loaders.pipeline import extract_paths
from dutygraph.loaders.project import Project
from tests.conformance.graphs import CASES, read_toml
from tests.scenario.conftest import EXAMPLES, NOW, edited, extracted

EDITS = int(os.environ.get("DUTYGRAPH_EDITS", "300"))
PAIRS: list[dict[str, Any]] = read_toml(CASES / "editions" / "pairs.toml")["pairs"]


@pytest.mark.parametrize("pair", PAIRS, ids=[pair["id"] for pair in PAIRS])
def test_every_change_is_found_once_and_none_invented(pair: dict[str, Any], tmp_path: Path) -> None:
    found = compare(extracted(EXAMPLES), edited(tmp_path, pair["edits"])).differences
    told = sorted([each.what, each.kind, each.of, each.old, each.new] for each in found)
    assert told == sorted(pair["changes"])


def test_the_same_documents_are_the_same(examples: list[DocumentFacts]) -> None:
    found = diff(examples, extracted(EXAMPLES), now=NOW)
    assert (found.differences, found.gone, found.came) == ((), (), ())


def test_findings_go_and_come_with_the_changes(tmp_path: Path, examples: list[DocumentFacts]) -> None:
    edits = [
        ["sales_job_sheets.txt", "2、处理客户投诉，跟踪处理结果；\n3、每季度", "3、每季度"],
        [
            "marketing_charter.txt",
            "（二）品牌主管\n所属部门：市场部\n直接上级：市场部经理",
            "（二）品牌主管\n所属部门：市场部",
        ],
    ]
    found = diff(examples, edited(tmp_path, edits), now=NOW)
    assert "duty_two_owners" in [finding.rule for finding in found.gone]
    assert {finding.rule for finding in found.came}


def test_an_organization_that_goes_by_its_document_is_the_same_in_another_file(tmp_path: Path) -> None:
    """Unnamed, so that every id differs."""
    text = (EXAMPLES / "sales_job_sheets.txt").read_text(encoding="utf-8")
    for name, now in (("old.txt", text), ("new.txt", text.replace("签订5万元以下", "签订8万元以下"))):
        (tmp_path / name).write_text(now, encoding="utf-8")
    old, new = (
        [facts for reading in extract_paths([tmp_path / name], Project()) for facts in reading.facts]
        for name in ("old.txt", "new.txt")
    )
    [change] = compare(old, new).differences
    assert (change.what, change.kind, change.of) == ("limit", "reworded", "销售部/区域经理")
    assert ("gone", "5") in marked(change.old, change.new)
    found = diff(old, new, now=NOW)
    # The limit is part of what a finding about a band is called by; nothing else came or went.
    assert {finding.rule for finding in (*found.gone, *found.came)} <= {"band_hole", "band_double", "falling_limit"}


# ---- random edits of facts ----


class Editing:
    """One random edit of some facts, and the change that it is."""

    def __init__(self, documents: Sequence[DocumentFacts], seed: int) -> None:
        self.dice = random.Random(seed)
        self.documents = {facts.document.id: list(facts.records) for facts in documents}
        self.all = [record for facts in documents for record in facts.records]

    def of(self, kind: Any) -> list[Any]:
        return [record for record in self.all if isinstance(record, kind)]

    def swap(self, id_: str, make: Any) -> None:
        """Put what `make` gives in the place of every record with an id."""
        for key, records in self.documents.items():
            self.documents[key] = [
                made for record in records for made in ([record] if getattr(record, "id", "") != id_ else make(record))
            ]

    def without_hangers(self, duty: Duty) -> None:
        """Powers and metrics of a duty go with it."""
        for key, records in self.documents.items():
            self.documents[key] = [r for r in records if not self._hangs(r, duty)]

    def _hangs(self, record: AnyRecord, duty: Duty) -> bool:
        of_duty = isinstance(record, Authority) and record.basis == "from_duty" and record.owner_id == duty.owner_id
        return (of_duty and fold(record.text) == fold(duty.text)) or getattr(record, "duty_id", None) == duty.id

    def organization(self, owner: str) -> str:
        return str(next(each.organization_id for each in self.all if getattr(each, "id", "") == owner))

    def rewritten(self, duty: Duty, **fields: Any) -> Duty:
        made = structs.replace(duty, **fields)
        organization = self.organization(made.owner_id)
        return structs.replace(
            made, id=identity.owns_duty_id(made.owner_id, identity.duty_id(organization, made.text), made.mode)
        )

    def lonely(self) -> Duty:
        """A duty in words that nobody else has."""
        texts = Counter(fold(duty.text) for duty in self.of(Duty))
        duties = [duty for duty in self.of(Duty) if texts[fold(duty.text)] == 1 and len(duty.text) > 7]
        return self.dice.choice(duties)  # type: ignore[no-any-return]

    # each gives (what, kind, word of old or new)

    def drop(self) -> tuple[str, str, str]:
        duty = self.lonely()
        self.without_hangers(duty)
        self.swap(duty.id, lambda record: [])
        return "duty", "gone", duty.text

    def add(self) -> tuple[str, str, str]:
        duty = self.lonely()
        text = f"第{self.dice.randint(10, 99)}号仓库的消防与盘点事宜由其统筹"
        self.swap(duty.id, lambda record: [record, self.rewritten(record, text=text, metric=None)])
        return "duty", "added", text

    def reword(self) -> tuple[str, str, str]:
        duty = self.lonely()
        self.without_hangers(duty)
        at = self.dice.randint(2, len(duty.text) - 2)
        text = (
            duty.text[:at] + self.dice.choice(("按季", "及时", "配合总部")) + duty.text[at + self.dice.randint(0, 1) :]
        )
        self.swap(duty.id, lambda record: [self.rewritten(record, text=text)])
        return "duty", "reworded", text

    def move(self) -> tuple[str, str, str]:
        duty = self.lonely()
        owners = [
            role.id
            for facts in self.documents.values()
            if any(getattr(each, "id", "") == duty.owner_id for each in facts)
            for role in facts
            if isinstance(role, Role) and role.id != duty.owner_id and role.kind == "post"
            and role.organization_id == self.organization(duty.owner_id)
        ]  # fmt: skip
        if not owners:
            return self.drop()
        self.without_hangers(duty)
        to = self.dice.choice(owners)
        self.swap(duty.id, lambda record: [self.rewritten(record, owner_id=to)])
        return "duty", "moved", duty.text

    def limit(self) -> tuple[str, str, str]:
        grants = [each for each in self.of(Authority) if each.basis != "from_duty"]
        keys = Counter((each.owner_id, each.matter, each.act) for each in grants)
        grants = [each for each in grants if keys[each.owner_id, each.matter, each.act] == 1]
        if not grants:
            return self.reword()
        grant = self.dice.choice(grants)
        limit = Limit(quantity="CNY", max=str(self.dice.randint(1, 9) * 7000), text="七千的倍数以下")
        made = structs.replace(grant, limit=limit)
        authority = identity.authority_id(self.organization(grant.owner_id), grant.matter)
        id_ = identity.has_authority_id(
            grant.owner_id, authority, grant.act, grant.step, limit.identity(), grant.condition
        )
        self.swap(grant.id, lambda record: [structs.replace(made, id=id_, source=record.source)])
        return "limit", "changed", "七千的倍数以下"

    def superior(self) -> tuple[str, str, str]:
        lines = self.of(ReportsTo)
        single = Counter(each.subordinate_id for each in {line.id: line for line in lines}.values())
        lines = [each for each in lines if single[each.subordinate_id] == 1]
        if not lines:
            return self.drop()
        line = self.dice.choice(lines)
        others = [
            role.id
            for records in self.documents.values()
            if line in records
            for role in records
            if isinstance(role, Role) and role.id not in (line.subordinate_id, line.superior_id)
            and role.organization_id == self.organization(line.subordinate_id)
        ]  # fmt: skip
        if not others:
            return self.drop()
        to = self.dice.choice(others)
        id_ = identity.reports_to_id(line.subordinate_id, to, line.line, line.condition)
        self.swap(line.id, lambda record: [structs.replace(record, superior_id=to, id=id_)])
        return "line", "moved", self.title(to)

    def headcount(self) -> tuple[str, str, str]:
        role = self.dice.choice([each for each in self.of(Role) if each.kind == "post"])
        count = str(self.dice.randint(40, 90))
        self.swap(role.id, lambda record: [structs.replace(record, headcount_max=int(count))])
        return "role", "changed", count

    def title(self, id_: str) -> str:
        return str(next(each.title for each in self.of(Role) if each.id == id_))

    def edited(self) -> tuple[list[DocumentFacts], tuple[str, str, str]]:
        kind = self.dice.choice(
            (self.drop, self.add, self.reword, self.move, self.limit, self.superior, self.headcount)
        )
        told = kind()
        made = []
        for records in self.documents.values():
            head = records[0]
            assert isinstance(head, Document)
            made.append(DocumentFacts(head, "edited", records))
        return made, told


def test_random_edits(shared_dir: Path) -> None:
    """Precision and recall over edits of real documents, one edit each time, each document by itself in turn."""
    seeds = sorted((shared_dir / "seeds").glob("*.txt"))
    bases = [[facts for reading in extract_paths([seed], Project()) for facts in reading.facts] for seed in seeds] + [
        extracted(EXAMPLES)
    ]
    right = invented = missed = 0
    faults = []
    for number in range(EDITS):
        base = bases[number % len(bases)]
        documents, (what, kind, word) = Editing(base, number).edited()
        found = compare(base, documents).differences
        hits = [
            each for each in found
            if (each.what, each.kind) == (what, kind) and word in f"{each.of}|{each.old}|{each.new}"
        ]  # fmt: skip
        right += bool(hits)
        missed += not hits
        invented += len(found) - bool(hits)
        if not hits or len(found) > 1:
            faults.append((number, what, kind, word, [tuple(each)[:5] for each in found]))
    assert right / (right + missed) >= 0.95, faults[:5]
    assert right / (right + invented) >= 0.95, faults[:5]
