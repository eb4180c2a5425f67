"""RACI and RASCI sheets: duties with modes; letters that only help or hear give no power."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from dutygraph.graph import facts
from dutygraph.graph.facts import AnyRecord
from dutygraph.loaders.extract import extract
from dutygraph.loaders.readers import read_document

ENGLISH = (
    "Step,Ward Manager,Charge Nurse,Pharmacist,Porter\n"
    "Approve discharge,A,R,C,I\nOrder medicines,I,A/R,C,\nReview stock,C,S,R,I\n"
)
CHINESE = "工作事项,院长,护士长,药师,护工\n审批出院,A,R,C,I\n采购药品,I,R/A,C,\n审核库存,C,S,R,I\n"
LEGENDS = {
    "none": (ENGLISH, ""),
    "one line": (ENGLISH, "\n\"R = Responsible, A = Accountable, C = Consulted, I = Informed, S = Support\"\n"),
    "lines": (ENGLISH, "\nR: Responsible\nA: Accountable\nC: Consulted\nI: Informed\nS: Support\n"),
    "table": (ENGLISH, "\nR,Responsible\nA,Accountable\nC,Consulted\nI,Informed\nS,Support\n"),
    "chinese": (CHINESE, "\nR=执行；A=批准；C=咨询；I=知会；S=支持\n"),
    "chinese lines": (CHINESE, "\n注：R—负责\nA—最终责任\nC—被咨询\nI—被告知\nS—协助\n"),
}  # fmt: skip


def read(tmp_path: Path, text: str) -> list[AnyRecord]:
    path = tmp_path / "raci.csv"
    path.write_text(text, encoding="utf-8")
    return extract(read_document(path, path.name))


@pytest.mark.parametrize("legend", LEGENDS)
def test_letters_are_modes_whatever_explains_them(tmp_path: Path, legend: str) -> None:
    records = read(tmp_path, "".join(LEGENDS[legend]))
    modes = Counter(r.mode for r in records if isinstance(r, facts.Duty))
    assert modes == {"own": 3, "approve": 2, "consulted": 3, "informed": 3, "assist": 1}


@pytest.mark.parametrize("legend", LEGENDS)
def test_who_helps_or_hears_has_no_power(tmp_path: Path, legend: str) -> None:
    records = read(tmp_path, "".join(LEGENDS[legend]))
    titles = {r.id: r.title for r in records if isinstance(r, facts.Role)}
    able = {(titles[r.owner_id], r.text) for r in records if isinstance(r, facts.Authority)}
    manager, nurse, _, porter = titles.values()
    assert not [each for each in able if each[0] == porter]
    assert all(each[0] != manager for each in able if each[1] in ("Review stock", "审核库存", "Order medicines"))
    assert {manager, nurse} <= {each[0] for each in able}


def test_letters_that_a_legend_explains_as_powers_are_powers(tmp_path: Path) -> None:
    text = "事项,经理,总经理,财务\n采购合同,A,B,C\n费用报销,A,B,C\n\nA=提出；B=批准；C=审核\n"
    records = read(tmp_path, text)
    assert {r.act for r in records if isinstance(r, facts.Authority)} == {"propose", "approve", "review"}
    assert not [r for r in records if isinstance(r, facts.Duty)]


def test_words_in_place_of_letters(tmp_path: Path) -> None:
    text = (
        "Step,Director,Coordinator,Clerk\nPlan,Accountable,Responsible,Informed\nPrint,Informed,Consulted,Responsible\n"
    )
    records = read(tmp_path, text)
    assert Counter(r.mode for r in records if isinstance(r, facts.Duty)) == {
        "own": 2, "informed": 2, "approve": 1, "consulted": 1,
    }  # fmt: skip


def test_the_real_sheet(shared_dir: Path) -> None:
    path = shared_dir / "data/authority/packt_tpm_RACI.xlsx"
    records = extract(read_document(path, path.name))
    assert Counter(r.mode for r in records if isinstance(r, facts.Duty)) == {
        "consulted": 24, "informed": 10, "approve": 8, "own": 6,
    }  # fmt: skip
    assert not [r for r in records if isinstance(r, facts.Authority)]
    assert len({r.id for r in records if isinstance(r, facts.Role)}) == 6
